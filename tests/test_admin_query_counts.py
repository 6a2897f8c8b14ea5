"""Staff lists and forms take as many queries for thirty rows as for three."""

from datetime import date

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disclosure.models import CatalogueCategory
from navigation.models import SectionGrant, SectionRedirect
from news.models import DocumentCategory, HomeBlock, Source, Topic, TopicBlock, TopicItem
from news.services.attachments import attach
from portal import audit
from portal.audit.verbs import PRUNE_LOG
from portal.models import Department, Link, LinkGroup, Person, Picture
from portal.pictures import create_picture
from portal.workdays import YearPlan
from portal.workdays.services import apply_plans
from tests.factories import make_article, make_document, make_section, make_user
from tests.files import pdf
from tests.news.conftest import png

pytestmark = pytest.mark.django_db
LISTS = [
    "news/article",
    "news/topic",
    "news/homeblock",
    "news/source",
    "news/documentcategory",
    "portal/picture",
    "portal/person",
    "portal/department",
    "portal/linkgroup",
    "portal/mourningperiod",
    "portal/calendarversion",
    "disclosure/cataloguecategory",
    "navigation/section",
    "navigation/sectionredirect",
    "auth/user",
    "auth/group",
    "admin/logentry",
    "portal/auditevent",
]


class Rows:
    def __init__(self):
        self.number = 0
        self.section = make_section("科创视点", slug="kcsd")
        self.topics = make_section("专题", slug="zt", kind="topics")
        self.picture = create_picture(ContentFile(png(), "a.png"), title="图", shape="wide")
        self.article = make_article(self.section, "主文章")
        self.category = DocumentCategory.objects.create(name="分类")
        self.document = make_document(self.section, "主文件", category=self.category)
        self.topic = Topic.objects.create(title="题", slug="t", section=self.topics, year=2026)
        self.block = TopicBlock.objects.create(topic=self.topic, title="要闻")
        self.qa = TopicBlock.objects.create(topic=self.topic, title="问答", kind="qa")
        self.gallery = TopicBlock.objects.create(topic=self.topic, title="图", kind="gallery")
        self.group = LinkGroup.objects.create(name="组")
        self.catalogue_category = CatalogueCategory.objects.create(name="规章制度")

    def add(self, client, count):
        for _row in range(count):
            self.number += 1
            self._add(client, self.number)

    def _add(self, client, n):
        source = Source.objects.create(name=f"来源{n}")
        section = make_section(f"栏目{n}", slug=f"s{n}", parent=self.section)
        article = make_article(section, f"文章{n}", source=source, cover=self.picture)
        top = DocumentCategory.objects.create(name=f"分类{n}")
        DocumentCategory.objects.create(name="下级", parent=top)
        DocumentCategory.objects.create(name=f"下级{n}", parent=self.category)
        document = make_document(section, f"文件{n}", category=top, issuer=f"机关{n}")
        document.explanations.add(self.article)
        self.document.explanations.add(document.article)
        user = make_user(f"user{n}")
        group = Group.objects.create(name=f"组{n}")
        group.user_set.add(user)
        SectionGrant.objects.create(group=group, section=section)
        Topic.objects.create(title=f"题{n}", slug=f"t{n}", section=self.topics, year=2026)
        HomeBlock.objects.create(kind="list", section=section, position=n)
        Picture.objects.bulk_create(
            [Picture(title=f"图{n}", file=self.picture.file.name, uploaded_by=user)]
        )
        department = Department.objects.create(name=f"部门{n}")
        Person.objects.create(name=f"人{n}", post="主任", photo=self.picture).departments.add(
            department
        )
        audit.record(audit.by_system("test"), PRUNE_LOG, department)
        Link.objects.create(group=LinkGroup.objects.create(name=f"g{n}"), title="x", url="/x/")
        Link.objects.create(group=self.group, title="x", url="/x/")
        top = CatalogueCategory.objects.create(name=f"分类{n}")
        CatalogueCategory.objects.create(name=f"下级{n}", parent=top)
        child = CatalogueCategory.objects.create(name=f"下级{n}", parent=self.catalogue_category)
        child.sections.add(section)
        SectionRedirect.objects.create(old_path=f"old{n}", section=section)
        apply_plans([YearPlan(2027, {date(2027, 1, 1): f"元旦{n}"}, source="文")], by=user)
        attach(self.article, pdf())
        TopicBlock.objects.create(topic=self.topic, title=f"栏{n}", section=section)
        TopicItem.objects.create(block=self.block, article=article)
        TopicItem.objects.create(block=self.qa, term=f"问{n}", text="答")
        TopicItem.objects.create(block=self.gallery, picture=self.picture)
        client.post(
            f"/admin/portal/department/{department.pk}/change/", {"name": f"新{n}", "position": n}
        )


def count(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200, address
    return [query["sql"] for query in queries]


@pytest.fixture
def rows(client):
    client.force_login(make_user("root", superuser=True))
    return Rows()


def grown(client, rows, addresses):
    """``{address: more queries for thirty rows than for three}``."""
    rows.add(client, 3)
    for address in addresses:
        client.get(address)
    few = {address: count(client, address) for address in addresses}
    rows.add(client, 12)
    for address in addresses:
        client.get(address)
    return {
        address: many[-6:]
        for address in addresses
        if len(many := count(client, address)) > len(few[address])
    }


def test_lists_do_not_ask_once_a_row(client, rows):
    blocks = f"/admin/news/topicblock/?topic={rows.topic.pk}"
    assert grown(client, rows, [*(f"/admin/{name}/" for name in LISTS), "/admin/", blocks]) == {}


def test_forms_do_not_ask_once_a_choice_or_an_inline_row(client, rows):
    forms = [
        f"/admin/news/article/{rows.article.pk}/change/",
        f"/admin/news/article/{rows.document.pk}/change/",
        f"/admin/news/article/{rows.article.pk}/history/",
        f"/admin/news/documentcategory/{rows.category.pk}/change/",
        f"/admin/portal/linkgroup/{rows.group.pk}/change/",
        f"/admin/navigation/section/{rows.section.pk}/change/",
        "/admin/disclosure/cataloguesettings/add/",
        f"/admin/navigation/section/{rows.topics.pk}/move/",
        f"/admin/portal/picture/{rows.picture.pk}/change/",
        "/admin/news/homeblock/add/",
        f"/admin/news/topic/{rows.topic.pk}/change/",
        f"/admin/news/topicblock/{rows.block.pk}/change/",
        f"/admin/news/topicblock/{rows.qa.pk}/change/",
        f"/admin/news/topicblock/{rows.gallery.pk}/change/",
        f"/admin/news/topicblock/add/?topic={rows.topic.pk}&kind=news",
        "/admin/auth/user/add/",
        "/admin/auth/group/add/",
        "/admin/richtext/browse/",
    ]
    assert grown(client, rows, forms) == {}
