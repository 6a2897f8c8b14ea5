"""来源库."""

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count
from django.shortcuts import render
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from navigation.permissions import manages_everything, rights_of
from news.models import Source
from news.services.sources import merge_sources


@admin.register(Source)
class SourceAdmin(admin.ModelAdmin):
    """Everybody who writes may look sources up and add one; changing one changes many articles."""

    list_display = ["name", "url", "is_own", "article_count"]
    list_filter = ["is_own"]
    search_fields = ["name"]
    actions = ["merge"]

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if request.resolver_match and request.resolver_match.url_name == "news_source_changelist":
            queryset = queryset.annotate(number=Count("article"))
        return queryset

    @admin.display(description=_("文章数"), ordering="number")
    def article_count(self, obj):
        return obj.number

    def has_module_permission(self, request):
        return rights_of(request.user).any or super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return rights_of(request.user).any or super().has_view_permission(request, obj)

    def has_add_permission(self, request):
        return rights_of(request.user).any or super().has_add_permission(request)

    def has_change_permission(self, request, obj=None):
        return manages_everything(request.user) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return manages_everything(request.user) or super().has_delete_permission(request, obj)

    @admin.action(description=_("合并所选来源"), permissions=["delete"])
    def merge(self, request, queryset):
        """Ask which of the chosen sources stays, then give it the articles of the others."""
        chosen = list(queryset.order_by("name"))
        if len(chosen) < 2:
            messages.warning(request, _t("请至少选择两个来源。"))
            return None
        keep = next((s for s in chosen if str(s.pk) == request.POST.get("keep")), None)
        if keep is None:
            context = {
                **self.admin_site.each_context(request),
                "title": _t("合并来源"),
                "opts": self.opts,
                "sources": chosen,
                "checkbox_name": ACTION_CHECKBOX_NAME,
            }
            return render(request, "admin/news/source/merge.html", context)
        count = merge_sources(keep, [source for source in chosen if source != keep])
        self.log_change(request, keep, _t("合并了 %(count)s 个来源") % {"count": len(chosen) - 1})
        messages.success(
            request,
            _t("已合并到“%(name)s”，%(count)s 篇文章改用此来源。")
            % {"name": keep.name, "count": count},
        )
        return None
