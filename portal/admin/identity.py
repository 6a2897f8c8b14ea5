"""网站标识 and 哀悼灰."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.models import MourningPeriod, SiteIdentity

from .base import LeadsHome, SingletonAdmin


@admin.register(SiteIdentity)
class SiteIdentityAdmin(LeadsHome, SingletonAdmin):
    autocomplete_fields = ["logo", "gov_mark_image", "map_picture", "qr_picture"]
    fieldsets = [
        (
            _("名称"),
            {
                "fields": [
                    "name",
                    "name_en",
                    "short_name",
                    "logo",
                    "host_name",
                    "host_url",
                    "established",
                ]
            },
        ),
        (_("搜索引擎"), {"fields": ["description", "keywords", "organization_type"]}),
        (
            _("备案与标识"),
            {
                "fields": [
                    "copyright",
                    ("icp", "icp_url"),
                    ("police", "police_url"),
                    ("gov_mark_image", "gov_mark_url"),
                    "site_code",
                ]
            },
        ),
        (
            _("联系方式"),
            {
                "fields": [
                    "address",
                    "postcode",
                    ("phone", "fax"),
                    "email",
                    "office_hours",
                    "directions",
                    "map_picture",
                ]
            },
        ),
        (
            _("页脚与页头"),
            {
                "fields": [
                    ("qr_picture", "qr_label"),
                    "correction_url",
                    "finds_faults",
                    "search_url",
                ]
            },
        ),
    ]


@admin.register(MourningPeriod)
class MourningPeriodAdmin(LeadsHome, admin.ModelAdmin):
    list_display = ["starts_on", "ends_on", "reason", "state"]
    search_fields = ["reason"]

    @admin.display(description=_("状态"))
    def state(self, period):
        today = timezone.localdate()
        if today < period.starts_on:
            return _("未开始")
        return _("正在显示灰色") if today <= period.ends_on else _("已结束")

    def said_of(self, obj, message):
        """What visitors see, and when: nothing else on the page tells it."""
        today = timezone.localdate()
        if today > obj.ends_on:
            return _("已保存。这几天已经过去，网站不变灰。")
        days = {"start": f"{obj.starts_on:%Y-%m-%d}", "end": f"{obj.ends_on:%Y-%m-%d}"}
        if today < obj.starts_on:
            return _("已保存。全站将在 %(start)s 零时变灰，%(end)s 过后自动恢复。") % days
        return _("已保存。全站现在是灰色，%(end)s 过后自动恢复。") % days
