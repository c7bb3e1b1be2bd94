//! The logo of an organisation: a small PNG file.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// The largest file, in bytes. All environment variables of a function together have 4 KB ("Lambda
/// quotas", developer guide), and Base64 makes it a third larger.
const MAX_BYTES: usize = 2_000;
/// The largest width and height, in pixels: twice what mails and pages show, for dense screens.
const MAX_WIDTH: u32 = 600;
const MAX_HEIGHT: u32 = 160;

/// The first bytes of each PNG file (PNG specification, third edition, section 5.2).
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n'];

/// A picture in PNG format. `Debug` shows the length alone.
#[derive(Clone, derive_more::Debug, PartialEq, Eq)]
#[debug("Logo({} bytes)", png.len())]
pub struct Logo {
    /// The bytes of the file.
    pub png: Vec<u8>,
}

/// A file that cannot be a logo.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LogoError {
    /// The text is not Base64.
    #[error("it is a PNG file in Base64 without line breaks (`base64 -w0 logo.png`)")]
    NotBase64,
    /// The file is in another format.
    #[error("the file is not a PNG; save it as one")]
    NotPng,
    /// The file ends before its picture does, or something follows it.
    #[error("the PNG file is cut off or damaged; save it again")]
    Damaged,
    /// The picture moves.
    #[error("the PNG file is animated; save one picture")]
    Animated,
    /// The file is too large.
    #[error(
        "the file has {bytes} bytes, and at most 2000 fit; make the picture smaller, or reduce its colors \
         (such as with pngquant)"
    )]
    TooLarge {
        /// The size of the file.
        bytes: usize,
    },
    /// The picture is too wide or too high, or has no area.
    #[error("the picture has {width}x{height} pixels; scale it to at most 600x160")]
    Size {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
}

impl Logo {
    /// Takes a PNG file of at most 2,000 bytes and 600x160 pixels. The chunks of the file are checked, not
    /// their content.
    pub fn new(png: Vec<u8>) -> Result<Self, LogoError> {
        if !png.starts_with(&SIGNATURE) {
            return Err(LogoError::NotPng);
        }
        if png.len() > MAX_BYTES {
            return Err(LogoError::TooLarge { bytes: png.len() });
        }
        let logo = Self { png };
        let (width, height) = logo.size().ok_or(LogoError::Damaged)?;
        if !(1..=MAX_WIDTH).contains(&width) || !(1..=MAX_HEIGHT).contains(&height) {
            return Err(LogoError::Size { width, height });
        }
        let names = logo.chunks().ok_or(LogoError::Damaged)?;
        if names.iter().any(|name| name == b"acTL") {
            return Err(LogoError::Animated);
        }
        let is_whole = names.iter().any(|name| name == b"IDAT") && names.last() == Some(b"IEND");
        if is_whole { Ok(logo) } else { Err(LogoError::Damaged) }
    }

    /// Returns width and height in pixels; `None` if the bytes are not a PNG file.
    #[must_use]
    pub fn size(&self) -> Option<(u32, u32)> {
        let header = self.png.strip_prefix(&SIGNATURE)?.strip_prefix(&[0, 0, 0, 13])?;
        let (width, rest) = header.strip_prefix(b"IHDR")?.split_first_chunk::<4>()?;
        let (height, _) = rest.split_first_chunk::<4>()?;
        Some((u32::from_be_bytes(*width), u32::from_be_bytes(*height)))
    }

    /// Returns the file as a URL that holds it (RFC 2397), for pages that load nothing.
    #[must_use]
    pub fn data_url(&self) -> String {
        format!("data:image/png;base64,{}", STANDARD.encode(&self.png))
    }

    /// Returns the names of the chunks; `None` if the file does not end with a chunk (section 5.3: length,
    /// name, data, checksum).
    fn chunks(&self) -> Option<Vec<[u8; 4]>> {
        let mut rest = self.png.strip_prefix(&SIGNATURE)?;
        let mut names = Vec::new();
        while !rest.is_empty() {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (name, after) = after.split_first_chunk::<4>()?;
            let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
            rest = after.get(length.checked_add(4)?..)?;
            names.push(*name);
        }
        Some(names)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    fn chunk(name: &[u8], data: &[u8]) -> Vec<u8> {
        let length = u32::try_from(data.len()).unwrap().to_be_bytes();
        [&length[..], name, data, &[0; 4]].concat()
    }

    /// The chunks of a picture, without its pixels.
    pub(in crate::brand) fn png(width: u32, height: u32) -> Vec<u8> {
        let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        let chunks = [chunk(b"IHDR", &header), chunk(b"IDAT", &[1]), chunk(b"IEND", &[])];
        [&SIGNATURE[..], &chunks.concat()].concat()
    }

    #[test]
    fn a_small_png_is_a_logo() {
        for (width, height) in [(1, 1), (120, 40), (600, 160)] {
            assert_eq!(Logo::new(png(width, height)).unwrap().size(), Some((width, height)));
        }
        assert!(
            Logo::new(png(1, 1)).unwrap().data_url().starts_with("data:image/png;base64,iVBOR")
        );
    }

    #[test]
    fn other_files_are_refused_with_what_to_do() {
        let mut large = png(1, 1);
        large.extend(chunk(b"tEXt", &[b'a'; 2000]));
        let whole = png(1, 1);
        let animated =
            [&whole[..33], &chunk(b"acTL", &[0; 8]), whole.get(33..).unwrap_or_default()].concat();
        for (file, error) in [
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), LogoError::NotPng),
            (b"GIF89a".to_vec(), LogoError::NotPng),
            (Vec::new(), LogoError::NotPng),
            (SIGNATURE.to_vec(), LogoError::Damaged),
            (whole[..whole.len() - 1].to_vec(), LogoError::Damaged),
            (whole[..whole.len() - 12].to_vec(), LogoError::Damaged),
            ([&whole[..], b"<script>"].concat(), LogoError::Damaged),
            (animated, LogoError::Animated),
            (large.clone(), LogoError::TooLarge { bytes: large.len() }),
            (png(601, 40), LogoError::Size { width: 601, height: 40 }),
            (png(40, 161), LogoError::Size { width: 40, height: 161 }),
            (png(0, 40), LogoError::Size { width: 0, height: 40 }),
        ] {
            assert_eq!(Logo::new(file), Err(error), "{error}");
        }
    }
}
