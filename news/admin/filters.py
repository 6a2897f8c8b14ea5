"""Filters of the article list."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from navigation.permissions import editable_section_ids
from navigation.tree import get_tree
from news.admin.fields import content_kinds
from news.models import Article, ArticlePlacement, Document, Source
from news.pages import whole_number
from news.section_kinds import library_section_ids


class SectionFilter(admin.SimpleListFilter):
    """By section; a section that heads others finds the articles of all of them."""

    title = _("栏目")
    parameter_name = "section_in"

    def lookups(self, request, model_admin):
        allowed = editable_section_ids(request.user)
        kinds = content_kinds()
        found = []
        for root in get_tree().roots:
            for node in root.descendants():
                inside = [n.id for n in node.descendants() if n.kind in kinds and n.id in allowed]
                if inside:
                    indent = "　" * (len(list(node.ancestors)) - 1)
                    found.append((str(node.id), indent + node.title))
        return found

    def queryset(self, request, queryset):
        node = get_tree().get(whole_number(self.value()))
        if node is None:
            return queryset
        placements = ArticlePlacement.objects.filter(
            section_id__in=[below.id for below in node.descendants()]
        )
        return queryset.filter(pk__in=placements.values("article_id"))


class StateFilter(admin.SimpleListFilter):
    """By what the public sees, which status alone does not tell."""

    title = _("状态")
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [
            ("draft", _("草稿")),
            ("review", _("待审")),
            ("public", _("已发布")),
            ("scheduled", _("定时发布")),
            ("expired", _("已到期下线")),
            ("withdrawn", _("已撤回")),
            ("headline", _("头条")),
            ("sticky", _("置顶")),
            ("featured", _("轮播")),
        ]

    def queryset(self, request, queryset):
        now = timezone.now()
        published = queryset.filter(status=Article.Status.PUBLISHED)
        match self.value():
            case "draft" | "review" | "withdrawn" as status:
                return queryset.filter(status=status)
            case "public":
                return queryset.published()
            case "scheduled":
                return published.filter(published_at__gt=now)
            case "expired":
                return published.filter(expires_at__lte=now)
            case "headline" | "sticky" | "featured" as flag:
                return queryset.filter(**{f"{flag}_until__gt": now})
        return queryset


class SourceFilter(admin.SimpleListFilter):
    title = _("来源")
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [(str(pk), name) for pk, name in Source.objects.values_list("pk", "name")]

    def queryset(self, request, queryset):
        value = whole_number(self.value())
        return queryset.filter(source_id=value) if value else queryset


class DocumentFilter(admin.SimpleListFilter):
    """Documents, those out of force, and what a library does not show for lack of details."""

    title = _("文件")
    parameter_name = "document"

    def lookups(self, request, model_admin):
        return [
            ("yes", _("是文件")),
            ("ended", _("已修订、废止或失效")),
            ("lacking", _("在文件库里，但缺少文件信息")),
        ]

    def queryset(self, request, queryset):
        match self.value():
            case "yes":
                return queryset.filter(document__isnull=False)
            case "ended":
                ended = Document.objects.exclude(validity=Document.Validity.CURRENT)
                return queryset.filter(pk__in=ended.values("pk"))
            case "lacking":
                return queryset.lacking_document(library_section_ids())
        return queryset
