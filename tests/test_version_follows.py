"""Whatever changes what the public sees turns the content version over, by whichever way it is done."""

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.management import call_command

from disclosure.models import CatalogueCategory, CatalogueSettings
from navigation import services
from navigation.models import Section, SectionRedirect
from news.models import (
    Article,
    ArticlePlacement,
    Attachment,
    Document,
    DocumentCategory,
    HomeBlock,
    Source,
    Topic,
    TopicBlock,
    TopicItem,
)
from news.services import blocks, workflow
from news.services.attachments import attach
from news.services.documents import save_document
from news.services.placements import place
from news.services.sources import merge_sources
from news.services.topics import choose
from portal import content_version
from portal.models import Department, Link, LinkGroup, MourningPeriod, Person, Picture, SiteIdentity
from portal.pictures import create_picture
from tests.factories import make_article, make_document, make_section, make_user
from tests.files import pdf
from tests.news.conftest import png

pytestmark = pytest.mark.django_db


class World:
    """One of everything, and somebody who may do everything."""

    def __init__(self, client):
        self.user = make_user("root", superuser=True)
        client.force_login(self.user)
        self.client = client
        self.section = make_section("科创视点", slug="kcsd")
        self.other = make_section("通知公告", slug="tzgg")
        self.empty = make_section("空", slug="empty")
        self.topics = make_section("专题", slug="zt", kind="topics")
        self.picture = create_picture(ContentFile(png(), "a.png"), title="图", shape="wide")
        self.source = Source.objects.create(name="新华社")
        self.twin = Source.objects.create(name="新华网")
        self.article = make_article(
            self.section, source=self.source, cover=self.picture, body="<p>文</p>"
        )
        self.draft = make_article(self.section, "草稿", status="draft")
        self.attachment = attach(self.article, pdf())
        self.category = DocumentCategory.objects.create(name="科研条件")
        self.document = make_document(self.section, category=self.category)
        self.topic = Topic.objects.create(
            title="专题", slug="t", section=self.topics, year=2026, position=10
        )
        self.topic_block = TopicBlock.objects.create(topic=self.topic, title="要闻", position=10)
        self.item = TopicItem.objects.create(block=self.topic_block, term="3126")
        self.block = HomeBlock.objects.create(kind="list", section=self.section, position=10)
        HomeBlock.objects.create(kind="topics", position=20)
        self.group = LinkGroup.objects.create(name="友情链接", placement="friend")
        self.link = Link.objects.create(group=self.group, title="甲", url="/a/")
        self.person = Person.objects.create(name="沈砚清", post="主任", position=10)
        self.department = Department.objects.create(name="办公室", position=10)
        self.identity = SiteIdentity.objects.create(name="中心")
        self.mourning = MourningPeriod.objects.create(starts_on="2026-12-13", ends_on="2026-12-13")
        self.redirect = SectionRedirect.objects.create(old_path="old", section=self.section)

    def post(self, address, **data):
        response = self.client.post(f"/admin/{address}", data)
        assert response.status_code in (200, 302), response.status_code
        return response

    def act(self, model, action, row, **data):
        return self.post(f"{model}/", action=action, _selected_action=[row.pk], **data)

    def list_row(self, model, row, **values):
        """Save the list page with one changed row."""
        data = {f"form-0-{name}": value for name, value in values.items()}
        sizes = {"form-TOTAL_FORMS": 1, "form-INITIAL_FORMS": 1, "form-0-id": row.pk}
        return self.post(f"{model}/", _save="保存", **sizes, **data)


def saved(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


WAYS = {
    "article: title": lambda w: saved(w.article, title="新"),
    "article: delete": lambda w: w.article.delete(),
    "article: queryset delete": lambda w: Article.objects.filter(pk=w.article.pk).delete(),
    "article: placed elsewhere": lambda w: place(w.article, [w.section, w.other]),
    "article: only in another section": lambda w: place(w.article, [w.other]),
    "article: publish": lambda w: workflow.publish(w.draft, w.user),
    "article: withdraw": lambda w: workflow.withdraw(w.article, w.user),
    "article: bulk publish": lambda w: w.act("news/article", "publish", w.draft),
    "article: bulk withdraw": lambda w: w.act("news/article", "withdraw", w.article),
    "article: bulk delete": lambda w: w.act(
        "news/article", "delete_selected", w.article, post="yes"
    ),
    "article: restore": lambda w: w.post(
        f"news/article/{w.article.pk}/history/{w.article.history.first().pk}/"
    ),
    "attachment: add": lambda w: attach(w.article, pdf("b.pdf")),
    "attachment: rename": lambda w: saved(w.attachment, name="新"),
    "attachment: delete": lambda w: w.attachment.delete(),
    "attachment: queryset delete": lambda w: Attachment.objects.all().delete(),
    "document: details": lambda w: saved(w.document, validity="repealed"),
    "document: explanation": lambda w: w.document.explanations.add(w.article),
    "document: explanation from behind": lambda w: w.article.explains.set([w.document]),
    "document: no more": lambda w: save_document(w.document.article, None),
    "category: rename": lambda w: saved(w.category, name="新"),
    "category: delete": lambda w: (
        saved(w.document, category=None),
        DocumentCategory.objects.filter(pk=w.category.pk).delete(),
    ),
    "repair of the documents": lambda w: (
        Document.objects.update(words="旧"),
        call_command("check_articles", fix=True),
    ),
    "source: rename": lambda w: saved(w.source, name="新"),
    "source: merge": lambda w: merge_sources(w.twin, [w.source]),
    "source: merge of an unused one": lambda w: merge_sources(w.source, [w.twin]),
    "topic: hide": lambda w: saved(w.topic, is_visible=False),
    "topic: list page": lambda w: w.list_row("news/topic", w.topic, position=30, is_visible="on"),
    "topic: delete": lambda w: w.topic.delete(),
    "topic: archive": lambda w: w.act(
        "news/topic", f"archive-{make_section(kind='topics').pk}", w.topic
    ),
    "topic block: title": lambda w: saved(w.topic_block, title="新"),
    "topic block: choose articles": lambda w: choose(w.topic_block, [w.article]),
    "topic block: button": lambda w: w.post("news/topicblock/arrange/", toggle=w.topic_block.pk),
    "topic block: delete": lambda w: w.topic_block.delete(),
    "topic item: text": lambda w: saved(w.item, term="新"),
    "topic item: delete": lambda w: w.item.delete(),
    "block: up": lambda w: blocks.move_up(HomeBlock.objects, HomeBlock.objects.last().pk),
    "block: toggle": lambda w: blocks.toggle(HomeBlock.objects, w.block.pk),
    "block: reorder": lambda w: blocks.reorder(
        HomeBlock.objects, [HomeBlock.objects.last().pk, w.block.pk]
    ),
    "block: button": lambda w: w.post("news/homeblock/arrange/", down=w.block.pk),
    "block: delete": lambda w: w.act("news/homeblock", "delete_selected", w.block, post="yes"),
    "link: hide": lambda w: saved(w.link, is_visible=False),
    "link: delete": lambda w: w.link.delete(),
    "link group: delete": lambda w: w.group.delete(),
    "person: list page": lambda w: w.list_row("portal/person", w.person, position=5),
    "person: departments": lambda w: w.person.departments.add(w.department),
    "person: departments from behind": lambda w: w.department.leaders.add(w.person),
    "department: bulk delete": lambda w: w.act(
        "portal/department", "delete_selected", w.department, post="yes"
    ),
    "identity": lambda w: saved(w.identity, name="新"),
    "mourning: delete": lambda w: w.mourning.delete(),
    "picture: focal point": lambda w: saved(w.picture, focal_x=10),
    "picture: words": lambda w: saved(w.picture, title="新"),
    "picture: delete": lambda w: w.picture.delete(),
    "picture: new file": lambda w: saved(w.picture, file=ContentFile(png("red"), "b.png")),
    "catalogue category": lambda w: CatalogueCategory.objects.create(name="新"),
    "catalogue settings": lambda w: CatalogueSettings.objects.create(prefix="01404053X"),
    "section: create": lambda w: services.create_section(title="新", slug="neu"),
    "section: rename": lambda w: services.update_section(w.section, slug="neu"),
    "section: hide": lambda w: services.set_visibility(w.section, "top", False),
    "section: move": lambda w: services.move_section(w.empty, w.section),
    "section: shift": lambda w: services.shift_section(w.section, 1),
    "section: merge": lambda w: services.merge_sections(w.section, w.other),
    "section: delete": lambda w: services.delete_section(w.empty),
    "section: button": lambda w: w.post("navigation/section/toggle/", set=f"{w.section.pk}:top:0"),
    "redirect: delete": lambda w: w.redirect.delete(),
    "repair of the tree": lambda w: (
        Section.objects.filter(pk=w.section.pk).update(path="broken"),
        call_command("check_sections", fix=True),
    ),
    "repair of the lists": lambda w: (
        ArticlePlacement.objects.filter(article=w.article).update(status="draft"),
        call_command("check_articles", fix=True),
    ),
    "pictures made again": lambda w: (
        Picture.objects.filter(pk=w.picture.pk).update(renditions={}),
        call_command("rebuild_pictures", "--missing"),
    ),
}
QUIET = {
    "a download": lambda w: b"".join(w.client.get(w.attachment.url).streaming_content),
    "a visit": lambda w: w.client.get("/kcsd/"),
    "an account": lambda w: make_user("neu"),
    "an account deleted": lambda w: get_user_model().objects.filter(pk=make_user("x").pk).delete(),
    "a list page saved unchanged": lambda w: w.list_row(
        "portal/person", w.person, position=10, is_visible="on"
    ),
    "a repair with nothing to do": lambda w: call_command("check_sections", fix=True),
}


@pytest.mark.parametrize("way", WAYS)
def test_the_version_turns_over(client, way):
    world = World(client)
    before = content_version.read()
    WAYS[way](world)
    assert content_version.read() != before


@pytest.mark.parametrize("way", QUIET)
def test_nothing_public_changed_and_pages_stay_kept(client, way):
    world = World(client)
    before = content_version.read()
    QUIET[way](world)
    assert content_version.read() == before


def test_a_replaced_picture_is_seen_in_texts_at_once(client):
    """The text changes together with the picture: no page is kept with the old file's address."""
    world = World(client)
    world.article.body = f'<p>文</p><figure><img src="{world.picture.file.url}" alt=""></figure>'
    world.article.save()
    old = world.picture.file.url.rsplit("/", 1)[1].split(".")[0]
    client.logout()
    address = world.article.get_absolute_url()
    assert old in client.get(address).content.decode()
    saved(world.picture, file=ContentFile(png("red"), "b.png"))
    assert old not in client.get(address).content.decode()
