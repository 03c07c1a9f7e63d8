//! Starting the server: what it prints, how it listens, how it ends.

use crate::archive;
use crate::archive::rows::Meta;
use crate::audit::{self, Act};
use crate::clock::{Outside, Real};
use crate::config::Settings;
use crate::data::{DataDir, township_scope};
use crate::enrol::{keep_code, new_code};
use crate::error::Trouble;
use crate::hub::{Front, Hub};
use crate::routes::{assets, router};
use crate::{officers, qr, register};
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;
use domain::audit::Audited;
use hyper_util::rt::TokioTimer;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

const DEMO: &str = include_str!("demo/township.json");
const HEADER_LIMIT: Duration = Duration::from_secs(30);
const LAST_REQUESTS: Duration = Duration::from_secs(10);
const WEEK_MS: u64 = 7 * 24 * 60 * 60 * 1000;

/// Serves until the process is asked to end.
///
/// # Errors
/// [`Trouble`] with what stands in the way.
pub fn run(settings: &Settings) -> Result<(), Trouble> {
    let outside: Arc<dyn Outside> = Arc::new(Real);
    let dir = DataDir::hold(&settings.data)?;
    if settings.demo {
        begin_demo(&dir, &settings.data, &outside)?;
    }
    let failed = |error: std::io::Error| Trouble::Listen(settings.listen, error.kind());
    let listener = TcpListener::bind(settings.listen).map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    listener.set_nonblocking(true).map_err(failed)?;
    let runtime = tokio::runtime::Runtime::new().map_err(failed)?;
    let tls =
        settings.tls.as_ref().map(|(cert, key)| runtime.block_on(certificate(cert, key))).transpose()?;
    let front = Front { public_url: settings.public_url.clone(), tls: tls.is_some() };
    let hub = dir.open(outside, front)?;
    announce(&hub, settings, address)?;
    runtime.block_on(listen(hub, tls, listener, address))
}

async fn certificate(cert: &Path, key: &Path) -> Result<RustlsConfig, Trouble> {
    // Fails only where a provider is installed already.
    let _: Result<(), _> = rustls::crypto::ring::default_provider().install_default();
    let config = RustlsConfig::from_pem_file(cert, key).await;
    config.map_err(|_| Trouble::Tls { cert: cert.to_owned(), key: key.to_owned() })
}

/// Enters the demo township where there is none; it may be there already.
fn begin_demo(dir: &DataDir, data: &Path, outside: &Arc<dyn Outside>) -> Result<(), Trouble> {
    let archive = dir.archive()?;
    let demo = archive::read(&*archive, |view| view.meta(Meta::Demo))?.is_some();
    match township_scope(&*archive)? {
        Some(_) if demo => Ok(()),
        Some(_) => Err(Trouble::DemoOverData(data.to_owned())),
        None => {
            drop(archive);
            let path = Path::new("demo/township.json");
            let report = register::import(dir, &register::parse(DEMO, path)?, path, outside, true)?;
            println!("demo township: {} places, {} entries", report.places, report.new);
            Ok(())
        }
    }
}

/// Prints where things are, and the one-time login and code that a first start needs.
fn announce(hub: &Hub, settings: &Settings, address: SocketAddr) -> Result<(), Trouble> {
    let local = match address.ip() {
        ip if !ip.is_unspecified() => ip,
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::LOCALHOST),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::LOCALHOST),
    };
    let local = SocketAddr::new(local, address.port());
    let scheme = if settings.tls.is_some() { "https" } else { "http" };
    let url = settings.public_url.clone().unwrap_or_else(|| format!("{scheme}://{local}"));
    println!("desk: {url}/desk/\nphone: {url}/");
    if !assets::complete() {
        println!(
            "note: the phone app and the desk are not in this program; run `cargo xtask build` and start target/release/township"
        );
    }
    let outside = &*hub.shared.outside;
    let before_ms = outside.now_ms().saturating_sub(WEEK_MS);
    let (once, once_hash) = officers::new_once(outside)?;
    let (code, row) = new_code(outside)?;
    let demo = settings.demo;
    let public = url.clone();
    let (officer, phones) = hub.writer.run_blocking(move |work| {
        work.tx.sweep(before_ms)?;
        audit::settle(work)?;
        work.tx.put_meta(Meta::PublicUrl, Some(public.as_bytes()))?;
        let (officers, phones) = (work.tx.officers()?, work.tx.devices()?.len());
        if officers == 0 {
            work.tx.put_meta(Meta::Once, Some(&once_hash.0))?;
        }
        if demo || phones == 0 {
            keep_code(work.tx, &row)?;
            audit::note(work, Audited::of(Act::CodeMade, ""))?;
        }
        Ok((officers > 0, phones))
    })?;
    if !officer {
        println!("officer login (once): {once}");
    }
    if demo || phones == 0 {
        let link = format!("{url}/#enrol={}", code.text());
        println!("enrolment code: {}\nenrolment link: {link}\n{}", code.text(), qr::blocks(&link));
    }
    Ok(())
}

async fn listen(
    hub: Hub,
    tls: Option<RustlsConfig>,
    listener: TcpListener,
    address: SocketAddr,
) -> Result<(), Trouble> {
    let app = router(hub).into_make_service_with_connect_info::<SocketAddr>();
    let handle = Handle::new();
    tokio::spawn(end(handle.clone()));
    let failed = |error: std::io::Error| Trouble::Listen(address, error.kind());
    println!("listening on {address}");
    let served = match tls {
        None => {
            let server = axum_server::from_tcp(listener).map_err(failed)?.handle(handle);
            let mut server = server.first_request_timeout(HEADER_LIMIT);
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER_LIMIT);
            server.serve(app).await
        }
        Some(config) => {
            let server = axum_server::from_tcp_rustls(listener, config).map_err(failed)?.handle(handle);
            let mut server = server.first_request_timeout(HEADER_LIMIT);
            server.http_builder().http1().timer(TokioTimer::new()).header_read_timeout(HEADER_LIMIT);
            server.serve(app).await
        }
    };
    served.map_err(failed)
}

/// Waits for the end's signal, and lets running requests finish.
async fn end(handle: Handle<SocketAddr>) {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut terminate) => {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
        }
        Err(_) => drop(tokio::signal::ctrl_c().await),
    }
    handle.graceful_shutdown(Some(LAST_REQUESTS));
}
