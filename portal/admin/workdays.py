"""工作日历: the year at a glance, its versions, and the way a new notice comes in."""

import json

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.models import CalendarVersion
from portal.numbers import plain_number
from portal.workdays.changes import preview
from portal.workdays.notices import EXTENSIONS, MAX_BYTES, NoticeError, dump, read_notice
from portal.workdays.services import StaleCalendarError, apply_plans
from portal.workdays.store import calendar_of

from .base import AppendOnly
from .workdays_year import year_context

VERSIONS_SHOWN = 50


class NoticeForm(forms.Form):
    """The first step: a file. What it says is in ``plans`` afterwards."""

    file = forms.FileField(
        label=gettext_lazy("放假安排文件"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{name}" for name in EXTENSIONS)}),
        help_text=gettext_lazy(
            "Excel（xlsx）或 CSV：第一行为“日期、类型、名称”，类型填“放假”或“上班”，"
            "放假期间的周末也列出；也可以是 JSON。一个文件应包含该年度全部安排。"
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("依据文件"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("发文字号，如“国办发明电〔2025〕7号”。文件中已经写明的可以不填。"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
    )
    plans = None

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("文件超过 1 MB，不是放假安排。"))
        return file

    def clean(self):
        data = super().clean()
        if "file" in data:
            try:
                self.plans = read_notice(
                    data["file"].name, data["file"].read(), source=data.get("source", "")
                )
            except NoticeError as error:
                self.add_error("file", error.messages)
        return data


class ConfirmForm(forms.Form):
    """The second step: the same plans come back in our own form and are checked once more."""

    plans = forms.CharField(widget=forms.HiddenInput, max_length=MAX_BYTES)
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    note = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def clean_plans(self):
        try:
            return read_notice("plans.json", self.cleaned_data["plans"].encode())
        except NoticeError as error:
            raise forms.ValidationError(error.messages) from error


@admin.register(CalendarVersion)
class CalendarVersionAdmin(AppendOnly, admin.ModelAdmin):
    """Versions are added (by importing a notice) and looked at; never changed, never deleted."""

    # --- Looking ----------------------------------------------------------------------------------
    def changelist_view(self, request, extra_context=None):
        """One year of one version (``?year=2026&version=3``), and the list of versions."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = plain_number(request.GET.get("version"))
        try:
            calendar = calendar_of(number)
        except LookupError as error:
            raise Http404 from error
        versions = CalendarVersion.objects.select_related("created_by").prefetch_related("years")
        context = {
            **year_context(calendar, plain_number(request.GET.get("year")), timezone.localdate()),
            "is_old": number is not None and versions.filter(number__gt=number).exists(),
            "versions": versions[:VERSIONS_SHOWN],
            "can_import": self.has_add_permission(request),
        }
        return self._page(request, "year.html", context)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        pk = plain_number(object_id)
        version = get_object_or_404(CalendarVersion, pk=pk if pk is not None else -1)
        return HttpResponseRedirect(f"{self._list_url()}?version={version.number}")

    # --- Importing --------------------------------------------------------------------------------
    def add_view(self, request, form_url="", extra_context=None):
        """Upload, look at what changes, apply."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self._ask(request, NoticeForm())
        if "plans" in request.POST:
            return self._confirmed(request, ConfirmForm(request.POST))
        form = NoticeForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._ask(request, form)
        return self._preview(request, form.plans, form.cleaned_data["note"])

    def _ask(self, request, form):
        context = {"title": _("导入放假安排"), "form": form, "media": self.media + form.media}
        return self._page(request, "import.html", context)

    def _preview(self, request, plans, note):
        shown = preview(plans, calendar_of(None))
        initial = {
            "plans": json.dumps([dump(plan) for plan in plans], ensure_ascii=False),
            "base": shown.before.version,
            "note": note,
        }
        context = {
            "title": _("导入放假安排：预览"),
            "preview": shown,
            "form": ConfirmForm(initial=initial),
        }
        return self._page(request, "preview.html", context)

    def _confirmed(self, request, form):
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(errors))
            return self._ask(request, NoticeForm())
        plans, note = form.cleaned_data["plans"], form.cleaned_data["note"]
        try:
            base = form.cleaned_data["base"]
            version = apply_plans(plans, by=request.user, note=note, base=base)
        except StaleCalendarError as error:
            messages.warning(request, str(error))
            return self._preview(request, plans, note)
        self.log_addition(request, version, version.source)
        messages.success(request, _("已生效：工作日历第 %(n)d 版。") % {"n": version.number})
        return HttpResponseRedirect(f"{self._list_url()}?year={plans[-1].year}")

    # --- Both -------------------------------------------------------------------------------------
    def _page(self, request, template, context):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, f"admin/portal/calendarversion/{template}", context)

    def _list_url(self):
        return reverse(f"{self.admin_site.name}:portal_calendarversion_changelist")
