"""What looks wrong about a plan without being impossible; shown before it is applied."""

from django.utils.translation import gettext as _

from portal.workdays.calendar import SATURDAY, WorkCalendar, YearPlan
from portal.workdays.statutory import statutory_days

# The years 2007 to 2026 had 248 to 251 working days; a list cut short lies outside.
USUAL_WORKDAYS = range(245, 255)
SINCE_2024_RULES = 2025


def remarks(plan: YearPlan) -> list[str]:
    """Sentences in Chinese; empty for a plan like every year's."""
    return [*_weekday_work(plan), *_missing_holidays(plan), *_unusual_number(plan)]


def _weekday_work(plan):
    for day in plan.work:
        if day.weekday() < SATURDAY:
            yield _("%(day)s 不是周末，本来就是工作日，列为“上班”没有意义，请核对。") % {"day": day}


def _missing_holidays(plan):
    if plan.year < SINCE_2024_RULES or not plan.is_official:
        return
    calendar = WorkCalendar.of([plan])
    for day, name in statutory_days(plan.year).items():
        if calendar.is_workday(day):
            yield (
                _("%(day)s 是法定节日（%(name)s），文件中却是工作日，请核对。")
                % {"day": day, "name": name}
            )


def _unusual_number(plan):
    number = WorkCalendar.of([plan]).workdays_in(plan.year)
    if number not in USUAL_WORKDAYS:
        yield (
            _("%(year)d 年共 %(number)d 个工作日，与往年（248—251 天）相差较大，请核对是否遗漏。")
            % {"year": plan.year, "number": number}
        )
