"""领导 and 部门."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.models import Department, Person

from .base import LeadsToPage, PositionedAdmin, thumbnail


@admin.register(Person)
class PersonAdmin(LeadsToPage, PositionedAdmin):
    list_display = ["name", "photo_preview", "post", "status", "is_chief", "position", "is_visible"]
    list_editable = ["position", "is_visible"]
    list_filter = ["status", "is_visible"]
    list_select_related = ["photo"]
    search_fields = ["name", "post"]
    autocomplete_fields = ["photo", "departments"]
    fieldsets = [
        (None, {"fields": ["name", "post", ("status", "is_chief"), "term", "photo"]}),
        (_("简介"), {"fields": [("gender", "birth"), "title", "summary", "duties", "departments"]}),
        (_("个人简历"), {"fields": ["resume"]}),
        (_("显示"), {"fields": [("position", "is_visible")]}),
    ]

    @admin.display(description=_("照片"))
    def photo_preview(self, obj):
        return thumbnail(obj.photo, 48)


@admin.register(Department)
class DepartmentAdmin(PositionedAdmin):
    list_display = ["name", "head", "phone", "room", "position", "is_visible"]
    list_editable = ["position", "is_visible"]
    search_fields = ["name", "duties"]
