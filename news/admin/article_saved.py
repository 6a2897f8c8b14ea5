"""What the public sees of an article now, and how its page tells whoever saved or deletes it."""

from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from news.models import Article, ArticlePlacement
from portal.admin.base import LeadsToPage

SAID = {
    "public": _("“{title}”已发布，公众现在就能看到。"),
    "scheduled": _("“{title}”将在 {at} 自动发布，在此之前只有工作人员能看到。"),
    "expired": _("“{title}”已保存；下线时间已过，公众看不到。"),
    "draft": _("“{title}”已存为草稿，公众看不到。"),
    "review": _("“{title}”已送审，等待有发布权的同事审核。"),
    "withdrawn": _("“{title}”已保存，仍是撤回状态，公众看不到。"),
}


def state_of(article) -> tuple[str, str]:
    """What the public sees of an article: a name for the stylesheet and words for staff."""
    if article.status != Article.Status.PUBLISHED:
        return article.status, article.get_status_display()
    now = timezone.now()
    if article.published_at > now:
        return "scheduled", _("定时")
    if article.expires_at and article.expires_at <= now:
        return "expired", _("已下线")
    return "public", _("已发布")


def said_of(article) -> str:
    """One sentence: what became of ``article`` and who can see it."""
    at = timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M")
    return format_html(SAID[state_of(article)[0]], title=article.title, at=at)


class ArticleSavedMixin(LeadsToPage, admin.ModelAdmin):
    """After saving: the state in words, the page, and the way back; 保存并预览 goes straight there."""

    def said_of(self, obj, message):
        edit = reverse("admin:news_article_change", args=[obj.pk])
        return format_html('{} <a href="{}">{}</a>', said_of(obj), edit, _("继续编辑"))

    def page_label(self, obj):
        return _("查看网页") if obj.is_public else _("预览")

    def response_add(self, request, obj, post_url_continue=None):
        return self._preview(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        return self._preview(request, obj) or super().response_change(request, obj)

    def _preview(self, request, obj):
        if "_preview" not in request.POST:
            return None
        return HttpResponseRedirect(obj.get_absolute_url())

    def get_deleted_objects(self, objs, request):
        """Without the rows that only repeat the article for its lists."""
        found, counts, missing, protected = super().get_deleted_objects(objs, request)
        counts.pop(ArticlePlacement._meta.verbose_name_plural, None)
        return _without_placements(found), counts, missing, protected


def _without_placements(found):
    """The nested list of Django's confirmation page, less every line about a placement."""
    name = str(ArticlePlacement._meta.verbose_name)
    kept = [
        _without_placements(line)
        if isinstance(line, list)
        else (None if str(line).startswith(f"{name}: ") else line)
        for line in found
    ]
    return [line for line in kept if line]
