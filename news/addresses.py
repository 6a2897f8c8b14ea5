"""Addresses of articles and topics, built from the tree in memory."""

from django.utils import timezone

from navigation.tree import get_tree


def article_url(article) -> str:
    """``/<section path>/<yyyymm>/t<yyyymmdd>_<id>.html``, dates in local time.

    An article that is a ``page`` section's content has the section's own address only when it is
    the one shown there; the article view redirects, so lists need not know. ``/article/`` stands
    in for a home section that is switched off while the article still shows in another one.
    """
    node = get_tree().get(article.section_id)
    base = f"/{node.path}" if node else "/article"
    day = timezone.localtime(article.published_at)
    return f"{base}/{day:%Y%m}/t{day:%Y%m%d}_{article.pk}.html"


def topic_url(topic) -> str:
    """``/<section path>/<slug>.html``."""
    node = get_tree().get(topic.section_id)
    base = f"/{node.path}" if node else "/topic"
    return f"{base}/{topic.slug}.html"


def topic_block_url(block) -> str:
    """``/<section path>/<slug>_<id>.html``: all articles of a block of a topic."""
    return topic_url(block.topic).replace(".html", f"_{block.pk}.html")


def accent_url(colour: str) -> str:
    """``/accent-7a3fb0.css``: the sheet for a colour of a topic's own, "" without one."""
    return f"/accent-{colour.removeprefix('#')}.css" if colour else ""
