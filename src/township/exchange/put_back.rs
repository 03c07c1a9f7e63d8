//! A township that was put back to an earlier state as a whole, its high-water mark with it, learns of it from its own
//! signature: a phone shows a receipt over what is not held here any more.

use crate::archive::{self, Read, View};
use crate::audit::{self, Act};
use crate::clock::random;
use crate::high_water::{Mark, begin, generations, tell};
use crate::hub::{Hub, Shared};
use crate::merkle::prefix_proof;
use crate::routes::deny::Deny;
use crate::slips::tree_of;
use domain::audit::Audited;
use oplog::DeviceId;
use sync::desk::Event;
use sync::message::Generation;
use sync::receipt::{Receipt, SignedReceipt};
use sync::tree::{TreeHead, is_prefix};

/// Looks at a receipt that a phone shows, and begins a new generation where it says that this township was further, or
/// elsewhere, than it is. Everything that is held stays; what was receipted in the meantime is held in the new generation
/// too. Many phones may show theirs at once: the first one counts.
///
/// # Errors
/// [`Deny::Receipt`] where this township never signed it, or those of the archive.
pub fn shown(hub: &Hub, device: DeviceId, proof: &SignedReceipt) -> Result<(), Deny> {
    let receipt = proof.open(&hub.shared.identity.public()).map_err(|refused| {
        let (code, device, reason) = (Deny::Receipt.code(), device.hex(), refused.code());
        tracing::warn!(code, device, reason, "a receipt was shown that this township never gave");
        Deny::Receipt
    })?;
    if !archive::read(&*hub.archive, |view| contradicts(&hub.shared, view, &receipt))? {
        return Ok(());
    }
    let generation = Generation(random::<16>(&*hub.shared.outside)?);
    let signed = Mark { generation: receipt.generation, size: receipt.tree_size, epoch: 0 };
    let begun = hub.writer.run_blocking(move |work| {
        // Another phone may have shown as much in the meantime.
        if work.generation() != signed.generation && generations(work.tx)?.contains(&signed.generation) {
            return Ok(None);
        }
        let new = Mark { generation, size: work.last_arrival(), epoch: 0 };
        work.begun = Some(begin(work.tx, new, Some(signed), work.now_ms)?);
        let lost = format!("{} / {}", new.size, signed.size);
        let line = Audited { by: Some(device), reason: lost, ..Audited::of(Act::PutBack, "") };
        audit::note(work, line)?;
        work.events.push(Event::RolledBack);
        Ok(work.begun)
    })?;
    if let Some(begun) = begun {
        let device = device.hex();
        tracing::error!(code = "data.put-back", %device, "a phone shows what this township signed and has forgotten");
        tell(begun.size, signed.size);
    }
    Ok(())
}

/// Whether the township cannot have signed this and be what it is. It signs only what is durable, and its log only grows:
/// - of the generation in force, the log must begin with the tree that was signed;
/// - a generation of which nothing is known here began after what is held here was copied;
/// - one of which is known that it is over says nothing.
fn contradicts(shared: &Shared, view: &dyn View, receipt: &Receipt) -> Read<bool> {
    if receipt.generation != shared.identity.generation() {
        return Ok(!generations(view)?.contains(&receipt.generation));
    }
    let (now, signed) = (tree_of(view)?, TreeHead { size: receipt.tree_size, root: receipt.tree_root });
    if signed.size > now.size {
        return Ok(true);
    }
    let proof = prefix_proof(view, &shared.nodes, signed.size, now.size)?;
    Ok(!is_prefix(&signed, &now, &proof))
}
