"""Small builders for tests: each makes a valid row with as few arguments as possible."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.utils import timezone


def make_user(username="editor", *, superuser=False, staff=True, perms=(), groups=()):
    """A user; ``perms`` are ``"app.codename"`` strings."""
    user = get_user_model().objects.create_user(
        username, password="correct horse battery", is_staff=staff, is_superuser=superuser
    )
    for perm in perms:
        app, codename = perm.split(".")
        user.user_permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    user.groups.add(*groups)
    return user


def make_section(title="科创动态", slug=None, parent=None, kind="list", **fields):
    """A section, written through the service like any other."""
    from navigation.models import Section
    from navigation.services import create_section

    if slug is None:
        slug = f"s{Section.objects.count() + 1}"
    return create_section(title=title, slug=slug, parent=parent, kind=kind, **fields)


def make_article(
    section, title="测试文章", *, days_ago=0, status="published", also_in=(), **fields
):
    """An article filed in ``section``, published ``days_ago`` days before now unless given."""
    from news.models import Article
    from news.services.placements import place

    fields.setdefault("published_at", timezone.now() - timedelta(days=days_ago, minutes=1))
    fields.setdefault("body", "<p>正文第一段。</p>")
    article = Article.objects.create(title=title, section=section, status=status, **fields)
    place(article, [section, *also_in])
    return article


def make_document(section, title="管理办法", *, explanations=(), article=(), **details):
    """A document filed in ``section``; ``article`` holds arguments of :func:`make_article`."""
    from news.models import Document

    details.setdefault("issuer", "京津科技创新发展中心")
    details.setdefault("written_on", "2026-11-01")
    found = make_article(section, title, **dict(article))
    document = Document.objects.create(article=found, **details)
    # As it is in the database: dates are dates.
    document.refresh_from_db()
    document.explanations.set(explanations)
    return document
