"""Who may write and publish which article.

An article shows in every section it is filed in, so the rights of *all* of them count: whoever
could change it through one section would otherwise write in another one's list. A public article
may only be changed by those who could publish it; writers withdraw nothing and rewrite nothing
that readers already see.
"""

from navigation.permissions import (
    editable_section_ids,
    manages_everything,
    publishable_section_ids,
)
from news.models import Article


def section_ids(article) -> set[int]:
    """All sections an article is filed in."""
    ids = set(article.placements.values_list("section_id", flat=True)) if article.pk else set()
    return ids | {article.section_id}


def may_write_in(user, ids) -> bool:
    """Whether ``user`` may file an article in all these sections."""
    return bool(ids) and set(ids) <= editable_section_ids(user)


def may_publish_in(user, ids) -> bool:
    return bool(ids) and set(ids) <= publishable_section_ids(user)


def may_publish(user, article) -> bool:
    return may_publish_in(user, section_ids(article))


def may_edit(user, article) -> bool:
    """Whether ``user`` may change ``article`` as it stands now."""
    ids = section_ids(article)
    if article.status == Article.Status.PUBLISHED:
        return may_publish_in(user, ids)
    return may_write_in(user, ids)


def editable_articles(user):
    """The articles for which :func:`may_edit` holds, as one query."""
    if manages_everything(user):
        return Article.objects.all()
    own = Article.objects.within(editable_section_ids(user)).exclude(
        status=Article.Status.PUBLISHED
    )
    return own | Article.objects.within(publishable_section_ids(user))


def readable_articles(user):
    """The articles staff see in the admin: those of their sections, also where only to look at."""
    if manages_everything(user):
        return Article.objects.all()
    return Article.objects.within(editable_section_ids(user))


def may_read(user, article) -> bool:
    return may_write_in(user, section_ids(article))


def may_explain(user, article, *, public) -> bool:
    """Whether ``user`` may put something under the document ``article`` as its 解读.

    What readers see (``public``) changes the document's page; a draft only waits for somebody who
    may.
    """
    return may_edit(user, article) if public else may_read(user, article)


def may_delete(user, article) -> bool:
    """Publishers delete what they could publish; writers only their own unpublished drafts."""
    if may_publish(user, article):
        return True
    return may_edit(user, article) and article.created_by_id == user.pk
