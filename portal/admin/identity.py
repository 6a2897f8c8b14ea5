"""网站标识 and 哀悼灰."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.models import MourningPeriod, SiteIdentity

from .base import SingletonAdmin


@admin.register(SiteIdentity)
class SiteIdentityAdmin(SingletonAdmin):
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
class MourningPeriodAdmin(admin.ModelAdmin):
    list_display = ["starts_on", "ends_on", "reason"]
