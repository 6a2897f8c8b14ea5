"""年度报告: the years, the working page of one, its cells, its frozen versions, and files of both."""

from functools import wraps

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from disclosure import people, services
from disclosure.annual import html, label
from disclosure.annual.files import file_response
from disclosure.models import AnnualReport, AnnualVersion
from disclosure.services import annual as rights
from disclosure.yearly import difference, live
from disclosure.yearly_public import public_address
from news.pages import whole_number

from . import annual_pages as pages
from .annual_forms import GAPS, InputForm, YearForm
from .own_pages import OwnPagesAdmin


def guarded(allowed):
    """A view of one year for whom ``allowed`` lets; a damaged frozen report is said, not a crash."""

    def decorate(view):
        @wraps(view)
        def run(self, request, year, *args, **options):
            if not allowed(request.user):
                raise PermissionDenied
            report = get_object_or_404(AnnualReport.objects.select_related("published"), year=year)
            try:
                return view(self, request, report, *args, **options)
            except ValueError as error:
                if "hash" not in str(error):
                    raise
                messages.error(request, _("冻结的内容与校验值不符：它被改动过，不能打开。"))
                return HttpResponseRedirect(pages.address("changelist"))

        return run

    return decorate


@admin.register(AnnualReport)
class AnnualReportAdmin(OwnPagesAdmin):
    """The working page of a year and all that leads on from it."""

    may_see = staticmethod(rights.may_read)
    folder = "admin/disclosure/annualreport"

    def own_pages(self):
        year, cell = "<int:year>/", "<str:table>/<str:row>/<str:column>/"
        return [
            (year, self.year_view, "year"),
            (f"{year}edit/", self.edit_view, "edit"),
            (f"{year}delete/", self.delete_view, "delete"),
            (f"{year}cell/{cell}", self.cell_view, "cell"),
            (f"{year}freeze/", self.freeze_view, "freeze"),
            (f"{year}publish/", require_POST(self.publish_view), "publish"),
            (f"{year}draft.<str:form>", self.draft_file, "draft"),
            (f"{year}versions/<int:number>/", self.version_view, "version"),
            (f"{year}versions/<int:number>.<str:form>", self.version_file, "version-file"),
        ]

    # --- The years ------------------------------------------------------------------------------
    def changelist_view(self, request, extra_context=None):
        form = None
        if rights.may_prepare(request.user):
            form = YearForm(request.POST if request.method == "POST" else None)
            if request.method == "POST" and form.is_valid() and self._start(request, form):
                return HttpResponseRedirect(pages.address("year", form.cleaned_data["year"]))
        elif request.method == "POST":
            raise PermissionDenied
        reports = AnnualReport.objects.select_related("published").defer("published__text")
        newest = {
            version.report_id: version
            for version in AnnualVersion.objects.without_text().order_by("number")
        }
        rows = [(report, newest.get(report.pk)) for report in reports]
        return self._page(request, "list.html", {"rows": rows, "form": form})

    @staticmethod
    def _start(request, form):
        try:
            return services.start_report(people.staff(request), form.cleaned_data["year"])
        except ValidationError as error:
            form.add_error("year", error.messages)
            return None

    # --- One year -------------------------------------------------------------------------------
    @guarded(rights.may_read)
    def year_view(self, request, report):
        """The working page; the auditor, who sees frozen ones only, is led to the newest."""
        versions = list(report.versions.all())
        if not rights.may_prepare(request.user):
            if not versions:
                raise PermissionDenied
            url = pages.address("version", report.year, versions[-1].number)
            return HttpResponseRedirect(url)
        now = live(report)
        changes = difference(versions[-1], now.report) if versions else None
        link = pages.cell_links(report.year, may_edit=True)
        context = {
            "title": str(report),
            "live": now,
            "failures": pages.failed_checks(report.year, now.failures, request.user),
            "versions": versions,
            "newest": versions[-1] if versions else None,
            "changes": changes,
            "cells": pages.changed_cells(changes.cells, request.user) if changes else [],
            "is_over": report.year < timezone.localdate().year,
            "public_url": public_address(report) if report.published_id else "",
            **html.context(now.report, link),
        }
        return self._page(request, "year.html", {**context, "annual": report})

    @guarded(rights.may_prepare)
    def edit_view(self, request, report):
        form = InputForm(report, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                services.write_report(report, people.staff(request), **form.values())
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, _("已保存。"))
                return HttpResponseRedirect(pages.address("year", report.year))
        context = {"title": _("填写年度报告"), "annual": report, "form": form, "gaps": GAPS}
        return self._page(request, "edit.html", context)

    @guarded(rights.may_prepare)
    def delete_view(self, request, report):
        """Asks first; what was frozen is not even asked about."""
        errors = []
        if request.method == "POST":
            try:
                services.delete_report(report, people.staff(request))
            except ValidationError as error:
                errors = error.messages
            else:
                messages.success(request, _("已删除%s的草稿。") % report)
                return HttpResponseRedirect(pages.address("changelist"))
        context = {
            "title": _("删除草稿"),
            "annual": report,
            "errors": errors,
            "is_draft": rights.is_draft(report),
        }
        return self._page(request, "delete.html", context)

    @guarded(rights.may_read)
    def cell_view(self, request, report, table, row, column):
        """The cases behind one figure, of the records now or of a frozen version."""
        key = pages.key_of(table, row, column)
        number = whole_number(request.GET.get("version"))
        version = get_object_or_404(report.versions, number=number) if number else None
        if version is None and not rights.may_prepare(request.user):
            raise PermissionDenied
        counted = version.snapshot.report() if version else live(report).report
        context = {
            "title": label(key),
            "annual": report,
            "version": version,
            "key": key,
            "figure": counted.figures[key],
            "total": len(counted.cases_of(key)),
            "page": pages.cell_page(counted, key, request.GET.get("page"), request.user),
        }
        return self._page(request, "cell.html", context)

    # --- Freezing and publishing ------------------------------------------------------------------
    @guarded(rights.may_decide)
    def freeze_view(self, request, report):
        """What will be frozen, what a correction changes, and why."""
        newest, errors = report.versions.last(), []
        if request.method == "POST":
            try:
                reason = request.POST.get("reason", "")
                version = services.freeze_report(report, people.staff(request), reason=reason)
            except ValidationError as error:
                errors = error.messages
            else:
                messages.success(request, _("已冻结第%(n)d版。") % {"n": version.number})
                return HttpResponseRedirect(pages.address("year", report.year))
        changes = difference(newest, live(report).report) if newest else None
        context = {
            "title": _("更正年度报告") if newest else _("冻结年度报告"),
            "annual": report,
            "newest": newest,
            "changes": changes,
            "cells": pages.changed_cells(changes.cells, request.user) if changes else [],
            "errors": errors,
            "reason": request.POST.get("reason", ""),
        }
        return self._page(request, "freeze.html", context)

    @guarded(rights.may_decide)
    def publish_view(self, request, report):
        try:
            services.publish_report(report, people.staff(request))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            if public_address(report):
                messages.success(request, _("已公布到“年度报告”栏目。"))
            else:
                messages.warning(
                    request,
                    _("已公布，但网站还没有“年度报告”类型的栏目：建立之后，公众才能看到。"),
                )
        return HttpResponseRedirect(pages.address("year", report.year))

    # --- Frozen versions --------------------------------------------------------------------------
    @guarded(rights.may_read)
    def version_view(self, request, report, number):
        version = get_object_or_404(report.versions, number=number)
        before = report.versions.filter(number=number - 1).first()
        frozen = version.snapshot.report()
        changes = difference(before, frozen) if before else None
        context = {
            "title": _("%(report)s第%(number)s版") % {"report": report, "number": number},
            "annual": report,
            "version": version,
            "changes": changes,
            "cells": pages.changed_cells(changes.cells, request.user) if changes else [],
            **html.context(frozen, pages.cell_links(report.year, number)),
        }
        return self._page(request, "version.html", context)

    @guarded(rights.may_read)
    def version_file(self, request, report, number, form):
        version = get_object_or_404(report.versions, number=number)
        name = _("%(year)s年年度报告（第%(number)s版）")
        name = name % {"year": report.year, "number": number}
        return file_response(version.snapshot.report(), name, form, audit=True)

    @guarded(rights.may_prepare)
    def draft_file(self, request, report, form):
        name = _("%(year)s年年度报告（草稿）") % {"year": report.year}
        return file_response(live(report).report, name, form, audit=True)

    def _page(self, request, template, context):
        context = {
            "may_prepare": rights.may_prepare(request.user),
            "may_decide": rights.may_decide(request.user),
            **context,
        }
        return self.page(request, template, context)
