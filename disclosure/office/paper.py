"""A letter of a case as its page shows it: what it will say, what it rests on, what it still lacks."""

from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure.desk import desk
from disclosure.facts import facts_of
from disclosure.letters import Letter, names_in, ready, render
from disclosure.letters.reading import Block, read
from disclosure.letters.stored import letter_of, template_in_use
from disclosure.models import Counter
from disclosure.outcomes import Remedy, report_row
from disclosure.outcomes.articles import quote
from disclosure.outcomes.rows import full_label

REMEDIES = {
    Remedy.REVIEW_FIRST: "先申请行政复议，不能直接起诉",
    Remedy.REVIEW_OR_SUIT: "申请行政复议或者提起行政诉讼",
    Remedy.NOTICE: "程序性告知，不写救济途径",
}
# Filled in when it is signed; no reason to worry before.
LATER = {"缺少“文号”。", "缺少“落款日期”。", "缺少签发人。", "缺少送达方式。"}


@dataclass(frozen=True)
class Paper:
    """``problems``: why it could not be signed as it is, in Chinese."""

    title: str
    blocks: list[Block]
    problems: list[str]
    articles: list[str]
    remedy: str = ""
    row: str = ""


@sensitive_variables()
def masked_facts(case, number=None):
    """The case as the screen shows it: who applied stays masked, as in every list."""
    return replace(facts_of(case, number), applicant=case.name_masked)


@sensitive_variables()
def paper_of(letter: Letter) -> Paper:
    """``letter`` with masked facts, on the template in use."""
    template = template_in_use(letter.kind)
    names = names_in(template) if template else ()
    decision = letter.decision
    return Paper(
        title=letter.title,
        blocks=read(render(letter, template)),
        problems=[text for text in ready(letter, names) if text not in LATER],
        articles=[quote(key) for key in (decision.leaf if decision else letter.about).articles],
        remedy=remedy_label(decision) if decision else "",
        row=full_label(report_row(decision)) if decision else "",
    )


def remedy_label(decision) -> str:
    """In a few words, what the remedy paragraph says."""
    profile = desk().profile
    if not profile.is_bound_by_regulation:
        return _("向主管部门或者机构申诉（第五十五条）")
    if decision.leaf.has_schedule:
        return _("清单中依第十四条至第十六条不予公开的各项先复议，其余复议或者诉讼")
    return REMEDIES[profile.remedy_of(decision.leaf)]


def decision_paper(case, decision, method: str = "") -> Paper:
    """The answer that would tell ``decision``."""
    letter = Letter(
        kind=decision.leaf.letter,
        case=masked_facts(case),
        profile=desk().profile,
        decision=decision,
        delivery=method,
        attachments=tuple(item.name.rsplit(".", 1)[0] for item in case.released.all()),
    )
    return paper_of(letter)


def row_paper(row) -> Paper:
    """A stored letter."""
    return paper_of(letter_of(row, masked_facts(row.case, row.round)))


def next_reference(series: str) -> str:
    """The 文号 the next letter of the series gets, unless another one is signed before it."""
    year = timezone.localdate().year
    counter = Counter.objects.filter(series=series, year=year).first()
    return desk().number(series, year, counter.last + 1 if counter else 1)
