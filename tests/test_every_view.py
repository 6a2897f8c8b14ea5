"""Every door of the site, tried by everyone: GET and POST of each URL pattern, for six roles.

What each role should meet is in ``every_view.txt``, one line a pattern; a new pattern fails here
until it has its line. After a deliberate change, print the lines as they are now with
``EVERY_VIEW=print pytest -s tests/test_every_view.py`` and read the difference.
"""

import os
from pathlib import Path

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.test import Client

from navigation.models import Section, SectionGrant, SectionRedirect
from news.models import DocumentCategory, HomeBlock, Source, Topic, TopicBlock
from news.services.attachments import attach
from news.sitemaps import file_of
from portal import audit
from portal.audit.verbs import PRUNE_LOG
from portal.models import (
    CalendarVersion,
    Department,
    LinkGroup,
    MourningPeriod,
    Person,
    SearchSynonym,
    SiteIdentity,
)
from portal.pictures import create_picture
from tests.disclosure.desk.conftest import desk  # noqa: F401 - a fixture
from tests.disclosure.doors import Furnished, act_doors, desk_doors
from tests.doors import CONFIRM, knock, model_doors, outcome, patterns
from tests.factories import make_article, make_document, make_section, make_user
from tests.files import pdf
from tests.news.conftest import png

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("every_view.txt")
ROLES = ["anonymous", "staff", "writer", "elsewhere", "publisher", "superuser"]


def granted(name, section, **rights):
    group = Group.objects.create(name=name)
    SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(name, groups=[group])


@pytest.fixture
def world(desk, settings, tmp_path):  # noqa: F811
    """One row of everything, in 科创视点 (kcsd); its writer and publisher, another's publisher."""
    settings.MEDIA_ROOT = tmp_path
    here = make_section("科创视点", slug="kcsd")
    there = make_section("通知公告", slug="tzgg")
    topics = make_section("专题", slug="zt", kind="topics", parent=here)
    picture = create_picture(ContentFile(png(), name="a.png"), title="图", shape="wide")
    article = make_article(here, "已发布", cover=picture)
    draft = make_article(here, "草稿", status="draft")
    users = {
        "anonymous": None,
        "staff": make_user("staff"),
        "writer": granted("writer", here),
        "elsewhere": granted("elsewhere", there, can_publish=True, can_manage=True),
        "publisher": granted("publisher", here, can_publish=True),
        "superuser": make_user("superuser", superuser=True),
    }
    SiteIdentity.objects.create(name="示例中心", logo=picture)
    values = {"year": 2026, "section": topics}
    topic = Topic.objects.create(title="专题", slug="topic", **values)
    furnished = Furnished(desk)
    rows = {
        "auth_user": users["staff"],
        "auth_group": Group.objects.first(),
        "portal_siteidentity": SiteIdentity.objects.get(),
        "portal_mourningperiod": MourningPeriod.objects.create(
            starts_on="2026-12-13", ends_on="2026-12-13"
        ),
        "portal_calendarversion": CalendarVersion.objects.first(),
        "portal_searchsynonym": SearchSynonym.objects.create(words="年报 年度报告"),
        "portal_linkgroup": LinkGroup.objects.create(name="友情链接"),
        "portal_person": Person.objects.create(name="沈砚清", post="主任"),
        "portal_department": Department.objects.create(name="办公室"),
        "portal_picture": picture,
        "admin_logentry": LogEntry.objects.create(
            user=users["superuser"], object_repr="文章", action_flag=CHANGE
        ),
        "portal_auditevent": audit.record(audit.by_system("test"), PRUNE_LOG, Source),
        "news_article": draft,
        "news_documentcategory": DocumentCategory.objects.create(name="科研条件"),
        "news_homeblock": HomeBlock.objects.create(kind="list", section=here),
        "news_source": Source.objects.create(name="新华社"),
        "news_topic": topic,
        "news_topicblock": TopicBlock.objects.create(topic=topic, title="要闻", section=here),
        **furnished.rows(),
        "navigation_section": make_section("空栏目", slug="empty", parent=here),
        "navigation_sectionredirect": SectionRedirect.objects.create(old_path="old", section=here),
    }
    library = make_section("政策文件", slug="zcwj", kind="documents", parent=here)
    make_document(library, "办法")
    hidden = Topic.objects.create(title="未公开", slug="hidden", is_visible=False, **values)
    hidden_block = TopicBlock.objects.create(topic=hidden, title="要闻", section=here)
    return {
        "desk": furnished,
        "users": users,
        "rows": rows,
        "here": here,
        "there": there,
        "article": article,
        "draft": draft,
        "hidden": hidden,
        "hidden block": hidden_block,
        "file": attach(article, pdf()),
        "draft file": attach(draft, pdf()),
        "picture": picture,
    }


def fixed_doors(world):
    """Pattern, or pattern and case in brackets → (address, what is posted)."""
    here, draft, article = world["here"], world["draft"], world["article"]
    empty = world["rows"]["navigation_section"]
    section, block = "/admin/navigation/section/", world["rows"]["news_homeblock"].pk
    blocks, topic = "/admin/news/topicblock/", world["rows"]["news_topic"]
    part = world["rows"]["news_topicblock"]
    version = f"/admin/news/article/{draft.pk}/history/{draft.history.first().pk}/"
    complete = "/admin/autocomplete/?app_label={}&model_name={}&field_name={}"
    return {
        "richtext:upload": ("/admin/richtext/upload/", {"upload": ContentFile(png(), "a.png")}),
        "richtext:browse": ("/admin/richtext/browse/", {}),
        "richtext:format": ("/admin/richtext/format/", {"html": "<p>文</p>"}),
        "admin:index": ("/admin/", {}),
        "admin:login": ("/admin/login/", {}),
        "admin:logout": ("/admin/logout/", {}),
        "admin:password_change": ("/admin/password_change/", {}),
        "admin:password_change_done": ("/admin/password_change/done/", {}),
        "admin:autocomplete (source)": (complete.format("news", "article", "source"), {}),
        "admin:autocomplete (cover)": (complete.format("news", "article", "cover"), {}),
        "admin:autocomplete (articles)": (complete.format("news", "topicitem", "article"), {}),
        "admin:autocomplete (explanations)": (
            complete.format("news", "document", "explanations"),
            {},
        ),
        "admin:autocomplete (superseded_by)": (
            complete.format("news", "document", "superseded_by"),
            {},
        ),
        "admin:autocomplete (photo)": (complete.format("portal", "person", "photo"), {}),
        "admin:autocomplete (groups)": (complete.format("auth", "user", "groups"), {}),
        "admin:autocomplete (group)": (complete.format("navigation", "sectiongrant", "group"), {}),
        "admin:jsi18n": ("/admin/jsi18n/", {}),
        "admin:view_on_site": ("/admin/r/999/1/", {}),
        "admin:app_list": ("/admin/news/", {}),
        "admin/(?P<url>.*)$": ("/admin/nowhere/", {}),
        "admin:auth_user_password_change": (
            f"/admin/auth/user/{world['rows']['auth_user'].pk}/password/",
            {},
        ),
        "admin:news_article_version": (version, {}),
        "admin:news_article_change (public)": (f"/admin/news/article/{article.pk}/change/", {}),
        "admin:news_article_delete (public)": (
            f"/admin/news/article/{article.pk}/delete/",
            CONFIRM,
        ),
        "admin:portal_auditevent_changelist (export)": (
            "/admin/portal/auditevent/",
            {"action": "export_csv", "_selected_action": [world["rows"]["portal_auditevent"].pk]},
        ),
        "admin:news_article_changelist (action)": (
            "/admin/news/article/",
            {"action": "delete_selected", "_selected_action": [article.pk], **CONFIRM},
        ),
        "admin:news_topic_change (hidden)": (
            f"/admin/news/topic/{world['hidden'].pk}/change/",
            {},
        ),
        "admin:news_topic_changelist (archive)": (
            "/admin/news/topic/",
            {"action": f"archive-{topic.section_id}", "_selected_action": [topic.pk]},
        ),
        "admin:news_topicblock_changelist (topic)": (f"{blocks}?topic={topic.pk}", {}),
        "admin:news_topicblock_add (kind)": (f"{blocks}add/?topic={topic.pk}&kind=qa", {}),
        "admin:news_topicblock_arrange": (f"{blocks}arrange/", {"toggle": part.pk}),
        "admin:news_homeblock_arrange": ("/admin/news/homeblock/arrange/", {"toggle": block}),
        "admin:news_article_changelist (catalogue)": (
            "/admin/news/article/",
            {"action": "enter_in_catalogue", "_selected_action": [article.pk]},
        ),
        "admin:navigation_section_toggle": (f"{section}toggle/", {"set": f"{here.pk}:top:0"}),
        "admin:navigation_section_shift": (f"{section}shift/", {"move": f"{here.pk}:down"}),
        "admin:navigation_section_drop": (
            f"{section}drop/",
            {"section": empty.pk, "target": world["there"].pk, "where": "inside"},
        ),
        "admin:navigation_section_move": (f"{section}{empty.pk}/move/", {}),
        "admin:navigation_section_merge": (f"{section}{empty.pk}/merge/", {}),
        "admin:navigation_section_change (top)": (f"{section}{here.pk}/change/", {}),
        "portal:display": ("/display/", {"theme": "dark"}),
        "portal:display-css": ("/display.css", {}),
        "portal:media": (world["picture"].file.url, {}),
        "news:home": ("/", {}),
        "portal:robots": ("/robots.txt", {}),
        "news:feed": ("/rss.xml", {}),
        "news:feed (atom)": ("/atom.xml", {}),
        "news:sitemap": ("/sitemap.xml", {}),
        "news:sitemap-pages": ("/sitemap-pages.xml", {}),
        "news:sitemap-news": ("/sitemap-news.xml", {}),
        "news:sitemap-articles": (f"/sitemap-articles-{file_of(article.pk)}.xml", {}),
        "news:sitemap-articles (missing)": ("/sitemap-articles-999999999.xml", {}),
        "news:search": ("/search/?q=a", {}),
        "news:suggest": ("/search/suggest/?q=a", {}),
        "news:person": (f"/people/{world['rows']['portal_person'].pk}/", {}),
        "news:attachment": (world["file"].url, {}),
        "news:attachment (draft)": (world["draft file"].url, {}),
        "news:article": (article.get_absolute_url(), {}),
        "news:article (draft)": (draft.get_absolute_url(), {}),
        "news:section-feed": ("/kcsd/rss.xml", {}),
        "news:section-feed (atom)": ("/kcsd/atom.xml", {}),
        "news:topic": ("/kcsd/zt/topic.html", {}),
        "news:topic (hidden)": (world["hidden"].get_absolute_url(), {}),
        "news:topic-block": (part.get_absolute_url(), {}),
        "news:topic-block (hidden)": (world["hidden block"].get_absolute_url(), {}),
        "news:accent": ("/accent-7a3fb0.css", {}),
        "navigation:site-map": ("/sitemap/", {}),
        "navigation:section": ("/kcsd/", {}),
        "navigation:section (documents)": ("/kcsd/zcwj/?q=1", {}),
        "navigation:section (documents as a file)": ("/kcsd/zcwj/?format=xlsx", {}),
        "navigation:section (moved)": ("/old/", {}),
        "navigation:section (missing)": ("/nowhere/", {}),
    }


def doors_of(world):
    acts = act_doors(world["desk"].in_hand)
    some = [f"admin:disclosure_case_act ({action})" for action in ("assign", "claim")]
    return {
        **fixed_doors(world),
        **desk_doors(world["desk"]),
        **{name: acts[name] for name in some},
        **model_doors(world["rows"]),
    }


def visit(world, role):
    """``{(door, method): outcome}`` for one role."""
    found = {}
    for name, (address, data) in doors_of(world).items():
        for method in ("get", "post"):
            client = Client(raise_request_exception=False)
            if world["users"][role]:
                client.force_login(world["users"][role])
            found[name, method] = outcome(knock(client, method, address, data))
    return found


def expected(role):
    """The same from the table: door, then six outcomes of GET and six of POST."""
    table = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            name, get, post = (part.strip() for part in line.split(" | "))
            for method, outcomes in (("get", get), ("post", post)):
                table[name, method] = outcomes.split()[ROLES.index(role)]
    return table


def test_every_pattern_has_its_door(world):
    known = {name.split(" (")[0] for name in doors_of(world)}
    assert set(patterns()) - known == set(), "add these patterns to the doors and to the table"
    assert known - set(patterns()) == set(), "these patterns no longer exist"


@pytest.mark.parametrize("role", ROLES)
def test_each_door_answers_as_the_table_says(world, role):
    if os.environ.get("EVERY_VIEW") == "print":
        pytest.skip("printing instead")
    found, wanted = visit(world, role), expected(role)
    assert found.keys() == wanted.keys()
    wrong = {door: (wanted[door], got) for door, got in found.items() if got != wanted[door]}
    assert wrong == {}, "door: (expected, got)"


@pytest.mark.skipif(os.environ.get("EVERY_VIEW") != "print", reason="prints the table on demand")
def test_print_the_table(world, capsys):
    by_role = {role: visit(world, role) for role in ROLES}
    lines = [
        " | ".join(
            [name.ljust(48)]
            + [
                " ".join(by_role[role][name, method].ljust(5) for role in ROLES)
                for method in ("get", "post")
            ]
        )
        for name in doors_of(world)
    ]
    with capsys.disabled():
        print("\n" + "\n".join(line.rstrip() for line in lines))  # noqa: T201


def test_no_post_passes_without_its_token(world):
    """Two forms may, which stand on pages kept for everybody: that of the display, and the one that
    asks for number and code. What another site sends them they refuse by its origin."""
    passed = []
    for name, (address, data) in doors_of(world).items():
        client = Client(enforce_csrf_checks=True, raise_request_exception=False)
        client.force_login(world["users"]["superuser"])
        if knock(client, "post", address, data).status_code != 403:
            passed.append(name)
    assert passed == ["portal:display", "disclosure:follow"]


def test_nobody_deleted_anything_by_get(world):
    before = Section.objects.count()
    client = Client()
    client.force_login(world["users"]["superuser"])
    for _name, (address, _data) in model_doors(world["rows"]).items():
        client.get(address)
    assert Section.objects.count() == before
    for row in world["rows"].values():
        assert type(row).objects.filter(pk=row.pk).exists()
