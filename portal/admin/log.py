"""操作日志: Django's admin log, for reading only."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext_lazy as _

from portal.admin.base import ReadOnly

OnlyUsed = admin.RelatedOnlyFieldListFilter


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["action_time", "user", "content_type", "object_repr", "what"]
    # Only what appears in the log: most kinds of rows are never touched by hand.
    list_filter = ["action_flag", ("user", OnlyUsed), ("content_type", OnlyUsed)]
    list_select_related = ["user", "content_type"]
    search_fields = ["object_repr", "change_message", "user__username"]
    date_hierarchy = "action_time"

    @admin.display(description=_("操作"))
    def what(self, obj):
        return obj.get_change_message()
