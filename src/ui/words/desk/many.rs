//! Words of codes made for many people.

crate::words! {
    /// A sheet of codes, and their list.
    enum Many {
        Nav: "成批登记", "Many codes";
        Lead: "给一个村或一个组每人打印一张登记条。没有网络也能先用：扫了码就能记录，有网络时再由您确认。",
            "Print a strip with a code for everybody of a village or group. It works without a network: whoever scans it records at once, and you confirm later.";
        Who: "给谁", "For whom";
        Everybody: "全部成年人", "All adults";
        PartyMembers: "党员", "Party members";
        Representatives: "村民代表", "Representatives";
        All: "全选", "All of them";
        None: "全不选", "None of them";
        Nobody: "这里的名册里没有这样的人。", "Nobody like this in the registers here.";
        Days: "多少天内有效（1–60）", "Valid for how many days (1–60)";
        Make: "做 {0} 个登记码", "Make {0} codes";
        Making: "正在做……", "Making them…";
        Made: "做好了 {0} 个。码只显示这一次，请现在就打印。", "{0} codes are made. They are shown this once: print them now.";
        Print: "打印这些登记条", "Print the strips";
        List: "做过的登记码", "Codes made";
        Empty: "还没有给谁做过登记码。", "No code was made for anybody yet.";
        For: "给谁", "For whom";
        By: "谁做的", "Made by";
        State: "怎么样了", "State";
        Unused: "还没有用，{0} 以前有效", "not used; valid until {0}";
        Asked: "已申请，等您在“登记手机”里确认", "asked; confirm it under “Enrol”";
        Enrolled: "{0} 已登记", "enrolled {0}";
        Refused: "申请过，没有同意", "asked, not admitted";
        Expired: "已过期", "expired";
        Cancelled: "已取消", "cancelled";
        Extend: "再延 {0} 天", "{0} more days";
        Cancel: "取消", "Cancel";
        Again: "重做一个", "Make anew";
        Title: "登记条", "Enrolment strip";
        How: "1. 用手机相机扫这个码，打开“首议”（没有网络也行，装过就能打开）。",
            "1. Scan this with the phone’s camera; Shouyi opens (without a network too, once installed).";
        Then: "2. 看清是不是自己的名字，点“登记”。扫不了就照着打下面的码。",
            "2. Check that it is your name and press “Enrol”. If it cannot be scanned, type the code.";
        Until: "{0} 以前有效，只能用一次，不要给别人", "Valid until {0}, once only; give it to nobody else";
        ForThem: "这个码是给 {0} 做的", "This code was made for {0}";
    }
}
