"""What the pages of an annual report show: addresses, checks with what breaks them, cases of a cell."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from disclosure.actions import Role, roles_of
from disclosure.annual import KEYS, Check, Key, Report, label
from disclosure.annual.layout import CARRIED_IN, CLOSED, TOTAL
from disclosure.choices import Stage
from disclosure.models import Case, Proceeding
from disclosure.outcomes import OUTCOMES

PAGE = 100
SHOWN = 20  # cases named in one message
DESK = {Role.INTAKE, Role.HEAD, Role.REVIEWER}


def address(name: str, *args) -> str:
    return reverse(f"admin:disclosure_annualreport_{name}", args=args)


def key_of(table: str, row: str, column: str) -> Key:
    """The figure an address names, or 404."""
    key = Key(table, row, column)
    if key not in KEYS:
        raise Http404
    return key


def cell_links(year: int, number: int | None = None, *, may_edit=False):
    """``link(key)`` for the renderer: the cases behind a figure; for a typed one, its field."""

    def link(key: Key) -> str:
        if key.table == "2":
            name = f"{key.row}_{key.column}" if key.row in ("rules", "normative") else key.row
            return f"{address('edit', year)}#id_{name}" if may_edit else ""
        url = address("cell", year, *key)
        return f"{url}?version={number}" if number else url

    return link


# --- Cases ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Row:
    """One case, or one review or suit, without anything personal."""

    number: str
    url: str
    kind: str
    received_on: date | None
    ended_on: date | None
    outcome: str


class CaseLinks:
    """Addresses of cases for those who may open them."""

    def __init__(self, user):
        self.may_open = bool(roles_of(user) & DESK)

    def of(self, pk) -> str:
        if not self.may_open:
            return ""
        try:
            return reverse("admin:disclosure_case_change", args=[pk])
        except NoReverseMatch:
            return ""

    def named(self, ids) -> list[tuple[str, str]]:
        """``(id, address)`` of ids of cases or reviews: one query."""
        numbers = {id.partition("/")[0] for id in ids}
        known = dict(Case.objects.filter(number__in=numbers).values_list("number", "pk"))
        pairs = ((id, known.get(id.partition("/")[0])) for id in ids)
        return [(id, self.of(pk) if pk else "") for id, pk in pairs]


def cell_page(report: Report, key: Key, number, user):
    """A page of what the cell counts, in two queries at most."""
    ids = report.cases_of(key)
    if not ids and key.row == CARRIED_IN and report.opening and not report.opening.cases:
        columns = report.on_hand if key.column == TOTAL else [key.column]
        ids = tuple(sorted(id for column in columns for id in report.on_hand[column]))
    page = Paginator(ids, PAGE).get_page(number)
    rows = _reviews if key.table == "4" else _cases
    page.object_list = rows(page.object_list, CaseLinks(user))
    return page


def _cases(ids, links) -> list[Row]:
    columns = "pk number stage received_on replied_on report_outcome".split()
    found = {row["number"]: row for row in Case.objects.filter(number__in=ids).values(*columns)}
    return [_case(id, found.get(id), links) for id in ids]


def _case(id, row, links) -> Row:
    if row is None:
        return Row(id, "", "", None, None, _("没有这件申请的记录"))
    outcome = OUTCOMES.get(row["report_outcome"])
    return Row(
        id,
        links.of(row["pk"]),
        str(Stage(row["stage"]).label),
        row["received_on"],
        row["replied_on"],
        outcome.name if outcome else "",
    )


def _reviews(ids, links) -> list[Row]:
    pks = [int(id.rpartition("/")[2]) for id in ids]
    rows = Proceeding.objects.filter(pk__in=pks).in_bulk()
    return [
        Row(
            id,
            links.of(rows[pk].case_id),
            rows[pk].get_route_display(),
            rows[pk].received_on,
            rows[pk].concluded_on,
            rows[pk].get_result_display(),
        )
        if pk in rows
        else Row(id, "", "", None, None, _("没有这件复议诉讼的记录"))
        for id, pk in zip(ids, pks, strict=True)
    ]


# --- Checks -----------------------------------------------------------------------------------------
def failed_checks(year: int, failures: list[Check], user) -> list[dict]:
    """Each failure with the way to what is wrong, and the cases by which its sides differ."""
    links = CaseLinks(user)
    ids = sorted({id for check in failures for id in check.cases[:SHOWN]})
    known = dict(links.named(ids)) if ids else {}
    return [
        {
            "sentence": check.sentence,
            "url": _way(year, check.code),
            "cases": [(id, known[id]) for id in check.cases[:SHOWN]],
            "more": max(0, len(check.cases) - SHOWN),
        }
        for check in failures
    ]


def _way(year: int, code: str) -> str:
    """The page on which what a check complains of can be seen."""
    kind, _dash, rest = code.partition("-")
    if kind == "cases":
        return address("cell", year, *rest.split("/"))
    if kind in ("balance", "results"):
        return address("cell", year, "3", CLOSED, rest)
    if kind in ("opening", "on"):
        return address("cell", year, "3", CARRIED_IN, rest.removeprefix("hand-"))
    key = Key("3", rest, TOTAL)
    return address("cell", year, *(key if key in KEYS else Key("4", rest, TOTAL)))


def changed_cells(changes, user) -> list[dict]:
    """A diff for the page: label, figures, and the cases that came and went."""
    ids = sorted({id for change in changes for id in (*change.came[:SHOWN], *change.went[:SHOWN])})
    known = dict(CaseLinks(user).named(ids)) if ids else {}
    return [
        {
            "label": label(change.key),
            "before": change.before,
            "after": change.after,
            "came": [(id, known[id]) for id in change.came[:SHOWN]],
            "went": [(id, known[id]) for id in change.went[:SHOWN]],
        }
        for change in changes
    ]
