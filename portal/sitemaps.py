"""Sitemap files as sitemaps.org describes them, with the image and news extensions."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from lxml import etree

from portal.jsonld import moment
from portal.text import plain

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
IMAGE = "http://www.google.com/schemas/sitemap-image/1.1"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"
# What the protocol allows in one file.
URL_LIMIT, BYTE_LIMIT = 50_000, 50 * 1024 * 1024
NEWS_LIMIT = 1000
# Languages of the news extension: ISO 639, except for the two ways to write Chinese.
NEWS_LANGUAGE = "zh-cn"


@dataclass(frozen=True)
class Entry:
    """One page. Addresses are absolute; ``changed`` is left out when nobody knows it."""

    url: str
    changed: datetime | None = None
    images: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class NewsEntry:
    """One page of the last two days in a news sitemap."""

    url: str
    title: str
    published: datetime


def _add(parent, tag, text=None):
    element = etree.SubElement(parent, tag)
    element.text = text
    return element


def _write(root) -> bytes:
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def write_index(entries: Iterable[Entry]) -> bytes:
    """``<sitemapindex>``: the files there are."""
    root = etree.Element(f"{{{SITEMAP}}}sitemapindex", nsmap={None: SITEMAP})
    for entry in entries:
        item = _add(root, f"{{{SITEMAP}}}sitemap")
        _add(item, f"{{{SITEMAP}}}loc", entry.url)
        if entry.changed:
            _add(item, f"{{{SITEMAP}}}lastmod", moment(entry.changed))
    return _write(root)


def write_urlset(entries: Iterable[Entry]) -> bytes:
    """``<urlset>``: pages with their date and pictures."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "image": IMAGE})
    for entry in entries:
        item = _add(root, f"{{{SITEMAP}}}url")
        _add(item, f"{{{SITEMAP}}}loc", entry.url)
        if entry.changed:
            _add(item, f"{{{SITEMAP}}}lastmod", moment(entry.changed))
        for url in entry.images:
            _add(_add(item, f"{{{IMAGE}}}image"), f"{{{IMAGE}}}loc", url)
    return _write(root)


def write_news(name: str, entries: Iterable[NewsEntry]) -> bytes:
    """``<urlset>`` of the news extension; ``name`` is the publication's."""
    root = etree.Element(f"{{{SITEMAP}}}urlset", nsmap={None: SITEMAP, "news": NEWS})
    for entry in entries:
        item = _add(root, f"{{{SITEMAP}}}url")
        _add(item, f"{{{SITEMAP}}}loc", entry.url)
        news = _add(item, f"{{{NEWS}}}news")
        publication = _add(news, f"{{{NEWS}}}publication")
        _add(publication, f"{{{NEWS}}}name", plain(name))
        _add(publication, f"{{{NEWS}}}language", NEWS_LANGUAGE)
        _add(news, f"{{{NEWS}}}publication_date", moment(entry.published))
        _add(news, f"{{{NEWS}}}title", plain(entry.title))
    return _write(root)
