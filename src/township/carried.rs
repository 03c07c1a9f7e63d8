//! Bundles that are brought to the desk: the officer's side of carrying.

use crate::admit::{Checked, Gate, admit};
use crate::audit::{self, Act};
use crate::exchange::{durable, told};
use crate::hub::Hub;
use crate::routes::deny::Deny;
use crate::unseal::Unseal;
use domain::audit::Audited;
use oplog::bundle::{Bundle, End, Index, Kind, Pack};
use oplog::{ByteVec, Refused, to_cbor};
use sync::base64::Base64;
use sync::desk::{AsideCount, Brought};
use sync::receipt::SignedReceipt;

/// Takes a bundle in, whoever packed it, and makes the township's receipts for the way back. A torn one gives what is before
/// the tear; the same file a second time changes nothing and gives its receipts again.
///
/// # Errors
/// [`Deny::BundleShape`], [`Deny::BundleTorn`] or [`Deny::OtherTownship`] for what is no bundle of this township, and those
/// of the archive.
pub fn take_in(hub: &Hub, file: &[u8], officer: &str) -> Result<Brought, Deny> {
    let bundle = Bundle::read(file).map_err(|refused| match refused {
        Refused::Truncated => Deny::BundleTorn,
        _ => Deny::BundleShape,
    })?;
    let identity = &hub.shared.identity;
    if bundle.index.township != identity.township() {
        return Err(Deny::OtherTownship);
    }
    let (sender, places) = (identity.device(), hub.shared.places());
    let checked = checked(hub, &bundle)?;
    let good = checked.iter().filter(|one| matches!(one, Checked::Good(_))).count();
    let arrived = hub.shared.tree().0;
    let packer = bundle.index.packer;
    let by = places.grants_of(packer).first().map(|(_, grant)| grant.name.clone());
    let line = Audited {
        device: Some(packer),
        name: by.clone().unwrap_or_default(),
        times: u32::try_from(good).unwrap_or(u32::MAX),
        ..Audited::of(Act::BundleTaken, officer)
    };
    let (admitted, heads, durable, told) = hub.writer.run_blocking(move |work| {
        let admitted = admit(work, checked, sender)?;
        audit::note(work, line)?;
        let mut heads = Vec::new();
        for log in &admitted.logs {
            heads.extend(work.heads_of(log)?);
        }
        let durable = durable(work.tx)?;
        let devices = admitted.logs.iter().map(|log| log.device).chain([packer]).collect();
        let places = work.places()?;
        let told = told(work.tx, &places, &devices, |_| true)?;
        Ok((admitted, heads, durable, told))
    })?;
    let new = heads.iter().any(|head| head.arrival > arrived);
    let mut aside: Vec<AsideCount> = Vec::new();
    for (_, reason) in &admitted.aside {
        match aside.iter_mut().find(|known| known.code == reason.code()) {
            Some(known) => known.count += 1,
            None => aside.push(AsideCount { code: reason.code().to_owned(), count: 1 }),
        }
    }
    let receipts = (!heads.is_empty() || told.is_some()).then(|| hub.shared.receipt(heads, durable));
    Ok(Brought {
        packer: by.unwrap_or_default(),
        packed_ms: bundle.index.packed_ms,
        ops: u32::try_from(good).unwrap_or(u32::MAX),
        new,
        torn: matches!(bundle.end, End::Torn(_)),
        aside,
        receipts: receipts
            .map(|receipt| Base64::Note.encode(&back(hub, &receipt, told.as_deref().unwrap_or_default()))),
    })
}

fn checked(hub: &Hub, bundle: &Bundle<'_>) -> Result<Vec<Checked>, Deny> {
    let (identity, places) = (&hub.shared.identity, hub.shared.places());
    let mut gate = Gate::new(identity, &places);
    let mut checked: Vec<Checked> =
        bundle.of(Kind::Operation).map(|bytes| gate.check(bytes.to_vec())).collect();
    if let Some(ephemeral) = bundle.index.ephemeral {
        let unseal = Unseal::new(identity, ephemeral)?;
        for (number, frame) in (0..).zip(bundle.of(Kind::Sealed)) {
            unseal.check(number, frame.to_vec(), &mut gate, &mut checked);
        }
    }
    Ok(checked)
}

/// The bundle that goes back to the packer.
fn back(hub: &Hub, receipt: &SignedReceipt, told: &[ByteVec]) -> Vec<u8> {
    let identity = &hub.shared.identity;
    let mut pack = Pack::new(&Index {
        township: identity.township(),
        packer: identity.device(),
        packed_ms: hub.now_ms(),
        heads: Vec::new(),
        frames: u32::try_from(1 + told.len()).unwrap_or(u32::MAX),
        ephemeral: None,
        name: None,
    });
    pack.add(Kind::Receipt, &to_cbor(receipt));
    told.iter().for_each(|op| pack.add(Kind::Told, op));
    pack.signed_by(&identity.secret)
}
