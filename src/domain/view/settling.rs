//! What recorders state differently of a head or a closing, and what the chair said of it.

use super::{ClosedView, Disagreement, MeetingView, Source, hex};
use crate::meeting::{Head, Signed};
use oplog::OpId;
use serde::{Deserialize, Serialize};

/// A head as one recorder stated it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct HeadView {
    /// Who, when.
    pub source: Source,
    /// The head.
    pub head: Head,
}

/// What the chair said of closings that differ.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct SettlementView {
    /// On whose device, when.
    pub source: Source,
    /// The closing that is to hold.
    #[serde(with = "hex")]
    pub holds: OpId,
    /// Who signed as the chair.
    pub chair: Signed,
    /// Why; may be empty.
    pub reason: String,
    /// What became of it.
    pub effect: Settling,
}

/// What became of a settlement.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Settling {
    /// It holds.
    Holds,
    /// Another one that did not know of it says differently: it has to be settled again.
    Differs,
    /// Another one holds, or another closing that knew of all.
    PassedOver,
    /// No effect: it is not signed by the chair whom the chosen closing names.
    NotTheChair,
    /// No effect yet: a closing that it speaks of is not here, or one is that it did not know.
    NotAll,
}

impl MeetingView {
    /// The closings that differ where nobody has settled which one holds; none otherwise.
    pub fn differing_closings(&self) -> &[OpId] {
        for one in &self.disagreements {
            if let Disagreement::Close { ops } = one {
                return ops;
            }
        }
        &[]
    }

    /// Whether closings differ and nobody has settled which one holds.
    pub fn contested_closing(&self) -> bool {
        !self.differing_closings().is_empty()
    }

    /// The closing that holds; none while the meeting is open or closings are contested.
    pub fn holding(&self) -> Option<&ClosedView> {
        self.closed.as_ref().filter(|_| !self.contested_closing())
    }

    /// The chair's word by which the closing holds, where there was one.
    pub fn settled(&self) -> Option<&SettlementView> {
        self.settlements.iter().find(|one| one.effect == Settling::Holds)
    }

    /// The meeting as this closing signs it: one of those that differ, or the one that there is.
    pub fn version(&self, closing: OpId) -> Option<&Self> {
        self.versions
            .iter()
            .chain([self])
            .find(|one| one.closed.as_ref().is_some_and(|of| of.source.op == closing))
    }

    /// The heads that recorders stated where they differ; none otherwise.
    pub fn differing_heads(&self) -> &[HeadView] {
        for one in &self.disagreements {
            if let Disagreement::Head { heads } = one {
                return heads;
            }
        }
        &[]
    }

    /// The head, or every head that recorders stated where they differ.
    pub fn heads(&self) -> Vec<&Head> {
        match self.differing_heads() {
            [] => vec![&self.head],
            heads => heads.iter().map(|one| &one.head).collect(),
        }
    }
}
