//! A matter 事项: one thing to be decided.

use oplog::{Decode, Encode, OpId};
use serde::{Deserialize, Serialize};

/// The categories of the prefecture's list and those that groups add (Organic Law, art. 28).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Category {
    /// 发展规划
    #[n(0)]
    DevelopmentPlan,
    /// 公益事业建设
    #[n(1)]
    PublicWorks,
    /// 集体财务收支
    #[n(2)]
    CollectiveFinance,
    /// 投工投劳
    #[n(3)]
    Labour,
    /// 集资
    #[n(4)]
    FundRaising,
    /// 工程招标
    #[n(5)]
    Tendering,
    /// 集体资产处置
    #[n(6)]
    AssetDisposal,
    /// 重大矛盾纠纷调处
    #[n(7)]
    Mediation,
    /// 村民需要听证质询的其他事项
    #[n(8)]
    OtherHearing,
    /// 组集体土地
    #[n(9)]
    GroupLand,
    /// 组集体企业和财产
    #[n(10)]
    GroupProperty,
    /// 组公益事项
    #[n(11)]
    GroupWorks,
}

impl Category {
    /// Every category, in the order in which a form lists them.
    pub const ALL: &[Self] = &[
        Self::DevelopmentPlan,
        Self::PublicWorks,
        Self::CollectiveFinance,
        Self::Labour,
        Self::FundRaising,
        Self::Tendering,
        Self::AssetDisposal,
        Self::Mediation,
        Self::OtherHearing,
        Self::GroupLand,
        Self::GroupProperty,
        Self::GroupWorks,
    ];
}

/// Where a matter comes from: the registration form's three boxes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(index_only)]
pub enum Origin {
    /// 党员群众建议
    #[n(0)]
    Suggested,
    /// 村干部提议
    #[n(1)]
    Cadres,
    /// 上级党委政府安排
    #[n(2)]
    Arranged,
}

impl Origin {
    /// Every origin.
    pub const ALL: &[Self] = &[Self::Suggested, Self::Cadres, Self::Arranged];
}

/// A matter is raised; the operation's own id names the matter.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode, Serialize, Deserialize)]
#[cbor(map)]
pub struct MatterRaised {
    /// Title.
    #[n(0)]
    pub title: String,
    /// Category.
    #[n(1)]
    pub category: Category,
    /// Origin.
    #[n(2)]
    pub origin: Origin,
    /// Who raised it, by name.
    #[n(3)]
    pub raised_by: String,
    /// Description; may be empty.
    #[n(4)]
    pub description: String,
    /// Money involved in fen (1/100 CNY).
    #[n(5)]
    pub money_fen: u64,
    /// Labour in days.
    #[n(6)]
    pub labour_days: u32,
    /// Households affected.
    #[n(7)]
    pub households: u32,
    /// The procedure that it follows.
    #[n(8)]
    pub procedure: crate::rules::ProcedureKind,
}

/// An open question of a hearing, answered after the meeting was closed.
#[derive(Clone, PartialEq, Eq, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Answered {
    /// The question's operation.
    #[n(0)]
    pub question: OpId,
    /// Who answers.
    #[n(1)]
    pub by: String,
    /// The answer.
    #[n(2)]
    pub text: String,
}
