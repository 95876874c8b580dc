//! Lists the files under `scenarios/` as a table in Rust, so that a file put there comes with the
//! program, and takes in the engine for pages, if it was built: `web/engine/build.sh`.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default()).join("scenarios");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut paths = Vec::new();
    for folder in ["", "places", "policies"] {
        paths.extend(files(&root.join(folder))?);
    }
    paths.sort();
    let mut table = String::from("&[\n");
    for path in &paths {
        let name = path.strip_prefix(&root).unwrap_or(path).display().to_string();
        let name = name.replace('\\', "/");
        let _ = writeln!(table, "    ({name:?}, include_str!({:?})),", path.display().to_string());
    }
    table.push(']');
    let out = PathBuf::from(env::var("OUT_DIR").unwrap_or_default());
    fs::write(out.join("scenarios.rs"), table)?;
    engine(&out)
}

/// The engine as WebAssembly, or nothing: whoever exports no page need not build it.
fn engine(out: &Path) -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=JURISIM_WASM");
    let given = env::var_os("JURISIM_WASM").filter(|path| !path.is_empty()).map(PathBuf::from);
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").unwrap_or_default());
    let path = given.clone().unwrap_or_else(|| root.join("web/engine/engine.wasm"));
    // Of a file that is not there yet, cargo looks at the folder.
    let watched = if path.exists() { path.as_path() } else { path.parent().unwrap_or(&root) };
    println!("cargo::rerun-if-changed={}", watched.display());
    let engine = match fs::read(&path) {
        Err(error) if given.is_none() && error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(io::Error::other(format!("{}: {error}", path.display()))),
        Ok(engine) => engine,
    };
    fs::write(out.join("engine.wasm"), engine)
}

fn files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<io::Result<Vec<_>>>()?;
    files.retain(|path| path.extension().is_some_and(|ending| ending == "toml" || ending == "csv"));
    Ok(files)
}
