"""Our own JSON form. It is worded like the notice itself, so that the two can be read side by side:

    {"year": 2026, "official": true, "source": "国办发明电〔2025〕7号",
     "holidays": [{"name": "春节", "off": ["2026-02-15/2026-02-23"],
                   "work": ["2026-02-14", "2026-02-28"]}]}

``off`` and ``work`` hold days or first/last intervals. A file holds one such object or a list.
"""

from datetime import date, timedelta

from django.utils.translation import gettext as _

from portal.workdays.calendar import YearPlan

from .errors import Problems
from .rows import Row, YearRows, parse_day

MAX_RUN = 60


def dump(plan: YearPlan) -> dict:
    """``plan`` in our own form; reading it back gives an equal plan."""
    names = dict.fromkeys([*plan.off.values(), *plan.work.values()])
    holidays = [
        {
            "name": name,
            "off": _intervals(day for day, its in plan.off.items() if its == name),
            "work": [day.isoformat() for day, its in plan.work.items() if its == name],
        }
        for name in names
    ]
    return {
        "year": plan.year,
        "official": plan.is_official,
        "source": plan.source,
        "holidays": holidays,
    }


def _intervals(days) -> list[str]:
    runs = []
    for day in days:
        if runs and day - runs[-1][1] == timedelta(days=1):
            runs[-1][1] = day
        else:
            runs.append([day, day])
    return [a.isoformat() if a == b else f"{a.isoformat()}/{b.isoformat()}" for a, b in runs]


def read_own(data, problems: Problems) -> list[YearRows]:
    """Rows of one or more years. ``data`` is decoded JSON of any shape."""
    found = []
    for number, entry in enumerate(data if isinstance(data, list) else [data], start=1):
        if not _is_year(entry):
            problems.add(_("第%(n)d项") % {"n": number}, _("应有整数 year 和数组 holidays。"))
            continue
        group = YearRows(
            entry["year"],
            source=str(entry.get("source") or "").strip(),
            is_official=entry.get("official", True) is True,
        )
        for holiday in entry["holidays"]:
            group.rows += _holiday_rows(holiday, problems)
        found.append(group)
    return found


def _is_year(entry) -> bool:
    return (
        isinstance(entry, dict)
        and type(entry.get("year")) is int
        and isinstance(entry.get("holidays"), list)
    )


def _holiday_rows(holiday, problems):
    name = str(holiday.get("name") or "").strip() if isinstance(holiday, dict) else ""
    place = _("“%(name)s”") % {"name": name or "?"}
    if not name:
        problems.add(place, _("holidays 的每一项应有 name、off、work。"))
        return
    for key, off in (("off", True), ("work", False)):
        texts = holiday.get(key, [])
        if not isinstance(texts, list):
            problems.add(place, _("%(key)s 应为数组。") % {"key": key})
            continue
        for text in texts:
            try:
                days = _days(text)
            except ValueError as error:
                problems.add(place, str(error))
            else:
                yield from (Row(place, day, off, name) for day in days)


def _days(text) -> list[date]:
    first, slash, last = str(text).partition("/")
    start = parse_day(first)
    end = parse_day(last) if slash else start
    if not start <= end <= start + timedelta(days=MAX_RUN):
        raise ValueError(_("“%(text)s”的起止日期有误。") % {"text": str(text)[:30]})
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
