"""Writing the calendar: every change is a new version."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal import content_version

from .calendar import YearPlan
from .deadlines import tell_followers
from .shipped import shipped_plans
from .store import calendar_of


class StaleCalendarError(ValueError):
    """Somebody else changed the calendar since the preview was made."""


@transaction.atomic
def apply_plans(plans: Iterable[YearPlan], *, by=None, note: str = "", base: int | None = None):
    """File ``plans`` as a new version and return it; earlier versions stay as they are.

    ``base`` is the version the preview was made against: if it is no longer the current one,
    :class:`StaleCalendarError` (a message in Chinese) is raised and nothing is changed.
    """
    from portal.models import CalendarVersion, CalendarYear

    plans = list(plans)
    if not plans:
        raise ValueError("A calendar version needs at least one year.")
    # Taking the content version's row first makes two importers take turns, and everything
    # reckoned with the old calendar is forgotten when this commits.
    content_version.bump()
    current = CalendarVersion.objects.aggregate(last=Max("number"))["last"] or 0
    if base is not None and base != current:
        raise StaleCalendarError(
            _("工作日历刚刚被更新为第 %(number)d 版，请重新预览。") % {"number": current}
        )
    source = "、".join(dict.fromkeys(plan.source for plan in plans if plan.source))
    version = CalendarVersion.objects.create(
        number=current + 1, created_by=by, source=source[:200], note=note
    )
    CalendarYear.objects.bulk_create(_row(CalendarYear, version, plan) for plan in plans)
    tell_followers(calendar_of(None))
    return version


def _row(model, version, plan):
    return model(
        version=version,
        year=plan.year,
        is_official=plan.is_official,
        source=plan.source,
        off={day.isoformat(): name for day, name in plan.off.items()},
        work={day.isoformat(): name for day, name in plan.work.items()},
    )


def load_shipped():
    """File the shipped years that have no official plan yet; return the version or ``None``.

    Called after every ``migrate``: a first installation gets them all, a later release only the
    years it adds. What staff imported is never touched.
    """
    from portal.models import CalendarVersion

    empty = not CalendarVersion.objects.exists()
    current = calendar_of(None)
    missing = [plan for plan in shipped_plans() if empty or not current.is_official(plan.year)]
    if not missing:
        return None
    try:
        return apply_plans(missing, note=_("随系统提供"), base=current.version)
    except StaleCalendarError:
        return None  # another process that migrates at the same moment has filed them
