"""The JSON of the public holiday-cn data set: ``{"year", "papers", "days": [{name, date, isOffDay}]}``."""

from django.utils.translation import gettext as _

from .errors import Problems
from .rows import Row, YearRows, parse_day


def is_holiday_cn(data) -> bool:
    return isinstance(data, dict) and "days" in data


def read_holiday_cn(data, problems: Problems) -> list[YearRows]:
    """Rows of the one year such a file holds. ``days`` is empty until the notice is out."""
    if type(data.get("year")) is not int or not isinstance(data["days"], list):
        problems.add("", _("应有整数 year 和数组 days。"))
        return []
    papers = data.get("papers")
    source = "、".join(map(str, papers)) if isinstance(papers, list) else ""
    group = YearRows(data["year"], source=source)
    for number, entry in enumerate(data["days"], start=1):
        place = _("第%(n)d条") % {"n": number}
        if not isinstance(entry, dict) or not isinstance(entry.get("isOffDay"), bool):
            problems.add(place, _("应有 name、date 和 isOffDay（true 或 false）。"))
            continue
        try:
            day = parse_day(entry.get("date"))
        except ValueError as error:
            problems.add(place, str(error))
            continue
        name = str(entry.get("name") or "").strip()
        group.rows.append(Row(place, day, entry["isOffDay"], name))
    return [group]
