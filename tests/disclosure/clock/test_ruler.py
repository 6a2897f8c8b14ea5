"""The ruler puts every mark on the right working day and says the same in one sentence."""

from disclosure.clock import ruler

from .conftest import day, run


def marks(found, today):
    return [(m.column, f"{m.day:%m-%d}", m.label) for m in ruler(found, day(today)).marks]


def test_the_ruler_of_the_design(calendar):
    # Confirmed 10 November; on the 20th eight of twenty days are gone.
    found = run("11-10")
    drawn = ruler(found, day("11-20"))
    assert (drawn.columns, drawn.filled, drawn.overdue) == (20, 8, 0)
    assert marks(found, "11-20") == [
        (0, "11-10", "起算"),
        (7, "11-19", "补正告知期限"),
        (8, "11-20", "今天"),
        (20, "12-08", "答复期限"),
    ]
    assert drawn.sentence == (
        "自2026年11月10日的次日起按工作日计算，答复期限为2026年12月8日，"
        "截至2026年11月20日：运行，已计 8 个工作日，还有 12 个工作日。"
    )


def test_extended_it_has_forty_columns():
    found = run("11-10", ("11-20", "extended", {"days": 20}))
    drawn = ruler(found, day("12-10"))
    assert (drawn.columns, drawn.filled, drawn.is_extended) == (40, 22, True)
    assert (20, "12-08", "原期限") in marks(found, "12-10")
    assert marks(found, "12-10")[-1][0] == 40


def test_a_shorter_extension_ends_before_the_edge():
    found = run("03-02", ("03-20", "extended", {"days": 10}))
    assert marks(found, "03-20")[-1] == (30, "04-14", "答复期限")


def test_a_pause_is_marked_where_it_began():
    found = run("03-02", ("03-06", "consult_sent"), ("03-06", "consult_delivered"))
    assert (4, "03-06", "期限中止") in marks(found, "03-12")
    assert ruler(found, day("03-12")).filled == 4


def test_overdue_it_is_full_and_tells_by_how_much():
    drawn = ruler(run("03-02"), day("04-02"))
    assert (drawn.filled, drawn.overdue) == (20, 3)
    assert "已超过期限 3 个工作日" in drawn.sentence


def test_stopped_it_stays_where_it_stopped():
    drawn = ruler(run("03-02", ("03-06", "delivered")), day("03-20"))
    assert (drawn.filled, drawn.overdue) == (4, 0)
    assert "今天" not in [mark.label for mark in drawn.marks]


def test_a_delay_ends_at_the_edge():
    found = run(
        "03-02",
        ("03-04", "reasons_asked"),
        ("03-09", "reasons_given"),
        ("03-12", "delay_set", {"until": "06-30"}),
    )
    drawn = ruler(found, day("06-01"))
    assert drawn.marks[-1].column == drawn.columns == 40
    assert 20 <= drawn.filled <= 40


def test_there_is_no_ruler_while_nothing_runs():
    assert ruler(run("03-02"), day("03-01")) is None
    asked = run("03-02", ("03-05", "supplement_asked", {"until": "03-25"}))
    assert ruler(asked, day("03-10")) is None


def test_after_a_correction_the_supplement_limit_is_gone():
    found = run(
        "03-02", ("03-05", "supplement_asked", {"until": "03-25"}), ("03-10", "supplemented")
    )
    assert [mark[2] for mark in marks(found, "03-16")] == ["起算", "今天", "答复期限"]
    assert marks(found, "03-16")[0][1] == "03-10"


def test_other_terms_fill_the_same_scale():
    from disclosure.clock import ClockRules

    found = run("03-02", rules=ClockRules(reply_days=10, supplement_notice_days=5))
    drawn = ruler(found, day("03-09"))
    assert (drawn.columns, drawn.filled) == (20, 10)
