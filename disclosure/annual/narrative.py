"""The six sections of the report: exact headings, and texts with figures filled in.

What the figures can tell is written by itself and may be edited. What only people know (how the
information was managed, which problems there are) starts empty: a report must not invent it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.utils.translation import gettext as _

from disclosure.outcomes.articles import REGULATION
from disclosure.outcomes.rows import RESULT_GROUPS
from disclosure.text import amount, fill, gaps

from .keys import KEYS
from .layout import CARRIED_IN, CARRIED_ON, CLOSED, RECEIVED, TOTAL, Key
from .records import FeesCollected, Route

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
TABLE_OF = {HEADINGS[1]: "2", HEADINGS[2]: "3", HEADINGS[3]: "4"}
COLLECTED = "信息处理费"
FEE_RULES = "《政府信息公开信息处理费管理办法》"
CHARGED = (
    "依据" + FEE_RULES + "，{年度}年{机关名称}发出收费通知{收费通知}件，"
    "实际收取信息处理费{信息处理费}元。"
)
NOT_CHARGED = (
    "依据" + FEE_RULES + "，{年度}年{机关名称}发出收费通知{收费通知}件，未收取信息处理费。"
)


@dataclass(frozen=True)
class Section:
    """One of the six: its heading, its paragraphs, and the number of the table it holds."""

    heading: str
    paragraphs: tuple[str, ...]

    @property
    def table(self) -> str:
        return TABLE_OF.get(self.heading, "")


@dataclass(frozen=True)
class Texts:
    """What officers write; may name the gaps of :func:`figures_by_name`. Blank ones are left out.

    ``assessment``
        考核、社会评议和责任追究结果: governments must report it (art. 50 (4)), others need not.
    """

    title: str = "{机关名称}{年度}年政府信息公开工作年度报告"
    preface: str = (
        "根据" + REGULATION + "规定编制本报告。本报告中所列数据统计期限为{年度}年1月1日至12月31日。"
    )
    proactive: str = (
        "{年度}年，{机关名称}制发规章{规章制发}件、行政规范性文件{规范性文件制发}件；现行有效的规章"
        "{规章有效}件、行政规范性文件{规范性文件有效}件。"
    )
    applications: str = (
        "{年度}年，{机关名称}新收政府信息公开申请{新收}件，上年结转{上年结转}件；办结{办结}件，结转下年度"
        "继续办理{结转下年度}件。办结的申请中，予以公开{予以公开}件，部分公开{部分公开}件，不予公开"
        "{不予公开}件，无法提供{无法提供}件，不予处理{不予处理}件，其他处理{其他处理}件。"
        "政府信息公开行政复议{行政复议}件，行政诉讼{行政诉讼}件。"
    )
    management: str = ""
    platform: str = ""
    supervision: str = ""
    assessment: str = ""
    problems: str = ""
    others: str = ""


PARTS = {
    "title": "报告标题",
    "preface": "引言",
    "proactive": "主动公开",
    "applications": "依申请公开",
    "management": "政府信息管理",
    "platform": "政府信息公开平台建设",
    "supervision": "监督保障",
    "assessment": "考核、社会评议和责任追究结果",
    "problems": "存在的主要问题及改进情况",
    "others": "其他需要报告的事项",
}
OVERVIEW = ("proactive", "applications", "management", "platform", "supervision", "assessment")
MAY_BE_BLANK = ("assessment", "others")
NUMERALS = "一二三四五六"
# The groups of 三、本年度办理结果 by the names texts use for their sums.
GROUPS = ("予以公开", "部分公开", "不予公开", "无法提供", "不予处理", "其他处理")


def sections(texts: Texts, known: Mapping[str, object]) -> tuple[Section, ...]:
    """The six sections with every gap filled from :func:`figures_by_name`."""
    written = [name for name in OVERVIEW if getattr(texts, name).strip()]
    overview = [
        f"（{numeral}）{PARTS[name]}。{getattr(texts, name)}"
        for numeral, name in zip(NUMERALS, written, strict=False)
    ]
    bodies = {
        HEADINGS[0]: overview,
        HEADINGS[4]: [texts.problems],
        # What was collected must be reported, so it does not depend on an officer's text.
        HEADINGS[5]: [CHARGED if known[COLLECTED] != "0" else NOT_CHARGED, texts.others],
    }
    return tuple(
        Section(heading, _paragraphs(bodies.get(heading, ()), known)) for heading in HEADINGS
    )


def _paragraphs(texts, known):
    lines = (line.strip() for text in texts for line in fill(text, known).splitlines())
    return tuple(line for line in lines if line)


def figures_by_name(
    year: int, institution: str, figures: Mapping[Key, object], fees: FeesCollected
) -> dict[str, object]:
    """The closed list of gaps a text of the report may have, with this year's values."""

    def total(row):
        return figures[Key("3", row, TOTAL)]

    groups = {
        name: sum(total(row) for row, _ in rows or ((key, ""),))
        for name, (key, _, rows) in zip(GROUPS, RESULT_GROUPS, strict=True)
    }
    suits = (Route.SUIT, Route.SUIT_AFTER_REVIEW)
    return {
        "年度": str(year),
        "机关名称": institution,
        "规章制发": figures[Key("2", "rules", "made")],
        "规章有效": figures[Key("2", "rules", "valid")],
        "规范性文件制发": figures[Key("2", "normative", "made")],
        "规范性文件有效": figures[Key("2", "normative", "valid")],
        "新收": total(RECEIVED),
        "上年结转": total(CARRIED_IN),
        "办结": total(CLOSED),
        "结转下年度": total(CARRIED_ON),
        **groups,
        "行政复议": figures[Key("4", Route.REVIEW, TOTAL)],
        "行政诉讼": sum(figures[Key("4", route, TOTAL)] for route in suits),
        "收费通知": fees.notices,
        COLLECTED: amount(fees.amount),
    }


def problems(texts: Texts) -> list[str]:
    """Why the texts are not ready to publish, in Chinese."""
    known = figures_by_name(0, "", dict.fromkeys(KEYS, 0), FeesCollected())
    found = [
        _("“%(part)s”还没有填写。") % {"part": PARTS[field.name]}
        for field in fields(texts)
        if field.name not in MAY_BE_BLANK and not getattr(texts, field.name).strip()
    ]
    for field in fields(texts):
        found += [
            _("“%(part)s”中的“{%(gap)s}”不是可用的数据名称。")
            % {"part": PARTS[field.name], "gap": gap}
            for gap in gaps(getattr(texts, field.name))
            if gap not in known
        ]
    return found
