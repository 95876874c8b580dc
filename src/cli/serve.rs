//! `jurisim serve`: the classroom, and the same page as one file.

use super::{End, print, stop};
use crate::disk::Disk;
use crate::engine::cell::Going;
use crate::serve::{Server, address_for_a_class, export};
use clap::Args;
use std::io::ErrorKind;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Where and for whom.
#[derive(Args, Debug)]
pub(super) struct Serve {
    /// The port (0 to 65535); 0 takes any that is free.
    #[arg(long, default_value_t = 7300)]
    port: u16,
    /// Let a class in: listen on this machine's address on its network too, or on the one given.
    ///
    /// Without it nobody but this machine is served.
    #[arg(long, value_name = "ADDRESS", num_args = 0..=1, require_equals = true)]
    lan: Option<Option<IpAddr>>,
    /// The folder with finished runs, shown to this machine only.
    #[arg(long, default_value = "outputs")]
    outputs: PathBuf,
    /// Open no browser.
    #[arg(long)]
    no_open: bool,
    /// Write the page with the engine in it to one file, which needs no server and no network.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["lan", "no_open", "port", "outputs"])]
    export: Option<PathBuf>,
}

pub(super) fn serve(asked: &Serve) -> End {
    if let Some(file) = &asked.export {
        return exported(file);
    }
    let class = match asked.lan {
        None => None,
        Some(given) => match given.or_else(address_for_a_class) {
            Some(address) => Some(address),
            None => {
                print::error(
                    "--lan: this machine's address on its network could not be found; name it, \
                     for instance --lan=192.168.1.5",
                );
                return End::BadInput;
            }
        },
    };
    let server = match Server::open(asked.port, class, &asked.outputs) {
        Ok(server) => server,
        Err(error) => return refused(asked.port, class, &error),
    };
    introduced(&server, class.is_some());
    stop::listen_to("\nThe lesson is over.");
    if !asked.no_open
        && let Some(own) = server.addresses().first()
    {
        open(&format!("http://{own}/"));
    }
    match server.serve(&|| stop::going() == Going::On) {
        Ok(()) => End::Done,
        Err(error) => {
            print::error(&format!("the server cannot go on: {error}"));
            End::Io
        }
    }
}

/// Why there is no server.
fn refused(port: u16, class: Option<IpAddr>, error: &std::io::Error) -> End {
    match error.kind() {
        ErrorKind::AddrInUse | ErrorKind::PermissionDenied => {
            print::error(&format!(
                "port {port} is not to be had ({error}); --port 0 takes any that is free"
            ));
            End::BadInput
        }
        ErrorKind::AddrNotAvailable => {
            let class = class.map_or_else(String::new, |class| class.to_string());
            print::error(&format!("--lan={class}: this machine has no such address"));
            End::BadInput
        }
        _ => {
            print::error(&format!("no server could be started: {error}"));
            End::Io
        }
    }
}

fn introduced(server: &Server, is_open: bool) {
    for address in server.addresses() {
        let who = if address.ip().is_loopback() { "You      " } else { "The class" };
        print::result(&format!("{who}  http://{address}/"));
    }
    print::talk(if is_open {
        "Whoever is on the same network can open the page; finished runs are shown to this machine \
         only. Nothing is sent anywhere else. Ctrl-C ends it."
    } else {
        "Only this machine is served (--lan lets a class in). Nothing is sent anywhere. Ctrl-C ends it."
    });
}

/// Asks the system to show a page. Where there is nothing to show it in, the address is printed.
fn open(address: &str) {
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(target_os = "windows") {
        Command::new("explorer")
    } else {
        let has_screen =
            ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
        if !has_screen {
            return;
        }
        Command::new("xdg-open")
    };
    let _ = command
        .arg(address)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn();
}

fn exported(file: &Path) -> End {
    let page = match export::page() {
        Ok(page) => page,
        Err(how) => {
            print::error(how);
            return End::BadInput;
        }
    };
    match Disk::real().replace(file, page.as_bytes()) {
        Ok(written) => {
            let size = print::number(written.length as f64 / 1e6, 1);
            print::result(&format!("{}: {size} MB, opens in any browser", file.display()));
            End::Done
        }
        Err(error) => {
            print::error(&error.to_string());
            End::Io
        }
    }
}
