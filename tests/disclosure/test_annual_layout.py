"""The tables of the 2021 format: exact labels, exact spans, no hole and no overlap."""

import pytest

from disclosure.annual import KEYS, TABLES, Key
from disclosure.annual.narrative import HEADINGS

TABLE_PARAMS = pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
# 国办公开办函〔2021〕30号, labels in order; (text, rows, cols) of every heading.
TABLE_2 = [
    ("第二十条第（一）项", 1, 4),
    ("信息内容", 1, 1),
    ("本年制发件数", 1, 1),
    ("本年废止件数", 1, 1),
    ("现行有效件数", 1, 1),
    ("规章", 1, 1),
    ("行政规范性文件", 1, 1),
    ("第二十条第（五）项", 1, 4),
    ("信息内容", 1, 1),
    ("本年处理决定数量", 1, 3),
    ("行政许可", 1, 1),
    ("第二十条第（六）项", 1, 4),
    ("信息内容", 1, 1),
    ("本年处理决定数量", 1, 3),
    ("行政处罚", 1, 1),
    ("行政强制", 1, 1),
    ("第二十条第（八）项", 1, 4),
    ("信息内容", 1, 1),
    ("本年收费金额（单位：万元）", 1, 3),
    ("行政事业性收费", 1, 1),
]
TABLE_3 = [
    ("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3),
    ("申请人情况", 1, 7),
    ("自然人", 2, 1),
    ("法人或其他组织", 1, 5),
    ("总计", 2, 1),
    ("商业企业", 1, 1),
    ("科研机构", 1, 1),
    ("社会公益组织", 1, 1),
    ("法律服务机构", 1, 1),
    ("其他", 1, 1),
    ("一、本年新收政府信息公开申请数量", 1, 3),
    ("二、上年结转政府信息公开申请数量", 1, 3),
    ("三、本年度办理结果", 22, 1),
    ("（一）予以公开", 1, 2),
    ("（二）部分公开（区分处理的，只计这一情形，不计其他情形）", 1, 2),
    ("（三）不予公开", 8, 1),
    ("1.属于国家秘密", 1, 1),
    ("2.其他法律行政法规禁止公开", 1, 1),
    ("3.危及“三安全一稳定”", 1, 1),
    ("4.保护第三方合法权益", 1, 1),
    ("5.属于三类内部事务信息", 1, 1),
    ("6.属于四类过程性信息", 1, 1),
    ("7.属于行政执法案卷", 1, 1),
    ("8.属于行政查询事项", 1, 1),
    ("（四）无法提供", 3, 1),
    ("1.本机关不掌握相关政府信息", 1, 1),
    ("2.没有现成信息需要另行制作", 1, 1),
    ("3.补正后申请内容仍不明确", 1, 1),
    ("（五）不予处理", 5, 1),
    ("1.信访举报投诉类申请", 1, 1),
    ("2.重复申请", 1, 1),
    ("3.要求提供公开出版物", 1, 1),
    ("4.无正当理由大量反复申请", 1, 1),
    ("5.要求行政机关确认或重新出具已获取信息", 1, 1),
    ("（六）其他处理", 3, 1),
    ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", 1, 1),
    (
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        1,
        1,
    ),
    ("3.其他", 1, 1),
    ("（七）总计", 1, 2),
    ("四、结转下年度继续办理", 1, 3),
]
ENDINGS = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
TABLE_4 = [
    ("行政复议", 1, 5),
    ("行政诉讼", 1, 10),
    *((label, 2, 1) for label in ENDINGS),
    ("未经复议直接起诉", 1, 5),
    ("复议后起诉", 1, 5),
    *((label, 1, 1) for label in ENDINGS * 2),
]
OFFICIAL = {"2": TABLE_2, "3": TABLE_3, "4": TABLE_4}


@TABLE_PARAMS
def test_labels_and_spans_are_the_official_ones(table):
    found = [(s.text, s.rows, s.cols) for row in table.rows for s in row if not s.key]
    assert found == OFFICIAL[table.number]


@TABLE_PARAMS
def test_slots_cover_the_grid_once(table):
    covered = [
        (y + dy, x + dx)
        for y, x, slot in table.placed()
        for dy in range(slot.rows)
        for dx in range(slot.cols)
    ]
    grid = {(y, x) for y in range(len(table.rows)) for x in range(table.width)}
    assert len(covered) == len(grid)
    assert set(covered) == grid


def test_the_tables_have_their_official_size():
    assert {n: (len(t.rows), t.width, t.head) for n, t in TABLES.items()} == {
        "2": (14, 4, 0),
        "3": (28, 10, 3),
        "4": (4, 15, 3),
    }


@TABLE_PARAMS
def test_a_figure_is_headed_by_what_stands_above_and_beside_it(table):
    """``headers`` told against the grid: the headings in its column above, and in its row."""
    placed = list(table.placed())
    heads = {slot.name: (y, x, slot) for y, x, slot in placed if slot.name}
    assert len(heads) == len([slot for _, _, slot in placed if slot.name])
    for y, x, slot in placed:
        if not slot.key:
            continue
        for name in slot.headers:
            head_y, head_x, head = heads[name]
            above = head_x <= x < head_x + head.cols and head_y < y
            beside = head_y <= y < head_y + head.rows and head_x < x
            assert above or beside, (slot.key, name)
        if table.number != "2":
            # All of them, not only some: table 2 repeats its headings for each group instead.
            expected = {
                name
                for name, (head_y, head_x, head) in heads.items()
                if (head_x <= x < head_x + head.cols and head_y < y)
                or (head_y <= y < head_y + head.rows and head_x < x)
            }
            assert set(slot.headers) == expected


def test_every_figure_stands_in_one_place():
    assert len(set(KEYS)) == len(KEYS)
    assert Key("3", "3.3.8", "charity") in KEYS


def test_the_six_headings_are_the_official_ones():
    assert HEADINGS == (
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    )
