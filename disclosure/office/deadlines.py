"""期限日历: one month of what is due, and the address to subscribe to it."""

import re
from calendar import Calendar
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.contrib import admin
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables

from disclosure import people, services
from disclosure.addresses import absolute, case_url
from disclosure.agenda import agenda, works_cases
from disclosure.models import CalendarFeed
from portal.admin_pages import AdminPage, register_page
from portal.workdays import DayKind, get_calendar

MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")
MARKS = {DayKind.HOLIDAY: _("休"), DayKind.MAKEUP: _("班")}


@dataclass
class Cell:
    """One day of the table; ``rest`` says why nobody works."""

    date: date
    kind: str
    mark: str
    rest: str
    is_today: bool
    is_inside: bool
    items: list = field(default_factory=list)


def month_of(text: str, today: date) -> date:
    """The first day of the month ``text`` names (``2026-03``), else of this month."""
    found = MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def weeks_of(first: date, today: date, items) -> list[list[Cell]]:
    """The weeks of a month, from Monday, with what is due on each day."""
    calendar, by_day = get_calendar(), {}
    for item in items:
        by_day.setdefault(item.day, []).append(item)

    def cell(day):
        found = calendar.day(day)
        rest = calendar.why_off(day)
        kind, mark = found.kind.name.lower(), MARKS.get(found.kind, "")
        is_inside = day.month == first.month
        shown = by_day.get(day, []) if is_inside else []
        return Cell(day, kind, mark, rest, day == today, is_inside, shown)

    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[cell(day) for day in week] for week in weeks]


@never_cache
@sensitive_variables()
def deadlines_view(request):
    """The month; posted, a new address for the feed or the end of it."""
    address = ""
    if request.method == "POST":
        by = people.staff(request)
        if "revoke" in request.POST:
            services.revoke_feed(by)
        elif "new" in request.POST:
            path = reverse("disclosure:calendar-feed", args=[services.make_feed(by)])
            address = absolute(path, request)
    return render(request, "admin/disclosure/deadlines.html", _context(request, address))


def _context(request, address):
    today = timezone.localdate()
    first = month_of(request.GET.get("month", ""), today)
    items = [_shown(item, today) for item in agenda(request.user)]
    following = (first + timedelta(days=31)).replace(day=1)
    within = [item for item in items if first <= item.day < following]
    return {
        **admin.site.each_context(request),
        "title": gettext("期限日历"),
        "first": first,
        "previous": (first - timedelta(days=1)).replace(day=1),
        "following": following,
        "is_now": first == today.replace(day=1),
        "weeks": weeks_of(first, today, within),
        "items": [item for item in within if not item.is_overdue],
        "overdue": [item for item in items if item.is_overdue],
        "is_official": get_calendar().is_official(first.year),
        "feed": CalendarFeed.objects.filter(user=request.user).first(),
        "address": address,
    }


@dataclass(frozen=True)
class Shown:
    """An item as the page shows it; ``over`` and ``left`` count working days, both 0 on the day."""

    day: date
    kind: str
    label: str
    number: str
    url: str
    is_provisional: bool
    over: int
    left: int

    @property
    def is_overdue(self) -> bool:
        return self.over > 0


def _shown(item, today) -> Shown:
    # A limit on Friday is over on Saturday, though no working day has passed.
    calendar = get_calendar()
    apart = calendar.workdays_between(today, item.day)
    late = max(1, -apart) if item.day < today else 0
    left = max(1, apart) if item.day > today else 0
    return Shown(
        item.day,
        item.kind,
        item.label,
        item.number,
        case_url(item.case_id),
        item.is_provisional,
        late,
        left,
    )


register_page(
    AdminPage(
        "disclosure_deadlines",
        "disclosure/deadlines/",
        deadlines_view,
        works_cases,
        _("期限日历"),
    )
)
