//! Writes every page and every mail in every language to a folder, with an index, so that people can
//! look at their design and their texts.
//!
//! ```console
//! $ cargo run -p switchboard-approval --example gallery -- target/gallery
//! ```

use std::error::Error;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use switchboard_approval::{
    approver, base_url, brand, language, link, release, render, request, schedule, state,
    untrusted_text,
};

// The crate compiles its samples for its own tests only, and an example sees public items only. So
// the file is compiled here again; its `crate::` paths lead to the imports above.
#[expect(dead_code, reason = "the rest is for the tests")]
#[path = "../src/render/samples.rs"]
mod samples;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name the folder to write to")?;
    let folder = Path::new(&folder);
    fs::create_dir_all(folder)?;
    let mut index = String::from(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title>\n\
         <meta name=\"color-scheme\" content=\"light dark\"><h1>Pages and mails</h1>\n",
    );
    for language in language::Language::ALL {
        let tag = language.tag();
        let samples = samples::Samples::new(language).ok_or("the samples are not valid")?;
        write!(index, "<h2>{tag}</h2>\n<ul>\n")?;
        for (name, page) in samples.pages() {
            let file = format!("{tag}-page-{name}.html");
            fs::write(folder.join(&file), page.html(language, samples.site()))?;
            writeln!(index, "<li><a href=\"{file}\">{name}</a></li>")?;
        }
        for (name, mail) in samples.mails() {
            let file = format!("{tag}-mail-{name}");
            let html = with_pictures(&mail.html, &mail.attachments);
            fs::write(folder.join(format!("{file}.html")), html)?;
            let mut text = format!("Subject: {}\n\n{}", mail.subject, mail.text);
            for attachment in mail.attachments.iter().filter(|one| one.content_id.is_none()) {
                let content = String::from_utf8_lossy(&attachment.content);
                write!(text, "\n{} ({})\n{content}", attachment.name, attachment.media_type)?;
            }
            fs::write(folder.join(format!("{file}.txt")), text)?;
            writeln!(
                index,
                "<li><a href=\"{file}.html\">mail {name}</a> (<a href=\"{file}.txt\">text</a>)</li>"
            )?;
        }
        index.push_str("</ul>\n");
    }
    fs::write(folder.join("index.html"), index)?;
    Ok(())
}

/// Puts the pictures that travel with a mail into its part in HTML, because a browser has no mail to
/// look for them in.
fn with_pictures(html: &str, attachments: &[render::mail::Attachment]) -> String {
    let mut html = html.to_owned();
    for (id, picture) in attachments.iter().filter_map(|one| Some((one.content_id?, one))) {
        let content = STANDARD.encode(&picture.content);
        let address = format!("data:{};base64,{content}", picture.media_type);
        html = html.replace(&format!("cid:{id}"), &address);
    }
    html
}
