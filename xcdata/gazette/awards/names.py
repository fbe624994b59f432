"""What names look like: of people, of institutions, and of what recognition has garbled.

In: a word of a list. Out: whether it is a person's name, an institution's, both or neither; and what about it cannot be right.
Nothing is known here of a place.
"""

from __future__ import annotations

import re

HAN = "[\u3007\u3400-\u9fff\U00020000-\U000323af]"
# The surnames of all but a few in a thousand people (Hundred Family Surnames, and those common today that it leaves out).
SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳"
    "酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞"
    "熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓"
    "郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫"
    "宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴郁胥能苍双闻莘党翟谭贡劳逄姬申扶堵"
    "冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东"
    "欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公俎押忽铁海闫付肖代邸仝"
    "覃苑邝岳帅亢佘佟佴谯展智苟晋楚原门皇呼延汝玄鄢涂钦仉辜岩冼阳撒青库谌历迟刑展付丛粟揭鹿郄牟涛楼言宛茌闪买拜底回朴肇雒"
)
COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|司徒|夏侯|轩辕|独孤|南宫|西门|端木|闻人|澹台|呼延"
NAME = re.compile(f"{HAN}{{2,4}}|{HAN}{{1,8}}(?:[·•]{HAN}{{1,8}})+")
# How names of institutions end. Endings of one character are those that names of people do not have, or that a number or an
# abbreviation stands before.
ENDINGS = (
    "小学|中学|学校|高中|初中|幼儿园|学院|大学|党校|分校|小学部|中学部|初中部|高中部|幼儿部|教学部|校区|教学点|教研室|研究室|教育馆|"
    "人民政府|政府|委员会|管委会|居委会|村委会|办公室|办事处|街道|社区|公司|集团|中心|医院|卫生院|支队|大队|总队|中队|支部|党委|"
    "党组|党支部|党总支|主席团|人大工委|工委|联合会|协会|学会|商会|工会|妇联|团委|法院|检察院|派出所|司法所|事务所|研究所|研究院|"
    "设计院|基地|银行|支行|分行|信用社|合作社|联社|分局|总局|管理局|督查局|管理站|服务站|管理所|管理处|工程处|项目部|指挥部|编辑部|"
    "事业部|报社|电视台|电台|剧团|图书馆|博物馆|纪念馆|文化馆|档案馆|体育馆|敬老院|福利院|护理院|保健院|疾控中心|血站|农场|林场|"
    "车站|机场|港口|超市|酒店|商场|市场|监狱|戒毒所|看守所|车间|班组|工作室|工作队|专班|工作组|领导小组|家庭|团队"
)
SHORT = (
    "[局厅委办署部处科厂馆站所社室队庭台团店场库会]|[党分技体艺驾附总一二三四五六七八九十]校|[法医学剧书分总产]院|[一二三四五六七八九十附实]小|[一二三四五六七八九十附]中|[一二三四五六七八九十]高|[实机]幼|"
    "[县区市镇乡村州省]"
)
LONG_ENDINGS = tuple(ENDINGS.split("|"))
SHORT_ENDING = re.compile(f"(?<={HAN}{{2}})(?:{SHORT})$|^{HAN}县$")
# Endings that no person's name has, however short the word.
SURE = re.compile(f"[局厅委办署]$|{HAN}[一二三四五六七八九十附][中小高]$|{HAN}{{3,}}(?:{SHORT})$")
INNER = re.compile(
    "小学|中学|学校|高中|初中|幼儿园|学院|大学|医院|委员会|人民政府|办公室|公司|支队|大队|(?<=.{3})局(?!部)"
)
NEAR = re.compile(
    "|".join(
        f"{before}{HAN}{after}$" if before or after else ""
        for ending in ("小学", "中学", "学校", "学院", "政府", "公司", "医院", "幼儿园", "委员会", "办公室")
        for before, after in (
            (re.escape(ending[:place]), re.escape(ending[place + 1 :])) for place in range(len(ending))
        )
    )
)
CUT = re.compile("(?:中心小|实验小|级中|高级|初级|人民政|幼儿|办公|委员|公|街道办事|职业技术学|师范学)$")
POST = re.compile(
    "(?:(?:副|代理?|常务)*(?:局长|主任|书记|校长|园长|院长|所长|站长|科长|处长|部长|厅长|主席|队长|支队长|大队长|镇长|乡长|县长|区长|市长|经理|董事长|"
    "总经理|主任科员|科员|教师|教练|干事|干部|职工|工程师|会计|医师|医生|护士长?|民警|主任医师|调研员|秘书长|理事长|厂长|行长|教授|讲师|研究员|"
    "班长|组长|负责人|委员|成员|司机|驾驶员))+$"
)
MARKS = "·•（）()、，,；;。.．：:“”\"‘’'《》/／&＆"
STRANGE = re.compile(f"[^{HAN[1:-1]}{re.escape(MARKS)}\\sA-Za-z0-9Ａ-Ｚａ-ｚ０-９]")
LONE = re.compile(f"(?<={HAN})[0-9A-Za-z](?={HAN}|$)")


def is_name(word: str) -> bool:
    """Tell whether a word has the form of a person's name: two to four characters, or parts with a dot between."""
    return bool(NAME.fullmatch(word)) and not joined_names(word)


def has_surname(word: str) -> bool:
    """Tell whether a word has the form of a name and begins with a surname."""
    return is_name(word) and (word[0] in SURNAMES or bool(re.match(COMPOUND, word)) or word[1] == "某")


def joined_names(word: str) -> bool:
    """Tell whether four characters are two names whose space was lost rather than one.

    Examples
    --------
    >>> joined_names("王芳李红"), joined_names("欧阳小李")
    (True, False)
    """
    return (
        len(word) == 4
        and "·" not in word
        and word[0] in SURNAMES
        and word[2] in SURNAMES
        and not re.match(COMPOUND, word)
    )


def is_institution(word: str) -> bool:
    """Tell whether a word ends as names of institutions do."""
    return (len(word) >= 3 and word.endswith(LONG_ENDINGS)) or bool(SHORT_ENDING.search(word))


def is_surely_institution(word: str) -> bool:
    """Tell whether a word ends as names of institutions do and those of people do not."""
    return len(word) >= 3 and (word.endswith(LONG_ENDINGS) or bool(SURE.search(word)))


def garbled(text: str) -> str | None:
    """Return the first character that a list of names cannot hold, or None.

    Letters and digits may stand in names of institutions, several together or at an edge (110指挥中心), a single one between
    characters not.

    Examples
    --------
    >>> garbled("许?高级中学")
    '?'
    """
    found = STRANGE.search(text) or LONE.search(text)
    return found[0] if found else None


def damaged(institution: str) -> bool:
    """Tell whether a name of an institution cannot end as it does: cut short, one character off, or run into another name."""
    if is_institution(institution) and not CUT.search(institution):
        return runs_on(institution)
    return bool(NEAR.search(institution) or CUT.search(institution)) or runs_on(institution)


def runs_on(institution: str) -> bool:
    """Tell whether another name follows an institution's end: a person's, or one that opens with the same words.

    Examples
    --------
    >>> runs_on("禹州市高级中学徐自帅"), runs_on("许昌学院附属中学")
    (True, False)
    """
    for match in INNER.finditer(institution):
        rest = institution[match.end() :]
        again = rest.startswith(institution[:2]) or (rest[:1] == institution[0] and rest[:1] in "市县区省")
        if len(rest) > 2 and again and is_institution(rest):
            return True
        if has_surname(rest) and not is_institution(rest) and not is_institution(institution):
            return True
    return bool(
        re.search("(?:政府|管委会).*(?<!人民)(?<!市委市)(?<!县委县)(?<!区委区)(?:政府|管委会)$", institution)
    )


def without_post(text: str) -> str:
    """Return an institution without the post behind it (``市教育局局长`` is in 市教育局).

    Examples
    --------
    >>> without_post("市教育局副局长")
    '市教育局'
    """
    bare = POST.sub("", text)
    return bare if bare != text and is_institution(bare) else text
