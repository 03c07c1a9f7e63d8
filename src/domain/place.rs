//! Places and the people in their registers.

use oplog::{Decode, Encode, PersonId, PublicKey};
use serde::{Deserialize, Serialize};

/// The township's first operation, signed by the township's own key.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct TownshipFounded {
    /// The township's name, 紫溪镇.
    #[n(0)]
    pub name: String,
    /// The township's public key.
    #[n(1)]
    pub key: PublicKey,
}

/// The name of the place that the operation's scope names.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct PlaceNamed {
    /// 前进村, 上白村民小组.
    #[n(0)]
    pub name: String,
}

/// People and households of the place that the operation's scope names. A later entry of the same id replaces
/// the earlier one; nobody is taken out but by `left`.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct RegisterEntered {
    /// The entries.
    #[n(0)]
    pub people: Vec<Person>,
}

/// Party membership.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Membership {
    /// Not a member.
    #[default]
    #[n(0)]
    None,
    /// Full member 正式党员.
    #[n(1)]
    Full,
    /// Probationary member 预备党员.
    #[n(2)]
    Probationary,
}

/// One entry of a register: a person, or a household named by its head.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct Person {
    /// Its name for ever.
    #[n(0)]
    #[serde(with = "crate::view::hex")]
    pub id: PersonId,
    /// The name as written, exact code points.
    #[n(1)]
    pub name: String,
    /// Pinyin, syllables separated by a space, without tones: `li zheng hua`. May be empty.
    #[n(2)]
    pub pinyin: String,
    /// Party membership.
    #[n(3)]
    pub membership: Membership,
    /// 18 or older.
    #[n(4)]
    pub adult: bool,
    /// A household 户 (counted as one, named by its head) and not a person.
    #[n(5)]
    pub household: bool,
    /// Villagers' representative 村民代表.
    #[n(6)]
    pub representative: bool,
    /// Member of the village Party organisation's committee 支委/总支委员会.
    #[n(7)]
    pub party_committee: bool,
    /// Member of the village committee 村委会.
    #[n(8)]
    pub village_committee: bool,
    /// Member of the village affairs supervision committee 村务监督委员会.
    #[n(9)]
    pub supervisor: bool,
    /// Office as shown, 村主任; may be empty.
    #[n(10)]
    pub office: String,
    /// Has left the place; no longer on new rolls.
    #[n(11)]
    pub left: bool,
}

/// What a phone or the township knows of one place.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Place {
    /// Its name; empty before it was named.
    pub name: String,
    /// Its register in order of entering, households among them, those who left included.
    pub people: Vec<Person>,
}
