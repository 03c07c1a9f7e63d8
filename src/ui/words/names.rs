//! What the domain's things are called.

use super::Lang;
use domain::authority::Role;
use domain::matter::{Category, Origin};
use domain::meeting::{Capacity, CountedBy, EntryKind, Mark, Method};
use domain::rules::{ProcedureKind, Step};
use domain::view::Outcome;
use oplog::Level;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $key:ident($of:ident) { $($case:ident: $zh:literal, $en:literal;)* })*) => {$(
        $(#[$doc])*
        pub const fn $name(of: $of, lang: Lang) -> &'static str {
            match (of, lang) { $(($of::$case, Lang::Zh) => $zh, ($of::$case, Lang::En) => $en,)* }
        }

        $(#[$doc])*
        /// Its name for tests and stored forms.
        pub const fn $key(of: $of) -> &'static str {
            match of { $($of::$case => stringify!($case),)* }
        }
    )*};
}

names! {
    /// A step of a procedure.
    step, step_key(Step) {
        FirstProposal: "党员首议", "First proposal";
        GroupAssembly: "村民小组会议", "Group assembly";
        Hearing: "民主议事听证", "Hearing";
        Proposal: "党组织提议", "Proposal";
        Consultation: "村“两委”会商议", "Consultation";
        MemberAssembly: "党员大会审议", "Member assembly";
        Resolution: "村民代表会议或村民会议决议", "Resolution";
        DisclosureOfResolution: "决议公开", "Disclosure of the resolution";
        CarryingOut: "实施", "Carrying out";
        DisclosureOfResult: "实施结果公开", "Disclosure of the result";
        WrittenAnswer: "村里书面答复", "Written answer";
    }
    /// A procedure.
    procedure, procedure_key(ProcedureKind) {
        GroupMatter: "组级事项", "Group matter";
        VillageMatter: "村级重大事项", "Village major matter";
        HearingOnly: "专题听证", "Hearing only";
    }
    /// A category of matters.
    category, category_key(Category) {
        DevelopmentPlan: "发展规划", "Development plan";
        PublicWorks: "公益事业建设", "Public works";
        CollectiveFinance: "集体财务收支", "Collective finance";
        Labour: "投工投劳", "Labour contributions";
        FundRaising: "集资", "Fund-raising";
        Tendering: "工程招标", "Tendering of works";
        AssetDisposal: "集体资产处置", "Disposal of assets";
        Mediation: "重大矛盾纠纷调处", "Mediation of disputes";
        OtherHearing: "村民需要听证质询的其他事项", "Other matters to be heard";
        GroupLand: "组集体土地", "Group land";
        GroupProperty: "组集体企业和财产", "Group property";
        GroupWorks: "组公益事项", "Group public works";
    }
    /// Where a matter comes from.
    origin, origin_key(Origin) {
        Suggested: "党员群众建议", "Members or villagers";
        Cadres: "村干部提议", "Village cadres";
        Arranged: "上级党委政府安排", "Higher level";
    }
    /// What a person does in the software.
    role, role_key(Role) {
        Member: "党员", "Member";
        Recorder: "记录人", "Recorder";
        GroupLead: "党支部书记（党小组长）", "Group lead";
        VillageSecretary: "村党组织书记", "Village secretary";
        Supervisor: "村务监督委员", "Supervisor";
        Officer: "乡镇党委干部", "Township officer";
        CountyReader: "上级组织部门", "County reader";
    }
    /// What came out of a meeting.
    outcome, outcome_key(Outcome) {
        Passed: "通过", "Passed";
        Rejected: "未通过", "Not passed";
        Inquorate: "未达法定人数", "No quorum";
        Heard: "已听证", "Heard";
        NoBallot: "没有表决", "No ballot taken";
        Contested: "两份记录不一致，待主持人定", "Two records differ; the chair must settle it";
    }
    /// A mark on the roll.
    mark, mark_key(Mark) {
        Present: "到会", "Present";
        Proxy: "代到", "By proxy";
        Leave: "请假", "On leave";
        Absent: "缺席", "Absent";
        Recused: "回避", "Recused";
        Left: "早退", "Left early";
    }
    /// How a ballot is taken.
    method, method_key(Method) {
        ShowOfHands: "举手", "Show of hands";
        RollCall: "记名", "Roll call";
        Secret: "无记名", "Secret";
    }
    /// An entry of the proceedings.
    entry, entry_key(EntryKind) {
        Statement: "发言", "Statement";
        Question: "提问", "Question";
        Answer: "答复", "Answer";
        Amendment: "提议修改", "Amendment";
        Ruling: "主持人裁定", "Chair’s ruling";
    }
    /// In what capacity somebody stands on the roll.
    capacity, capacity_key(Capacity) {
        FullMember: "正式党员", "Full member";
        ProbationaryMember: "预备党员", "Probationary member";
        Household: "户", "Household";
        Villager: "村民", "Villager";
        Representative: "村民代表", "Representative";
        CommitteeMember: "委员", "Committee member";
    }
    /// What is counted.
    counted_by, counted_by_key(CountedBy) {
        People: "按人", "By people";
        Households: "按户", "By households";
    }
    /// A kind of place.
    level, level_key(Level) {
        Township: "乡镇", "Township";
        Village: "村（社区）", "Village";
        Group: "村民小组", "Group";
    }
}
