"""Building the demo institution from its files."""

import re
from datetime import datetime, timedelta

from django.core.files import File
from django.utils import timezone

from news.demo_loader import extras
from news.demo_loader.documents import DocumentBuilder
from news.demo_loader.topics import make_topic
from news.models import Article, HomeBlock, Source, Topic
from news.services.attachments import attach
from news.services.placements import place
from portal.models import LinkGroup

# The demo's 头条, 置顶 and carousel do not run out while somebody is trying the portal.
LONG = timezone.make_aware(datetime(2036, 1, 1))
_SECTION_LINK = re.compile(r'href="/([a-z0-9-]+)/"')
_DEMO_PICTURE = re.compile(r'src="demo:([a-z0-9-]+)"')
OWN_PREFIX = "本中心"


class DemoBuilder(DocumentBuilder):
    """Makes what is missing, in an order in which everything finds what it refers to."""

    def build(self) -> int:
        """Build everything; returns the number of things made."""
        for step in (
            self.build_sections,
            self.build_identity,
            self.build_links,
            self.build_synonyms,
            self.build_departments,
            self.build_people,
            self.build_articles,
            self.build_documents,
            self.build_topics,
            self.build_home,
            self.build_extras,
        ):
            step()
        self.ledger.seal()
        return self.ledger.made

    # --- Articles --------------------------------------------------------------------------
    def build_articles(self):
        self.say("文章")
        for number, demo in enumerate(self.files.articles, 1):
            homes = [self.section_named(slug) for slug in demo.fields["sections"]]
            homes = [section for section in homes if section]
            if not homes:
                continue
            article = self.ledger.ensure(
                f"article:{demo.key}", Article, lambda d=demo, h=homes: self._make_article(d, h)
            )
            if article:
                self.articles[demo.key] = article
            if number % 20 == 0:
                self.say(f"文章 {number}/{len(self.files.articles)}")
        self._link_headline()

    def _make_article(self, demo, homes):
        fields = demo.fields
        carousel = self.files.home["carousel"]["articles"]
        texts = "title short_title subtitle kicker author editor summary doc_number".split()
        article = Article.objects.create(
            section=homes[0],
            source=self.source(fields.get("source")),
            cover=self.picture(fields.get("cover"), fields["title"]),
            body=self._with_links(self._with_pictures(demo.body, fields["title"])),
            keywords="，".join(fields.get("keywords", [])),
            status=Article.Status.PUBLISHED,
            published_at=timezone.make_aware(fields["date"]),
            headline_until=LONG if fields.get("headline") else None,
            sticky_until=LONG if fields.get("sticky") else None,
            featured_until=self._carousel_until(demo.key, carousel),
            **{name: fields.get(name, "") for name in texts},
        )
        place(article, homes)
        for position, spec in enumerate(fields.get("attachments", [])):
            with self.files.attachment(spec["file"]).open("rb") as handle:
                file = File(handle, name=f"{spec['name']}.{spec['file'].rpartition('.')[2]}")
                attach(article, file, name=spec["name"], position=position)
        return article

    @staticmethod
    def _carousel_until(key, carousel):
        """Earlier in the list is shown first, which means: leaves the carousel later."""
        if key not in carousel:
            return None
        return LONG + timedelta(days=len(carousel) - carousel.index(key))

    def _with_pictures(self, body, title):
        """Replace ``demo:name`` addresses by those of library pictures."""
        for name in sorted(set(_DEMO_PICTURE.findall(body))):
            picture = self.picture(name, title)
            body = body.replace(
                f'src="demo:{name}"', f'src="{picture.file.url if picture else ""}"'
            )
        return body

    def _with_links(self, body):
        """Links to a section may name it by its directory alone, wherever it stands in the tree."""

        def address(match):
            section = self.section_named(match[1])
            return f'href="{section.get_absolute_url()}"' if section else match[0]

        return _SECTION_LINK.sub(address, body)

    def source(self, name):
        if not name:
            return None
        return self.ledger.ensure(
            f"source:{name}",
            Source,
            lambda: Source.objects.create(name=name, is_own=name.startswith(OWN_PREFIX)),
            adopt=Source.objects.filter(name=name),
        )

    def _link_headline(self):
        """The links under the 头条 may lead to articles, which have no address before they exist."""
        for demo in self.files.articles:
            article = self.articles.get(demo.key)
            if not demo.fields.get("headline") or article is None or article.headline_links:
                continue
            if self.ledger.records[f"article:{demo.key}"].fingerprint:
                continue
            article.headline_links = [
                {"title": link["title"], "url": self._address(link)}
                for link in self.files.home["headline"]["links"]
            ]
            article.save()

    def _address(self, link):
        article = self.articles.get(link.get("article"))
        return article.get_absolute_url() if article else link.get("url", "/")

    # --- Topics and the home page ------------------------------------------------------------
    def build_topics(self):
        self.say("专题")
        for position, spec in enumerate(self.files.site["topics"]):
            section = self.section_named(spec["group"])
            if section:
                self.ledger.ensure(
                    f"topic:{spec['slug']}",
                    Topic,
                    lambda s=spec, h=section, n=position: make_topic(self, s, h, n),
                    adopt=Topic.objects.filter(slug=spec["slug"]),
                )

    def build_home(self):
        self.say("首页")
        for position, spec in enumerate(self.files.home["block"]):
            self.ledger.ensure(
                f"block:{spec['key']}", HomeBlock, lambda s=spec, n=position: self._make_block(s, n)
            )

    def build_extras(self):
        """What rooms above add."""
        extras.build(self)

    def _make_block(self, spec, position):
        names = "kind title layout count include_children".split()
        group = self.ledger.records.get(f"links:block:{spec.get('link_group')}")
        return HomeBlock.objects.create(
            section=self.sections.get(spec.get("section")),
            link_group=LinkGroup.objects.filter(pk=group.object_id).first() if group else None,
            position=position,
            **{name: spec[name] for name in names if name in spec},
        )
