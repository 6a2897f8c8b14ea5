"""审计记录: for auditors, to read, filter and take along; every export is an event itself."""

import csv

from django.contrib import admin
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal import audit
from portal.admin.base import ReadOnly
from portal.audit.verbs import EXPORT_LOG
from portal.models import AuditEvent
from portal.uploads import content_disposition

COLUMNS = "id at actor_kind user_id actor ip verb object_type object_id object_label part reason success mac"


class VerbFilter(admin.SimpleListFilter):
    """By what was done; the column itself is only a code."""

    title = _("操作")
    parameter_name = "verb"

    def lookups(self, request, model_admin):
        return audit.verb_choices()

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


class _Line:
    """A file that hands every written line straight on."""

    def write(self, line):
        return line


def _cell(value):
    """Text a spreadsheet takes for a formula is marked as text."""
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def csv_lines(events):
    """The events as lines of CSV, oldest first, in the order their codes were made."""
    names = COLUMNS.split()
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(names)
    for event in events.order_by("pk").iterator(2000):
        row = {name: getattr(event, name) for name in names}
        row |= {"at": timezone.localtime(event.at).isoformat(), "verb": event.verb_label}
        yield writer.writerow([_cell(row[name]) for name in names])


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["when", "actor", "what", "object_label", "part", "reason", "success", "ip"]
    list_filter = [VerbFilter, "actor_kind", "success", "at"]
    search_fields = ["actor", "object_label", "reason", "=object_id", "=ip"]
    search_help_text = _("按操作者、对象、理由查找，或输入完整的对象编号、来源地址。")
    list_per_page = 50
    show_full_result_count = False
    actions = ["export_csv"]
    fieldsets = [
        (None, {"fields": ["when", "actor", "actor_kind", "user_id", "ip"]}),
        (_("操作"), {"fields": ["what", "success", "reason"]}),
        (_("对象"), {"fields": ["object_label", "part", "object_type", "object_id"]}),
        (_("防篡改"), {"fields": ["mac", "previous"]}),
    ]

    @admin.display(description=_("时间"), ordering="pk")
    def when(self, event):
        return f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"

    @admin.display(description=_("操作"), ordering="verb")
    def what(self, event):
        return event.verb_label

    @admin.action(description=_("导出所选记录（CSV）"))
    def export_csv(self, request, events):
        # The event is written first: an export that breaks off half-way has taken something too.
        audit.record(audit.by_user(request), EXPORT_LOG, AuditEvent, str(events.count()))
        response = StreamingHttpResponse(csv_lines(events), content_type="text/csv; charset=utf-8")
        name = f"audit-{timezone.localdate():%Y%m%d}.csv"
        response["Content-Disposition"] = content_disposition(name)
        return response
