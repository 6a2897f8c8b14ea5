"""What the pages of this room say about themselves: home, lists, articles, topics, people."""

import re
from dataclasses import replace
from html import unescape

from django.utils import timezone
from django.utils.translation import gettext as _

from navigation.meta import section_meta
from navigation.tree import Node
from news.models import Article, Topic, TopicBlock
from portal import jsonld
from portal.meta import PageMeta
from portal.models import Person
from portal.pictures import best_url
from portal.site import get_site
from portal.text import words

# Wide enough for the large card of a messenger or a search engine.
CARD_WIDTH = 1200
FIRST_IMAGE = re.compile(r'<img\b[^>]*?\ssrc="([^"]+)"')


def home_meta() -> PageMeta:
    """首页: the site and the institution it belongs to."""
    site = get_site()
    return PageMeta(
        title=site.name,
        path="/",
        description=site.description,
        keywords=",".join(words(site.keywords)),
        image=site.logo_url,
        image_alt=site.name,
        feed=(site.name, "/"),
        things=(jsonld.website, jsonld.organization_card),
    )


def contact_meta(node: Node) -> PageMeta:
    """联系我们: the institution with its address and telephone."""
    return section_meta(node, things=(jsonld.organization_card,))


def list_meta(node: Node, number=1) -> PageMeta:
    """A page of a list. Every page counts itself; a filter is only a view of the same list."""
    title = node.title
    if number > 1:
        title = _("%(title)s（第%(number)s页）") % {"title": title, "number": number}
    path = f"{node.url}?page={number}" if number > 1 else node.url
    return section_meta(node, title=title, path=path)


def feed_of(node: Node) -> tuple[str, str]:
    """Title and folder of the feeds of a section that holds articles."""
    return (f"{node.title}_{get_site().short_name}", f"/{node.path}/")


# --- Articles -------------------------------------------------------------------------------------
def changed_at(row):
    """When an article was last changed for readers: not before it was out."""
    return max(row.updated_at, row.published_at)


def article_image(article: Article) -> str:
    """The cover, or else the first picture of the text."""
    if article.cover:
        return best_url(article.cover, CARD_WIDTH)
    found = FIRST_IMAGE.search(article.body)
    return unescape(found[1]) if found else ""


def article_meta(article: Article, node: Node, path: str, *, is_page=False) -> PageMeta:
    """An article in the frame of ``node``; ``is_page``: it stands for the section itself."""
    keywords = ",".join(article.keywords_list)
    return section_meta(
        node,
        title=article.title,
        path=path,
        description=article.summary or article.title,
        keywords=keywords,
        image=article_image(article),
        image_alt=article.cover.title if article.cover else article.title,
        og_type="article",
        tags=_article_tags(article),
        og=(
            ("article:published_time", jsonld.moment(article.published_at)),
            ("article:modified_time", jsonld.moment(changed_at(article))),
            ("article:section", node.title),
            *(("article:tag", word) for word in article.keywords_list),
        ),
        things=(lambda head: _article_thing(head, article, node, is_page),),
        # A single page has no list to follow, and is the section itself.
        **({} if is_page else {"feed": feed_of(node), "tail": (article.title, path)}),
    )


def _article_tags(article):
    """The content tags of the rule. What names no source is the institution's own."""
    published = timezone.localtime(article.published_at)
    return (
        ("ArticleTitle", article.title),
        ("PubDate", f"{published:%Y-%m-%d %H:%M}"),
        ("ContentSource", article.source_name or get_site().name),
        ("Author", article.author),
    )


def _article_thing(head, article, node, is_page) -> dict:
    own = jsonld.organization(head)
    source = article.source
    outside = {"@type": "Organization", "name": article.source_name}
    if source and source.url.startswith("http"):
        outside["url"] = source.url
    foreign = source is not None and not source.is_own
    people = [{"@type": "Person", "name": name} for name in words(article.author)]
    return {
        "@type": "Article" if is_page else "NewsArticle",
        "headline": article.title,
        "alternativeHeadline": article.subtitle,
        "description": article.summary,
        "datePublished": jsonld.moment(article.published_at),
        "dateModified": jsonld.moment(changed_at(article)),
        "author": people or (outside if foreign else own),
        "publisher": own,
        "sourceOrganization": outside if foreign else None,
        "image": head.image,
        "mainEntityOfPage": {"@type": "WebPage", "@id": head.canonical},
        "url": head.canonical,
        "isPartOf": {
            "@type": "CollectionPage",
            "name": node.title,
            "url": head.absolute(node.url),
        },
        "articleSection": node.title,
        "keywords": article.keywords_list,
        "identifier": article.doc_number,
        "inLanguage": jsonld.LANGUAGE,
    }


# --- Topics and people ----------------------------------------------------------------------------
def topic_meta(topic: Topic, node: Node) -> PageMeta:
    """A topic's landing page."""
    path = topic.get_absolute_url()
    return section_meta(
        node,
        title=topic.title,
        path=path,
        description=topic.intro or topic.subtitle or topic.title,
        keywords="",
        image=best_url(topic.banner, CARD_WIDTH),
        image_alt=topic.banner.title if topic.banner else "",
        things=(lambda head: _topic_thing(head, topic),),
        tail=(topic.title, path),
    )


def block_meta(block: TopicBlock, node: Node, number: int) -> PageMeta:
    """The list of all articles of one block of a topic."""
    topic, path = block.topic, block.get_absolute_url()
    meta = section_meta(
        node,
        title=f"{block.title}_{topic.title}",
        path=path if number == 1 else f"{path}?page={number}",
        description=topic.intro or topic.subtitle or topic.title,
        keywords="",
        tail=(topic.title, topic.get_absolute_url()),
    )
    return replace(meta, crumbs=(*meta.crumbs, (block.title, path)))


def _topic_thing(head, topic) -> dict:
    return {
        "@type": "CollectionPage",
        "name": topic.title,
        "description": topic.intro or topic.subtitle,
        "url": head.canonical,
        "image": head.image,
        "dateModified": jsonld.moment(topic.updated_at),
        "inLanguage": jsonld.LANGUAGE,
        "publisher": jsonld.organization(head),
    }


def person_meta(person: Person, node: Node | None) -> PageMeta:
    """个人简历 of a leader, in the section that lists them when there is one."""
    path = person.get_absolute_url()
    values = {
        "title": person.name,
        "path": path,
        "description": person.summary or _("，").join([person.name, person.post]),
        "keywords": ",".join([person.name, *words(person.post)]),
        "image": best_url(person.photo, CARD_WIDTH),
        "image_alt": person.name,
        "og_type": "profile",
        "things": (lambda head: _person_thing(head, person),),
    }
    if node is None:
        return PageMeta(crumbs=((person.name, path),), **values)
    return section_meta(node, tail=(person.name, path), **values)


def _person_thing(head, person) -> dict:
    return {
        "@type": "ProfilePage",
        "url": head.canonical,
        "dateModified": jsonld.moment(person.updated_at),
        "mainEntity": {
            "@type": "Person",
            "name": person.name,
            "jobTitle": person.post,
            "image": head.image,
            "worksFor": jsonld.organization(head),
        },
    }
