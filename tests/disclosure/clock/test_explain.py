"""The account can be read and checked by somebody with a wall calendar."""

import pytest

from disclosure.clock import HEADERS, ClockRules, State, as_rows, as_text

from .conftest import day, run

LETTERS = [
    ("03-06", "consult_sent", {"letter": "甲"}),
    ("03-09", "consult_delivered", {"letter": "甲"}),
    ("03-18", "consult_returned", {"letter": "甲"}),
]


def spans(found, today=None):
    account = found.explain(today and day(today))
    return [
        (f"{s.start:%m-%d}", f"{s.end:%m-%d}", s.is_counted, s.workdays, s.reason)
        for s in account.spans
    ]


def test_a_plain_term_span_by_span():
    assert spans(run("02-02")) == [
        ("02-02", "02-02", False, 1, "收到申请之日（当面提交），当天不计入"),
        ("02-03", "02-06", True, 4, "答复期限"),
        ("02-07", "02-08", False, 0, "周末"),
        ("02-09", "02-14", True, 6, "答复期限（含2月14日调休上班）"),
        ("02-15", "02-23", False, 0, "春节放假"),
        ("02-24", "02-28", True, 5, "答复期限（含2月28日调休上班）"),
        ("03-01", "03-01", False, 0, "周末"),
        ("03-02", "03-06", True, 5, "答复期限"),
    ]


def test_each_span_names_its_article():
    account = run("02-02").explain()
    assert [span.article for span in account.spans[:5]] == [
        "《民法典》第二百零一条第一款",
        "《条例》第三十三条第二款",
        "《国务院关于职工工作时间的规定》第七条第一款",
        "《条例》第三十三条第二款",
        "国办发明电〔2025〕7号",
    ]


def test_a_pause_is_one_span_with_its_weekends():
    assert ("03-07", "03-18", False, 8, "征求第三方意见所需时间") in spans(run("03-02", *LETTERS))


def test_two_parties_at_once_are_both_named():
    found = run(
        "03-02",
        *LETTERS,
        ("03-10", "consult_sent", {"letter": "乙", "party": "other_organ"}),
        ("03-12", "consult_returned", {"letter": "乙"}),
    )
    reasons = [span[4] for span in spans(found)]
    assert "征求第三方、其他机关意见所需时间" in reasons


def test_an_extension_is_told_apart_from_the_first_term():
    account = run("03-02", ("03-20", "extended", {"days": 3})).explain()
    last = account.spans[-1]
    assert (last.reason, last.numbers, last.workdays) == ("延长的期限", (21, 23), 3)
    assert account.counted == 23


def test_a_correction_makes_the_days_before_it_void():
    found = run(
        "03-02", ("03-05", "supplement_asked", {"until": "03-25"}), ("03-10", "supplemented")
    )
    assert spans(found)[:5] == [
        ("03-02", "03-02", False, 1, "收到申请之日（当面提交），当天不计入"),
        ("03-03", "03-05", False, 3, "告知补正前的时间，重新计算后不计入"),
        ("03-06", "03-09", False, 2, "等待申请人补正"),
        ("03-10", "03-10", False, 1, "补正之日，期限重新计算，当天不计入"),
        ("03-11", "03-13", True, 3, "答复期限"),
    ]


def test_overdue_days_follow_and_are_not_part_of_the_term():
    account = run("03-02").explain(day("04-01"))
    assert spans(run("03-02"), "04-01")[-1] == ("03-31", "04-01", False, 2, "超过答复期限")
    assert account.counted == 20
    assert account.state is State.OVERDUE


def test_they_end_with_the_late_reply():
    found = run("03-02", ("04-01", "delivered"))
    assert spans(found, "06-01")[-1][:2] == ("03-31", "04-01")


def test_an_awaited_correction_is_told_up_to_today():
    found = run("03-02", ("03-05", "supplement_asked", {"until": "03-25"}))
    assert spans(found, "03-12")[-1] == ("03-06", "03-12", False, 5, "等待申请人补正")


def test_a_delay_is_counted_up_to_the_stated_day():
    found = run(
        "03-02",
        ("03-04", "reasons_asked"),
        ("03-09", "reasons_given"),
        ("03-12", "delay_set", {"until": "04-03"}),
    )
    assert spans(found)[-1] == ("03-31", "04-03", True, 4, "延迟答复期限")
    assert found.explain().counted == 24


def test_a_year_without_a_notice_is_marked():
    account = run("12-04").explain()
    marked = [span.start.isoformat() for span in account.spans if span.is_provisional]
    assert marked == ["2027-01-01", "2027-01-02", "2027-01-04"]
    assert [row[4] for row in as_rows(account)][-3:] == [
        "元旦放假［暂行］",
        "周末［暂行］",
        "答复期限，第20个工作日［暂行］",
    ]


def test_the_statutory_holiday_of_such_a_year_is_cited_from_the_law():
    account = run("12-04").explain()
    assert "《全国年节及纪念日放假办法》第二条" in [span.article for span in account.spans]


def test_the_table_has_a_column_for_each_header():
    assert all(len(row) == len(HEADERS) for row in as_rows(run("03-02").explain()))


def test_the_text_can_be_searched_for_limits():
    lines = as_text(run("03-02", *LETTERS, ("03-20", "extended")).explain()).splitlines()
    assert "补正告知期限：2026-03-11" in lines
    assert "第三方提出意见期限（甲）：2026-03-30，2026-03-18 完成" in lines
    assert "延长前的答复期限：2026-04-10" in lines
    assert "答复期限：2026-05-12" in lines
    assert "暂行：否" in lines
    assert lines[-1] == "合计：计入 40 个工作日，不计入 9 个工作日；第 40 个工作日为 2026-05-12。"


def test_the_text_says_what_is_open():
    asked = run("03-02", ("03-05", "supplement_asked", {"until": "03-25"}))
    assert "答复期限：未定，待申请人补正后重新计算" in as_text(asked.explain())
    assert "申请人补正期限：2026-03-25" in as_text(asked.explain())
    party = {"letter": "甲", "party": "other_organ"}
    has_it = ("03-06", "consult_delivered", {"letter": "甲"})
    out = run("03-02", ("03-05", "consult_sent", party), has_it)
    assert "答复期限：未定，待收到意见后确定" in as_text(out.explain())
    rules = ClockRules(fee_clock=True)
    unpaid = run("03-02", ("03-05", "fee_notified"), rules=rules)
    assert "答复期限：未定，待申请人缴费后重新计算" in as_text(unpaid.explain())


def test_a_letter_whose_delivery_nobody_recorded_is_told_with_the_articles():
    """Art 32 counts from receipt: until then the term runs on, and the account says why."""
    out = run("03-02", ("03-05", "consult_sent", {"letter": "甲"}))
    text = as_text(out.explain())
    assert "答复期限：2026-03-30" in text
    assert (
        "征求意见书（甲，第三方）于2026年3月5日发出，未登记送达："
        "对方的15个工作日自收到之日的次日起算（《条例》第三十二条）" in text
    )
    assert (
        "答复期限照常计算；登记以后，征求意见所需时间再予扣除（《条例》第三十三条第三款）" in text
    )
    before, after, *_more = [span for span in out.explain().spans if span.is_counted]
    assert (before.reason, before.numbers) == ("答复期限", (1, 3))
    assert (after.reason, after.numbers) == ("答复期限（征求意见尚未登记送达，照常计入）", (4, 4))
    assert after.article == "《条例》第三十三条第二款、《条例》第三十三条第三款"


@pytest.mark.parametrize(
    "later", [("03-06", "consult_delivered"), ("03-06", "consult_returned"), ("03-06", "withdrawn")]
)
def test_once_it_is_delivered_answered_or_needless_nothing_is_said_of_it(later):
    data = [{"letter": "甲"}] if later[1].startswith("consult") else []
    out = run("03-02", ("03-05", "consult_sent", {"letter": "甲"}), (*later, *data))
    assert "征求意见书（甲" not in as_text(out.explain())


def test_the_text_tells_how_it_stands_and_what_is_wrong():
    text = as_text(run("03-02", ("03-31", "extended")).explain(day("04-01")))
    assert "截至 2026-04-01：逾期，已超过期限 2 个工作日" in text
    assert "2026-03-31 答复期限已于2026-03-30届满，届满后不能延长。（extension-late，" in text


def test_of_a_stopped_clock_it_tells_when_it_stopped():
    text = as_text(run("03-02", ("03-10", "delivered")).explain(day("04-01")))
    assert "截至 2026-04-01：已停止（2026-03-10，送达答复）" in text


def test_before_receipt_there_is_little_to_say(calendar):
    from disclosure.clock import Event, clock

    waiting = clock([Event("2026-03-02", "submitted", channel="fax")], calendar)
    assert "收到申请之日：待双方确认" in as_text(waiting.explain(day("03-04")))
    assert "收到申请之日：没有登记" in as_text(clock([], calendar).explain())


def test_of_a_reply_it_tells_whether_it_was_in_time_and_by_which_day():
    def line(when, **data):
        text = as_text(run("03-02", (when, "delivered", data)).explain())
        return next(line for line in text.splitlines() if line.startswith("作出答复："))

    source = "《关于政府信息公开处理决定送达问题的解释》第四点"
    assert line("03-30", method="post") == (
        f"作出答复：2026-03-30，按期，邮寄送达，以交邮之日为准，{source}"
    )
    assert line("03-31", method="direct") == (
        f"作出答复：2026-03-31，逾期，直接送达，以申请人签收之日为准，{source}"
    )
    assert line("03-02", method="on_spot").endswith("《条例》第三十三条第一款")
    assert line("03-20", method="electronic").endswith("以发出之日为准")
    assert line("03-20") == "作出答复：2026-03-20，按期"


def test_every_article_is_cited_somewhere():
    from pathlib import Path

    from disclosure.clock import Channel, Party
    from disclosure.clock.articles import ARTICLES

    folder = Path(__file__).resolve().parents[3] / "disclosure/clock"
    code = "".join(
        path.read_text(encoding="utf-8")
        for path in folder.glob("*.py")
        if path.name != "articles.py"
    )
    built = {channel.article for channel in Channel} | set(Party)
    assert [key for key in ARTICLES if key not in built and f'"{key}"' not in code] == []
