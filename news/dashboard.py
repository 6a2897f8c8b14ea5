"""Panels of the 工作台: the first steps on a new site, what waits for this user, and which sections
have gone quiet.

How often a section must be updated is set on the section (更新周期); government site inspections
(网站检查指标) ask for two weeks for news, six months for announcements and policies, and none empty.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from navigation.models import Section
from navigation.permissions import (
    editable_section_ids,
    manages_everything,
    publishable_section_ids,
)
from navigation.tree import get_tree
from news.models import Article, ArticlePlacement, HomeBlock
from news.rights import editable_articles
from news.section_kinds import is_list, library_section_ids
from portal.dashboard import Panel, register
from portal.models import SiteIdentity

SHOWN = 8


def first_steps(request):
    """What a new site still lacks, in the order in which it is best made; gone once all is there."""
    if not manages_everything(request.user):
        return None
    steps = [
        (_("填写网站标识：单位名称、备案号、地址"), "portal_siteidentity", SiteIdentity.objects),
        (_("建立栏目"), "navigation_section", Section.objects),
        (_("写第一篇文章"), "news_article", Article.objects),
        (_("安排首页板块"), "news_homeblock", HomeBlock.objects),
    ]
    steps = [
        {"title": title, "url": reverse(f"admin:{name}_changelist"), "done": rows.exists()}
        for title, name, rows in steps
    ]
    return None if all(step["done"] for step in steps) else {"steps": steps}


def my_work(request):
    """Drafts of one's own, articles to review, articles set for later."""
    user = request.user
    if not editable_section_ids(user):
        return None
    now = timezone.now()
    articles = editable_articles(user)
    counts = articles.aggregate(
        drafts=Count("pk", filter=Q(status=Article.Status.DRAFT, created_by=user)),
        review=Count("pk", filter=Q(status=Article.Status.REVIEW)),
        scheduled=Count("pk", filter=Q(status=Article.Status.PUBLISHED, published_at__gt=now)),
    )
    waiting = articles.filter(
        Q(status=Article.Status.REVIEW)
        | Q(status=Article.Status.DRAFT, created_by=user)
        | Q(status=Article.Status.PUBLISHED, published_at__gt=now)
    )
    return {
        "counts": counts,
        "may_publish": bool(publishable_section_ids(user)),
        "waiting": waiting.only("title", "status", "published_at").order_by("-updated_at")[:SHOWN],
    }


@dataclass(frozen=True)
class QuietSection:
    """A list section that has had nothing new for longer than its limit (days), or nothing at all."""

    id: int
    title: str
    url: str
    last: datetime | None
    limit: int | None


def quiet_sections(section_ids) -> list[QuietSection]:
    """The list sections among ``section_ids`` that are empty or overdue, the emptiest first.

    A library of documents shows what stands below it, so that counts there.
    """
    shown = {
        node: [below.id for below in node.descendants()] if node.kind == "documents" else [node.id]
        for node in get_tree().by_id.values()
        if is_list(node) and node.id in section_ids
    }
    newest = dict(
        ArticlePlacement.objects.published()
        .filter(section_id__in=set().union(*shown.values()))
        .values_list("section_id")
        .annotate(last=Max("published_at"))
        .values_list("section_id", "last")
    )
    dates = {node: [newest[pk] for pk in ids if pk in newest] for node, ids in shown.items()}
    last = {node.id: max(found) for node, found in dates.items() if found}
    now = timezone.now()
    found = [
        QuietSection(node.id, node.title, node.url, last.get(node.id), node.update_days)
        for node in shown
        if node.id not in last
        or (node.update_days and now - last[node.id] > timedelta(days=node.update_days))
    ]
    return sorted(found, key=lambda section: section.last or datetime.min.replace(tzinfo=UTC))


def without_details(request):
    """Articles in a library of documents that it does not show: nothing says they are documents."""
    user = request.user
    ids = library_section_ids() & editable_section_ids(user)
    if not ids:
        return None
    articles = editable_articles(user).lacking_document(ids).filter(status="published")
    found = articles.only("title", "published_at").order_by("-published_at")
    total = found.count()
    return {"articles": found[:SHOWN], "total": total} if total else None


def quiet_panel(request):
    ids = editable_section_ids(request.user)
    if not ids:
        return None
    found = quiet_sections(ids)
    return {"sections": found[:SHOWN], "total": len(found)}


register(Panel("first-steps", "admin/news/panels/first_steps.html", first_steps, order=0))
register(Panel("my-work", "admin/news/panels/my_work.html", my_work, order=10))
register(
    Panel("without-details", "admin/news/panels/without_details.html", without_details, order=15)
)
register(Panel("quiet-sections", "admin/news/panels/quiet_sections.html", quiet_panel, order=20))
