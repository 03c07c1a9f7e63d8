//! The words that phone and desk show for the same six numbers: things that everybody in a village can read aloud
//! over a bad line. A word's place is its meaning: the lists are never reordered.

use super::Lang;

/// The word of a number.
pub fn check_word(number: u8, lang: Lang) -> &'static str {
    let list = lang.pick(&ZH, &EN);
    list.get(usize::from(number)).copied().unwrap_or_default()
}

const ZH: [&str; 256] = [
    "老虎", "狮子", "大象", "猴子", "兔子", "山羊", "绵羊", "水牛", "黄牛", "骏马", "毛驴", "小狗", "花猫", "公鸡", "母鸡", "鸭子",
    "大鹅", "鸽子", "麻雀", "燕子", "喜鹊", "乌鸦", "孔雀", "老鹰", "蝴蝶", "蜜蜂", "蜻蜓", "蚂蚁", "蜘蛛", "蚯蚓", "青蛙", "乌龟",
    "鲤鱼", "草鱼", "泥鳅", "螃蟹", "田螺", "松鼠", "刺猬", "狐狸", "水稻", "小麦", "玉米", "高粱", "荞麦", "大豆", "蚕豆", "豌豆",
    "花生", "芝麻", "油菜", "棉花", "甘蔗", "烟叶", "茶叶", "白菜", "萝卜", "茄子", "辣椒", "番茄", "黄瓜", "南瓜", "冬瓜", "苦瓜",
    "土豆", "红薯", "芋头", "大蒜", "生姜", "洋葱", "韭菜", "芹菜", "菠菜", "蘑菇", "木耳", "竹笋", "苹果", "香蕉", "葡萄", "桃子",
    "李子", "梨子", "杏子", "柿子", "石榴", "核桃", "板栗", "橘子", "西瓜", "樱桃", "草莓", "荔枝", "芒果", "菠萝", "枇杷", "杨梅",
    "松树", "柏树", "柳树", "杨树", "竹子", "荷花", "菊花", "桂花", "梅花", "兰花", "茶花", "牡丹", "太阳", "月亮", "星星", "白云",
    "大雨", "小雪", "彩虹", "闪电", "春风", "露水", "冰霜", "大雾", "高山", "河流", "湖水", "大海", "沙滩", "石头", "泥土", "森林",
    "草原", "山洞", "瀑布", "泉水", "桌子", "椅子", "板凳", "柜子", "木床", "枕头", "被子", "毛巾", "肥皂", "牙刷", "梳子", "镜子",
    "剪刀", "针线", "纽扣", "雨伞", "草帽", "布鞋", "袜子", "手套", "围巾", "棉袄", "裤子", "裙子", "饭碗", "筷子", "勺子", "盘子",
    "茶壶", "水杯", "铁锅", "菜刀", "砧板", "水桶", "扫帚", "簸箕", "蜡烛", "火柴", "灯笼", "电灯", "电话", "钟表", "钥匙", "门锁",
    "锄头", "镰刀", "斧头", "锤子", "锯子", "钉子", "铁锹", "扁担", "箩筐", "石磨", "水车", "犁头", "麻绳", "梯子", "风车", "木船",
    "马车", "单车", "汽车", "火车", "米饭", "面条", "馒头", "包子", "饺子", "豆腐", "鸡蛋", "牛奶", "蜂蜜", "白糖", "食盐", "酱油",
    "米醋", "菜油", "豆浆", "粽子", "月饼", "汤圆", "学校", "医院", "商店", "集市", "邮局", "车站", "桥梁", "公路", "水库", "水井",
    "房屋", "窗户", "院子", "围墙", "屋顶", "台阶", "粮仓", "瓦窑", "书本", "铅笔", "毛笔", "墨水", "报纸", "地图", "邮票", "信封",
    "锣鼓", "笛子", "二胡", "唢呐", "葫芦", "风筝", "鞭炮", "对联", "眼睛", "耳朵", "鼻子", "头发", "手掌", "肩膀", "膝盖", "牙齿",
];

const EN: [&str; 256] = [
    "tiger", "lion", "elephant", "monkey", "rabbit", "goat", "sheep", "buffalo", "cow", "horse", "donkey", "puppy",
    "kitten", "rooster", "hen", "duck", "goose", "pigeon", "sparrow", "swallow", "magpie", "crow", "peacock",
    "eagle", "butterfly", "bee", "dragonfly", "ant", "spider", "worm", "frog", "turtle", "carp", "salmon", "eel",
    "crab", "snail", "squirrel", "hedgehog", "fox", "rice", "wheat", "corn", "barley", "oats", "soybean", "bean",
    "pea", "peanut", "sesame", "cotton", "sugar", "tobacco", "tea", "cabbage", "radish", "eggplant", "pepper",
    "tomato", "cucumber", "pumpkin", "melon", "potato", "yam", "garlic", "ginger", "onion", "leek", "celery",
    "spinach", "mushroom", "bamboo", "apple", "banana", "grape", "peach", "plum", "pear", "apricot", "olive",
    "lemon", "walnut", "chestnut", "orange", "cherry", "mango", "pineapple", "coconut", "pine", "cedar", "willow",
    "poplar", "maple", "oak", "birch", "lotus", "daisy", "rose", "lily", "orchid", "tulip", "violet", "moss",
    "fern", "clover", "ivy", "reed", "grass", "sun", "moon", "star", "cloud", "rain", "snow", "rainbow", "thunder",
    "wind", "dew", "frost", "fog", "mountain", "river", "lake", "ocean", "beach", "stone", "soil", "forest",
    "meadow", "cave", "waterfall", "spring", "table", "chair", "bench", "cupboard", "bed", "pillow", "blanket",
    "towel", "soap", "toothbrush", "comb", "mirror", "scissors", "needle", "button", "umbrella", "hat", "shoe",
    "sock", "glove", "scarf", "coat", "trousers", "skirt", "bowl", "spoon", "fork", "plate", "teapot", "cup", "pan",
    "knife", "board", "bucket", "broom", "basket", "candle", "match", "lantern", "lamp", "telephone", "clock",
    "key", "lock", "hoe", "sickle", "axe", "hammer", "saw", "nail", "shovel", "pole", "barrel", "millstone",
    "wheel", "plough", "rope", "ladder", "windmill", "boat", "cart", "bicycle", "car", "train", "noodle", "bread",
    "bun", "dumpling", "cheese", "egg", "milk", "honey", "salt", "vinegar", "oil", "soup", "butter", "cake",
    "biscuit", "jam", "pie", "sausage", "school", "hospital", "shop", "market", "office", "station", "bridge",
    "road", "dam", "well", "house", "window", "garden", "wall", "roof", "stair", "barn", "tower", "book", "pencil",
    "brush", "ink", "newspaper", "map", "stamp", "envelope", "drum", "flute", "violin", "trumpet", "gourd", "kite",
    "bell", "flag", "eye", "ear", "nose", "hair", "palm", "shoulder", "knee", "tooth",
];

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_word_stands_twice_and_every_chinese_word_has_two_characters() {
        for list in [&ZH, &EN] {
            assert_eq!(list.iter().collect::<BTreeSet<_>>().len(), 256);
        }
        assert!(ZH.iter().all(|word| word.chars().count() == 2));
        assert_eq!((check_word(0, Lang::Zh), check_word(255, Lang::En)), ("老虎", "tooth"));
    }
}
