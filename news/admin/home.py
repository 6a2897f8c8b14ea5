"""首页板块: the home page, arranged by dragging or with buttons."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _

from navigation.models import Section
from news.admin.arrange import ARRANGING, ArrangedAdmin
from news.admin.fields import SectionField
from news.home import ARTICLE_KINDS, KIND
from news.models import HomeBlock
from news.services import blocks
from portal.admin.base import LeadsHome

NEEDS_LINKS = {KIND.SERVICES, KIND.DISCLOSURE, KIND.LINKS}


class HomeBlockForm(forms.ModelForm):
    section = SectionField(
        queryset=None,
        required=False,
        label=_("内容取自栏目"),
        help_text=_("文章类板块必选；其他板块用它的名称、颜色和“更多”链接。"),
    )

    class Meta:
        model = HomeBlock
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets name the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "section" in self.fields:
            self.fields["section"].queryset = Section.objects.all()

    def clean(self):
        data = super().clean()
        kind = data.get("kind")
        if kind in ARTICLE_KINDS and not data.get("section"):
            self.add_error("section", _("这种板块显示文章，请选择栏目。"))
        if kind in NEEDS_LINKS and not data.get("link_group"):
            self.add_error("link_group", _("这种板块显示链接，请选择链接组。"))
        count = data.get("count")
        if count is not None and not 1 <= count <= blocks.MAX_COUNT:
            self.add_error("count", _("条数应在 1 到 %(max)s 之间。") % {"max": blocks.MAX_COUNT})
        return data


@admin.register(HomeBlock)
class HomeBlockAdmin(LeadsHome, ArrangedAdmin):
    form = HomeBlockForm
    list_display = ["block_name", "kind", "layout", "source_name", "count", *ARRANGING]
    list_display_links = ["block_name"]
    list_select_related = ["section", "link_group"]
    fieldsets = [
        (None, {"fields": ["kind", "title", "section", "include_children", "count"]}),
        (_("链接"), {"fields": ["link_group", "more_url"]}),
        (_("外观"), {"fields": ["layout", "color", "is_visible"]}),
    ]

    def rows_beside(self, request, pk):
        if not self.has_change_permission(request):
            raise PermissionDenied
        return HomeBlock.objects.all()

    @admin.display(description=_("板块"))
    def block_name(self, obj):
        return obj.title or (obj.section.title if obj.section else obj.get_kind_display())

    @admin.display(description=_("内容来源"))
    def source_name(self, obj):
        names = [str(part) for part in (obj.section, obj.link_group) if part]
        return "；".join(names) or "—"
