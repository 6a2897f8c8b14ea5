"""The six sections: figures filled in, nothing invented, the fee always reported."""

from decimal import Decimal

from disclosure.annual import FeesCollected, Proactive, Texts, build, text_problems

FULL = Texts(
    management="{机关名称}建立了信息台账。",
    platform="网站专栏改版。",
    supervision="培训{培训}次。",
    assessment="考核结果良好。",
    problems="存在的问题。\n改进的措施。",
    others="无其他事项。",
)


def sections(report):
    return {section.heading: section.paragraphs for section in report.sections}


def test_figures_of_the_tables_are_in_the_text(published):
    text = "\n".join(sections(published)["一、总体情况"])
    for part in (
        "（一）主动公开。2025年，示例市制发规章3件、行政规范性文件564件；现行有效的规章74件、"
        "行政规范性文件4185件。",
        "（二）依申请公开。2025年，示例市新收政府信息公开申请14069件，上年结转560件；办结13810件，"
        "结转下年度继续办理819件。",
        "予以公开5548件，部分公开2168件，不予公开730件，无法提供3421件，不予处理457件，"
        "其他处理1486件。",
        "政府信息公开行政复议790件，行政诉讼212件。",
    ):
        assert part in text


def test_title_and_period_are_stated(published):
    assert published.title == "示例市2025年政府信息公开工作年度报告"
    assert published.preface.endswith("本报告中所列数据统计期限为2025年1月1日至12月31日。")


def test_the_fee_collected_is_always_reported():
    def last(**options):
        report = build(2026, [], [], Proactive(), institution="某局", **options)
        return sections(report)["六、其他需要报告的事项"]

    rules = "依据《政府信息公开信息处理费管理办法》，2026年某局"
    assert last() == (f"{rules}发出收费通知0件，未收取信息处理费。",)
    assert last(fees=FeesCollected(1, Decimal("380.00")), texts=FULL) == (
        f"{rules}发出收费通知1件，实际收取信息处理费380元。",
        "无其他事项。",
    )
    assert last(fees=FeesCollected(2)) == (f"{rules}发出收费通知2件，未收取信息处理费。",)


def test_what_only_people_know_is_left_out_until_they_write_it():
    bare = sections(build(2026, [], [], Proactive()))
    assert len(bare["一、总体情况"]) == 2
    assert bare["五、存在的主要问题及改进情况"] == ()
    full = sections(build(2026, [], [], Proactive(), institution="某局", texts=FULL))
    assert [line[:3] for line in full["一、总体情况"]] == [f"（{n}）" for n in "一二三四五六"]
    assert full["一、总体情况"][2] == "（三）政府信息管理。某局建立了信息台账。"
    assert full["五、存在的主要问题及改进情况"] == ("存在的问题。", "改进的措施。")


def test_blank_and_mistaken_texts_are_named():
    assert text_problems(Texts()) == [
        "“政府信息管理”还没有填写。",
        "“政府信息公开平台建设”还没有填写。",
        "“监督保障”还没有填写。",
        "“存在的主要问题及改进情况”还没有填写。",
    ]
    assert text_problems(FULL) == ["“监督保障”中的“{培训}”不是可用的数据名称。"]
    assert text_problems(Texts(title=" "))[0] == "“报告标题”还没有填写。"
