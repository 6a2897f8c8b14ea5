"""All that the page of a case shows, read in a handful of queries."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import letters
from disclosure.choices import Stage
from disclosure.clock import HEADERS, Kind, as_rows, ruler
from disclosure.clock.ruler import MarkKind
from disclosure.desk import desk

from .acts import ACTS, Standing
from .documents import letters_of, released_to
from .links import link
from .remedy import remedies_of
from .status import status
from .steps import steps

# Numbers under the ruler, by how many columns it has.
NUMBERS = {20: (5, 10, 15), 40: (10, 20, 30)}


@dataclass(frozen=True)
class Download:
    """One thing to take home: its title, what is said of it, and addresses by kind of file."""

    title: str
    about: str
    day: object
    files: tuple


def page_of(case) -> dict:
    """The context of ``disclosure/follow/case.html``."""
    standing, today = Standing(case), timezone.localdate()
    clock, written = standing.clock, list(letters_of(case))
    title, sentence = status(case, clock, today)
    offered = [(name, act) for name, act in ACTS.items() if act.is_offered(standing)]
    explanation = clock.explain(today)
    return {
        "case": case,
        "status": title,
        "sentence": sentence,
        "urgent": [(n, act, act.asked(standing)) for n, act in offered if act.is_urgent],
        "offered": [(name, act) for name, act in offered if not act.is_urgent],
        "clock": clock,
        "standing": _standing(case, clock, today),
        "ruler": _ruler(case, clock, today),
        "headers": HEADERS,
        "rows": as_rows(explanation),
        "counted": explanation.counted,
        "steps": steps(case, clock, standing.entries),
        "letters": [_letter(row) for row in written],
        "released": [_released(row) for row in released_to(case)],
        "fee": _fee(standing, written),
        "remedies": remedies_of(case, clock),
        "rating": standing.rating,
        "desk": desk(),
        "today": today,
    }


def _standing(case, clock, today) -> dict:
    """The numbers above the ruler; which of them there are depends on what runs."""
    if not clock.received or clock.waiting_for or (clock.stop and not case.replied_on):
        return {}
    left = clock.remaining(today)
    return {
        "elapsed": clock.elapsed(today),
        "left": left if left is not None and left >= 0 else None,
        "overdue": -left if left is not None and left < 0 else None,
        "due": case.due_on or clock.due,
        "is_provisional": clock.is_provisional,
        "stopped": clock.stop,
    }


def _ruler(case, clock, today) -> dict | None:
    """The ruler; a day a review decision or a judgment set is no count of working days."""
    drawn = ruler(clock, today)
    if drawn is None or (case.due_on and clock.due and case.due_on != clock.due):
        return None
    marks = _apart(drawn.marks, drawn.columns)
    taken = {mark.column for mark in marks}
    numbers = [n for n in NUMBERS[drawn.columns] if not {n - 1, n, n + 1} & taken]
    return {"drawn": drawn, "marks": marks, "numbers": numbers}


def _apart(marks, columns):
    """Marks whose words would lie on each other leave room for the more telling one: the sentence
    of the ruler and the explanation have them all."""
    kept = [mark for mark in marks if mark.kind is MarkKind.NOW]  # stands above the others
    below = [mark for mark in marks if mark.kind is not MarkKind.NOW]
    for mark in sorted(below, key=lambda mark: mark.kind is MarkKind.WARN):
        others = (other for other in kept if other.kind is not MarkKind.NOW)
        if all(abs(mark.column - other.column) >= columns // 5 for other in others):
            kept.append(mark)
    return kept


def _letter(row) -> Download:
    forms = ["docx"]
    if row.pdf or letters.is_available():
        forms.insert(0, "pdf")
    files = tuple(({"pdf": "PDF", "docx": "Word"}[form], link(row, form)) for form in forms)
    title = letters.title(row.kind, desk().profile)
    return Download(title, row.reference, row.delivered_on or row.signed_on, files)


def _released(row) -> Download:
    pages = _("%(pages)s页") % {"pages": row.pages} if row.pages else ""
    return Download(row.name, pages, None, ((_("下载"), link(row, "file")),))


def _fee(standing, written) -> dict | None:
    """The notice that waits for payment."""
    if not standing.had(Kind.FEE_NOTIFIED) or standing.had(Kind.FEE_PAID):
        return None
    if standing.case.stage not in (Stage.HANDLING, Stage.WAITING):
        return None
    found = [row for row in written if row.kind == "fee" and row.round == standing.case.round]
    return dict(found[-1].data, reference=found[-1].reference) if found else None


def how_to_reach(case) -> str:
    """获取方式 in one line, with nothing of the address but its mask."""
    target = case.email_masked if "email" in case.ways else ""
    words = "、".join([str(case.get_form_display()), *case.way_labels])
    return f"{words}（{target}）" if target else words
