"""From a decision to the paragraphs of its letter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from disclosure.text import chinese_number, gaps

from . import articles as law
from .catalogue import GROUNDS
from .decision import Decision, Withheld
from .inputs import Input, Values
from .placeholders import DECISION, fill_in
from .profile import InstitutionProfile

RECEIVED = (
    "{本机关}于{收到日期}收到{您}提出的{政府信息}公开{申请}（登记编号：{登记编号}）。"
    "{您}{申请公开}：{申请内容}。"
)
CORRECTED = (
    "{本机关}于{收到日期}收到{您}提出的{政府信息}公开{申请}（登记编号：{登记编号}），"
    "于{补正收到日期}收到{您}补正的{申请}。{您}{申请公开}：{申请内容}。"
)
ANSWERS = "经审查，现答复如下："
SCHEDULE_LINE = (
    "（{序号}）{内容}。该内容{认定}。{依据}{条文}的规定，{处理}。",
    "理由：{理由}。",
    "负责公开的机关：{负责机关}；联系方式：{负责机关联系方式}。",
)


@dataclass(frozen=True)
class CaseFacts:
    """What the letter says of the case. ``received_on`` is 收到申请之日 of art. 31."""

    number: str
    applicant: str
    received_on: date
    content: str
    is_organisation: bool = False
    corrected_on: date | None = None

    def values(self) -> dict[str, object]:
        return {
            "number": self.number,
            "applicant": self.applicant,
            "you": "贵单位" if self.is_organisation else "您",
            "received_on": self.received_on,
            "corrected_on": self.corrected_on,
            "content": " ".join(self.content.split()),
        }


def paragraphs(decision: Decision, case: CaseFacts, profile: InstitutionProfile) -> list[str]:
    """The decision as the letter says it, from what was received to the last reason.

    Without the remedy paragraph, and without salutation, signature and date. What is missing shows
    as ``【名称】``; :func:`~disclosure.outcomes.problems` says so before anything is signed.
    """
    values = case.values() | profile.values()
    opening = CORRECTED if case.corrected_on else RECEIVED
    texts = [fill_in(opening, values), ANSWERS, *_body(decision, values)]
    # An officer's reasons may run over several paragraphs.
    lines = (line.strip() for text in texts for line in text.splitlines())
    return [line.replace("。。", "。") for line in lines if line]


def _body(decision: Decision, values: Values) -> Iterator[str]:
    leaf = decision.leaf
    known = {**values, **decision.inputs, "articles": law.cite(leaf.articles)}
    if leaf.ground:
        known |= {
            "finding": fill_in(leaf.ground.finding, known),
            "ruling": fill_in(leaf.ground.ruling, known),
        }
    for template in leaf.wording:
        if not is_left_out(template, leaf.inputs, decision.inputs):
            yield fill_in(template, known)
    for number, line in enumerate(decision.withheld, start=1):
        yield _schedule_line(number, line, values)


def _schedule_line(number: int, line: Withheld, values: Values) -> str:
    ground = GROUNDS[line.ground]
    known = line_values(number, line, values)
    return "".join(
        fill_in(template, known)
        for template in SCHEDULE_LINE
        if not is_left_out(template, ground.inputs, line.inputs)
    )


def line_values(number: int, line: Withheld, values: Values) -> dict[str, object]:
    """What the placeholders stand for in line ``number`` of a schedule of what is withheld.

    ``values`` are those of the case and the institution.
    """
    ground = GROUNDS[line.ground]
    known = {**values, **line.inputs}
    return known | {
        "ordinal": chinese_number(number),
        "content_withheld": line.content.strip().rstrip("。"),
        "articles": law.cite(ground.articles),
        "finding": fill_in(ground.finding, known),
        "ruling": fill_in(ground.ruling, known),
    }


def is_left_out(template: str, inputs: tuple[Input, ...], values: Values) -> bool:
    """The paragraph tells of something this leaf does not have, or does not need and was not given."""
    have = {item.name: item for item in inputs}
    asked = (DECISION[name] for name in gaps(template) if name in DECISION)
    return any(
        name not in have or not (have[name].is_given(values) or have[name].is_needed(values))
        for name in asked
    )
