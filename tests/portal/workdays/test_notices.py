"""Notices are read from JSON, CSV and xlsx; every mistake is told in Chinese with its place."""

import io
import json
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from portal.workdays import YearPlan, shipped_calendar
from portal.workdays.notices import MAX_BYTES, NoticeError, dump, read_notice, remarks

SOURCE = "国办发明电〔2025〕7号"
ROWS = [
    ("日期", "类型", "名称"),
    ("2026-01-01", "放假", "元旦"),
    ("2026/1/2", "休", "元旦"),
    ("2026年1月3日", "放假", "元旦"),
    ("", "", ""),
    ("2026-01-04", "上班", "元旦"),
]
PLAN = YearPlan(
    2026,
    {date(2026, 1, n): "元旦" for n in (1, 2, 3)},
    {date(2026, 1, 4): "元旦"},
    True,
    SOURCE,
)


def as_csv(rows, encoding="utf-8"):
    return "\n".join(",".join(map(str, row)) for row in rows).encode(encoding)


def as_xlsx(rows):
    book, out = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def as_json(data):
    return json.dumps(data, ensure_ascii=False).encode()


def mistakes(name, content, source=SOURCE):
    with pytest.raises(NoticeError) as caught:
        read_notice(name, content, source=source)
    return caught.value.messages


# --- What is understood -------------------------------------------------------------------------------
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_csv_in_the_encodings_spreadsheets_write(encoding):
    assert read_notice("安排.CSV", as_csv(ROWS, encoding), source=SOURCE) == [PLAN]


def test_columns_may_stand_in_any_order_beside_others():
    rows = [("备注", "节日", "类型", "日期")] + [("x", r[2], r[1], r[0]) for r in ROWS[1:]]
    assert read_notice("a.csv", as_csv(rows), source=SOURCE) == [PLAN]


def test_xlsx_with_date_cells_or_text():
    rows = [ROWS[0], (datetime(2026, 1, 1), "放假", "元旦"), *ROWS[2:]]
    assert read_notice("a.xlsx", as_xlsx(rows), source=SOURCE) == [PLAN]


def test_our_own_json_is_worded_like_the_notice():
    data = {
        "year": 2026,
        "source": SOURCE,
        "holidays": [{"name": "元旦", "off": ["2026-01-01/2026-01-03"], "work": ["2026-01-04"]}],
    }
    assert read_notice("a.json", as_json(data)) == [PLAN]
    assert read_notice("a.json", as_json([data])) == [PLAN]


def test_the_json_of_holiday_cn():
    data = {
        "year": 2026,
        "papers": ["https://www.example.cn/notice"],
        "days": [
            {"name": "元旦", "date": f"2026-01-0{n}", "isOffDay": n < 4} for n in (1, 2, 3, 4)
        ],
    }
    (plan,) = read_notice("2026.json", as_json(data))
    assert (plan.off, plan.work) == (PLAN.off, PLAN.work)
    assert plan.source == "https://www.example.cn/notice"
    assert read_notice("2026.json", as_json(data), source=SOURCE) == [PLAN]


def test_its_notice_may_begin_in_december():
    data = {
        "year": 2019,
        "papers": [],
        "days": [
            {"name": "元旦", "date": "2018-12-29", "isOffDay": False},
            {"name": "元旦", "date": "2018-12-30", "isOffDay": True},
        ],
    }
    (plan,) = read_notice("2019.json", as_json(data), source="国办发明电〔2018〕15号")
    assert (plan.year, list(plan.work)) == (2019, [date(2018, 12, 29)])


def test_two_years_in_one_table_make_two_plans():
    rows = [*ROWS, ("2027-01-01", "放假", "元旦")]
    assert [plan.year for plan in read_notice("a.csv", as_csv(rows), source=SOURCE)] == [2026, 2027]


def test_a_forecast_says_that_it_is_one():
    data = {"year": 2027, "official": False, "holidays": [{"name": "元旦", "off": ["2027-01-01"]}]}
    (plan,) = read_notice("a.json", as_json(data))
    assert not plan.is_official


@pytest.mark.parametrize("plan", shipped_calendar().plans.values(), ids=lambda plan: plan.year)
def test_the_shipped_years_survive_writing_and_reading(plan):
    assert read_notice("a.json", as_json(dump(plan))) == [plan]
    assert remarks(plan) == []


names = st.sampled_from(["元旦", "春节", "国庆节、中秋节"])
in_2026 = st.integers(-31, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@given(st.dictionaries(in_2026, st.tuples(names, st.booleans()), min_size=1, max_size=30))
@settings(deadline=None)
def test_any_plan_survives_writing_and_reading(marked):
    off = {day: name for day, (name, is_off) in marked.items() if is_off}
    work = {day: name for day, (name, is_off) in marked.items() if not is_off}
    plan = YearPlan(2026, off, work, True, SOURCE)
    assert read_notice("a.json", as_json(dump(plan))) == [plan]


# --- What is refused ----------------------------------------------------------------------------------
def test_every_mistake_of_a_table_is_told_at_once_with_its_row():
    rows = [
        ROWS[0],
        ("2026-13-01", "放假", "元旦"),
        ("2026-01-02", "休假", "元旦"),
        ("2026-01-03", "放假", ""),
        ("2026-01-03", "放假", "元旦"),
        ("", "放假", "元旦"),
    ]
    for found in (mistakes("a.csv", as_csv(rows)), mistakes("a.xlsx", as_xlsx(rows))):
        assert sorted(found) == [
            "第2行：日期“2026-13-01”无法识别，请写成 2026-01-01 的形式。",
            "第3行：类型“休假”应为“放假”或“上班”。",
            "第4行：没有写节日名称。",
            "第5行：2026-01-03 重复，第4行已经列出。",
            "第6行：日期“（空）”无法识别，请写成 2026-01-01 的形式。",
        ]


def test_a_long_list_of_mistakes_is_cut():
    rows = [ROWS[0], *[("x", "放假", "元旦")] * 50]
    found = mistakes("a.csv", as_csv(rows))
    assert len(found) == 21
    assert found[-1] == "……另有 30 处错误。"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.pdf", b"%PDF", "请选择 JSON、CSV 或 xlsx"),
        ("a", b"", "请选择 JSON、CSV 或 xlsx"),
        ("a.csv", b"", "第1行应为表头“日期、类型、名称”，缺少：日期、类型、名称"),
        ("a.csv", "日期,名称\n".encode(), "缺少：类型"),
        ("a.csv", b"\xff\xfe\x00\x81", "CSV 文件无法读取"),
        ("a.csv", as_csv(ROWS[:1]), "没有任何放假或上班日期"),
        ("a.csv", as_csv([ROWS[0], *[("2026-01-01", "放假", "元旦")] * 2500]), "超过 2000 行"),
        ("a.csv", b"x" * (MAX_BYTES + 1), "超过 1 MB"),
        ("a.xlsx", b"not a workbook", "扩展名"),
        ("a.xlsx", as_xlsx([("日期",)]), "缺少：类型、名称"),
        ("a.json", b"{", "无法解析"),
        ("a.json", b"\xff\xfe", "无法解析"),
        ("a.json", b"[" * 100_000, "无法解析"),
        ("a.json", b"3", "第1项：应有整数 year 和数组 holidays"),
        ("a.json", as_json({"year": True, "holidays": []}), "应有整数 year"),
        ("a.json", as_json({"year": 1999, "holidays": []}), "年份 1999 超出范围"),
        ("a.json", as_json([{"year": 2026, "holidays": []}] * 2), "同一年份在文件中出现了两次"),
        ("a.json", as_json({"year": 2026, "holidays": ["x"]}), "每一项应有 name、off、work"),
        (
            "a.json",
            as_json({"year": 2026, "holidays": [{"name": "元旦", "off": "2026-01-01"}]}),
            "“元旦”：off 应为数组",
        ),
        (
            "a.json",
            as_json(
                {"year": 2026, "holidays": [{"name": "元旦", "off": ["2026-01-03/2026-01-01"]}]}
            ),
            "起止日期有误",
        ),
        (
            "a.json",
            as_json(
                {"year": 2026, "holidays": [{"name": "元旦", "off": ["2026-01-01/2029-01-01"]}]}
            ),
            "起止日期有误",
        ),
        (
            "a.json",
            as_json({"year": 2026, "holidays": [{"name": "元旦", "off": ["2025-11-30"]}]}),
            "2025-11-30 不属于 2026 年",
        ),
        ("a.json", as_json({"year": 2026, "days": [{"date": "2026-01-01"}]}), "第1条：应有 name"),
        (
            "a.json",
            as_json({"year": 2026, "days": [{"name": "元旦", "date": 7, "isOffDay": True}]}),
            "第1条：日期“7”无法识别",
        ),
        ("a.json", as_json({"year": "2026", "days": []}), "应有整数 year 和数组 days"),
        ("a.json", as_json({"year": 2026, "days": []}), "没有任何放假或上班日期"),
    ],
)
def test_what_is_no_notice_is_refused_with_a_reason(name, content, words):
    found = mistakes(name, content)
    assert any(words in message for message in found), found


def test_a_notice_without_its_number_is_refused():
    assert mistakes("a.csv", as_csv(ROWS), source="") == [
        "请填写依据文件的发文字号，如“国办发明电〔2025〕7号”。"
    ]


def test_a_workbook_that_unpacks_to_gigabytes_is_refused():
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "spreadsheetml.sheet.main+xml")
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * (300 * 1024 * 1024))
    assert "压缩炸弹" in mistakes("a.xlsx", out.getvalue())[0]


@given(st.binary(max_size=300), st.sampled_from(["a.json", "a.csv", "a.xlsx"]))
@settings(deadline=None)
def test_no_file_makes_it_raise_anything_else(content, name):
    try:
        read_notice(name, content)
    except NoticeError as error:
        assert error.messages


shapes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                "year holidays days name off work date isOffDay source official".split()
            ),
            inner,
            max_size=6,
        )
    ),
    max_leaves=20,
)


@given(shapes)
@settings(deadline=None, max_examples=300)
def test_nor_any_json(data):
    try:
        read_notice("a.json", as_json(data))
    except NoticeError as error:
        assert error.messages


# --- What only looks wrong ----------------------------------------------------------------------------
def test_a_weekday_called_worked_is_remarked_on():
    plan = YearPlan(2026, work={date(2026, 3, 2): "补"}, source=SOURCE)
    assert any("2026-03-02 不是周末" in remark for remark in remarks(plan))


def test_a_missing_statutory_holiday_and_a_short_list_are_remarked_on():
    found = remarks(YearPlan(2027, {date(2027, 1, 1): "元旦"}, source=SOURCE))
    assert any("2027-06-09 是法定节日（端午节）" in remark for remark in found)
    assert any("2027 年共 260 个工作日" in remark for remark in found)
