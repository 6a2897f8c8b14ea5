"""Link groups: utility bar, footer lists, friend links."""

from django.contrib import admin
from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from portal.models import Link, LinkGroup

from .base import LeadsHome, PositionedAdmin


class LinkInline(admin.TabularInline):
    model = Link
    extra = 1
    fields = ["position", "title", "url", "description", "icon", "new_window", "is_visible"]


@admin.register(LinkGroup)
class LinkGroupAdmin(LeadsHome, PositionedAdmin):
    list_display = ["name", "placement", "position", "link_count"]
    list_editable = ["position"]
    list_filter = ["placement"]
    search_fields = ["name", "links__title"]
    inlines = [LinkInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(link_count=Count("links"))

    @admin.display(description=_("链接数"), ordering="link_count")
    def link_count(self, obj):
        return obj.link_count

    def save_formset(self, request, form, formset, change):
        """Number the links 10, 20, … in the order given, new ones without a place last."""
        super().save_formset(request, form, formset, change)
        links = list(form.instance.links.order_by("position", "pk"))
        ordered = [link for link in links if link.position] + [
            link for link in links if not link.position
        ]
        for number, link in enumerate(ordered, start=1):
            if link.position != number * 10:
                link.position = number * 10
                link.save(update_fields=["position"])
