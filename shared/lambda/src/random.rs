//! Random bytes for secrets, from the operating system's generator.

use rand::TryRng as _;
use rand::rngs::SysRng;

/// The error for a failure of the operating system's generator.
#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandomness(#[source] rand::rngs::SysError);

/// Returns `N` random bytes from the operating system's generator, which are fit for secrets.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    SysRng.try_fill_bytes(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}
