"""工作量 and 重复与频次: what heads and the intake look at from time to time."""

from datetime import timedelta

from django.contrib import admin
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from disclosure import radar, workload
from disclosure.actions import Role, roles_of
from disclosure.chasing import SOON
from disclosure.desk import desk
from portal.admin_pages import AdminPage, register_page


def leads(user) -> bool:
    """Whether ``user`` looks after the desk as a whole: the intake and the head."""
    return bool(roles_of(user) & {Role.INTAKE, Role.HEAD})


@never_cache
@require_safe
def workload_view(request):
    today = timezone.localdate()
    context = {
        "title": gettext("工作量"),
        "officers": workload.by_officer(today),
        "departments": workload.by_department(today),
        "soon": SOON,
        "year": today.year,
    }
    return _page(request, "workload.html", context)


@never_cache
@require_safe
def radar_view(request):
    today = timezone.localdate()
    context = {
        "title": gettext("重复与频次"),
        "duplicates": radar.open_duplicates(),
        "frequent": radar.frequent(today),
        "several": list(radar.wanted_by_several(since=today - timedelta(days=365))),
        "limit": desk().volume_per_month,
        "same": radar.SAME,
    }
    return _page(request, "radar.html", context)


def _page(request, template, context):
    context = {**admin.site.each_context(request), **context}
    return render(request, f"admin/disclosure/{template}", context)


register_page(
    AdminPage("disclosure_workload", "disclosure/workload/", workload_view, leads, _("工作量"))
)
register_page(
    AdminPage("disclosure_radar", "disclosure/radar/", radar_view, leads, _("重复与频次"))
)
