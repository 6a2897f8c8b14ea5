"""One decision: the leaf an officer chose, what it needs, and why it may not be signed yet."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from .catalogue import GROUNDS, OUTCOMES
from .inputs import Input, Values
from .leaf import Ground, Outcome
from .profile import InstitutionProfile
from .rows import RESULT_ROWS


@dataclass(frozen=True)
class Withheld:
    """One line of the schedule of a partial release: what is withheld, and on which ground.

    ``honours``
        Where it is withheld for third parties' sake: the 征求意见书 whose objections it heeds. Not
        for the letter; who is told otherwise follows from it (条例 art. 32).
    """

    content: str
    ground: str
    inputs: Values = field(default_factory=dict)
    honours: tuple[str, ...] = ()


@dataclass(frozen=True)
class Override:
    """The officer counts the case in another row of the annual report, and says why."""

    row: str
    reason: str
    by: str
    on: date | None


@dataclass(frozen=True)
class Decision:
    """What was decided on an application: once here, four outputs from it.

    ``inputs``
        Values by input name; leftovers of another leaf do no harm.
    """

    outcome: str
    inputs: Values = field(default_factory=dict)
    withheld: tuple[Withheld, ...] = ()
    override: Override | None = None

    @property
    def leaf(self) -> Outcome:
        return OUTCOMES[self.outcome]


def report_row(decision: Decision) -> str:
    """The row of table 3 the case counts in: the leaf's, unless an officer moved it."""
    return decision.override.row if decision.override else decision.leaf.row


def problems(decision: Decision, profile: InstitutionProfile | None = None) -> list[str]:
    """Why the decision cannot be signed, in Chinese, in the order of the form; empty when it can.

    With ``profile`` also what its settings lack for the remedy paragraph.
    """
    leaf = OUTCOMES.get(decision.outcome)
    if leaf is None:
        return [_("请选择处理结果。")]
    found = _input_problems(leaf.inputs, decision.inputs)
    found += _schedule_problems(leaf, decision.withheld)
    found += _override_problems(leaf, decision.override)
    return found + (profile.problems() if profile else [])


def _input_problems(inputs: tuple[Input, ...], values: Values) -> list[str]:
    labels = {item.name: item.label for item in inputs}
    return [problem for item in inputs if (problem := item.problem(values, labels))]


def _schedule_problems(leaf: Outcome, withheld: tuple[Withheld, ...]) -> list[str]:
    if not leaf.has_schedule:
        if withheld:
            return [_("只有部分公开才列不予公开的内容；请删除清单，或者改选“部分公开”。")]
        return []
    if not withheld:
        return [_("部分公开必须逐项列明不予公开的内容。")]
    return [
        _("清单第%(number)d项：%(problem)s") % {"number": number, "problem": problem}
        for number, line in enumerate(withheld, start=1)
        for problem in _line_problems(line)
    ]


def _line_problems(line: Withheld) -> list[str]:
    ground: Ground | None = GROUNDS.get(line.ground)
    found = [] if line.content.strip() else [_("缺少不予公开的内容。")]
    if ground is None:
        return [*found, _("请选择不予公开的依据。")]
    return found + _input_problems(ground.inputs, line.inputs)


def _override_problems(leaf: Outcome, override: Override | None) -> list[str]:
    if override is None:
        return []
    found = []
    if override.row not in RESULT_ROWS:
        found.append(_("年度报告中没有这一行，请重新选择归类。"))
    elif override.row == leaf.row:
        found.append(_("改归的类别与原类别相同，请取消改归。"))
    if not override.reason.strip():
        found.append(_("改归年度报告类别，必须写明理由。"))
    if not override.by.strip() or override.on is None:
        found.append(_("改归年度报告类别，必须记录经办人和日期。"))
    return found
