"""load_demo: builds the institution once, takes back only its own, makes articles in bulk."""

import hashlib
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.utils import timezone

from navigation.models import Section
from navigation.tree import get_tree
from news.demo_loader.reader import DemoFiles, read_article
from news.models import (
    Article,
    ArticleKeyword,
    ArticlePlacement,
    Attachment,
    DemoRecord,
    Document,
    DocumentCategory,
    HomeBlock,
    Source,
    Topic,
    TopicBlock,
    TopicItem,
)
from portal.models import Department, Link, LinkGroup, Person, Picture, SiteIdentity
from portal.richtext.sanitizer import sanitize
from tests.factories import make_article
from tests.news.helpers import titles

MODELS = (
    Section,
    SiteIdentity,
    LinkGroup,
    Link,
    Department,
    Person,
    Picture,
    Source,
    Article,
    ArticlePlacement,
    ArticleKeyword,
    Attachment,
    Topic,
    TopicBlock,
    TopicItem,
    HomeBlock,
    Document,
    DocumentCategory,
    DemoRecord,
)


def demo(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


def state():
    """Everything in the tables: a second run must not touch a single value."""
    return {model: sorted(map(str, model._default_manager.values_list())) for model in MODELS}


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and removed with the transaction around it."""
    from django.db import transaction

    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic.__enter__()
        demo()
        yield
        transaction.set_rollback(True)
        atomic.__exit__(None, None, None)


@pytest.fixture
def demo_site(loaded, db):
    cache.clear()


# --- The files ------------------------------------------------------------------------------------
FILES = DemoFiles()


def test_there_are_at_least_eighty_articles_spread_over_all_list_sections():
    assert len(FILES.articles) >= 80
    lists = {
        s["path"].rpartition("/")[2] for s in FILES.sections if s.get("kind", "list") == "list"
    }
    homes = {slug for article in FILES.articles for slug in article.fields["sections"]}
    assert lists <= homes
    assert {article.fields["date"].year for article in FILES.articles} >= {2023, 2024, 2025, 2026}


def test_every_file_an_article_names_is_there():
    for article in FILES.articles:
        names = [article.fields.get("cover"), *re.findall('src="demo:([^"]+)"', article.body)]
        for name in filter(None, names):
            assert FILES.picture(name).exists(), (article.key, name)
        for attachment in article.fields.get("attachments", []):
            assert FILES.attachment(attachment["file"]).exists(), (article.key, attachment)


def test_no_two_articles_share_a_title_or_a_paragraph():
    headings = [article.fields["title"] for article in FILES.articles]
    assert len(headings) == len(set(headings))
    seen = {}
    for article in FILES.articles:
        for paragraph in re.findall("<p>(.{60,}?)</p>", article.body):
            digest = hashlib.sha256(paragraph.encode()).digest()
            assert seen.setdefault(digest, article.key) == article.key


def test_article_bodies_survive_the_sanitiser():
    for article in FILES.articles:
        body = re.sub(r'<img src="demo:[^"]+"[^>]*>', "", article.body)
        text = re.sub(r"<[^>]+>|\s+", "", body)
        assert re.sub(r"<[^>]+>|\s+", "", sanitize(body)) == text, article.key


def test_an_article_file_is_head_and_body(tmp_path):
    path = tmp_path / "kcsd" / "01-a.html"
    path.parent.mkdir()
    path.write_text('+++\ntitle = "甲"\n+++\n<p>乙 +++\n</p>\n', encoding="utf-8")
    found = read_article(path)
    assert (found.key, found.fields, found.body) == (
        "kcsd/01-a",
        {"title": "甲"},
        "<p>乙 +++\n</p>",
    )


# --- Loading --------------------------------------------------------------------------------------
def test_the_whole_tree_is_there(demo_site):
    tree = get_tree()
    assert [node.title for node in tree.top] == [
        *("单位概况 党的建设 科技创新 服务保障 政策文件 信息公开".split())
    ]
    assert [node.title for node in tree.mobile][6:] == [
        *("头条新闻 通知公告 科研进展 科创动态 专题".split())
    ]
    assert {node.kind for node in tree.by_id.values()} >= {
        "list",
        "page",
        "link",
        "people",
        "topics",
    }
    # The 科创动态 that stands in no menu leads to the one under 科技创新.
    assert tree.by_path["kcdt"].url == "/kjcx/kcdt/"


def test_every_article_was_filed_where_its_file_says(demo_site):
    assert Article.objects.count() == len(FILES.articles)
    for article in FILES.articles:
        record = DemoRecord.objects.get(key=f"article:{article.key}")
        found = Article.objects.get(pk=record.object_id)
        slugs = [found.section.slug, *found.placements.values_list("section__slug", flat=True)]
        assert slugs[0] == article.fields["sections"][0]
        assert set(slugs) == set(article.fields["sections"])
        assert found.attachments.count() == len(article.fields.get("attachments", []))
        assert "demo:" not in found.body


def test_every_section_answers_with_content(demo_site, client):
    for node in get_tree().by_id.values():
        if not node.url.startswith("/"):
            continue
        response = client.get(node.url, follow=True)
        assert response.status_code == 200, node.url
        assert "本栏目暂无内容" not in response.content.decode(), node.url


def test_no_link_inside_the_demo_is_dead(demo_site, client):
    pages = {"/"} | {a.get_absolute_url() for a in Article.objects.exclude(body="")[:200]}
    links = set()
    for page in pages:
        html = client.get(page, follow=True).content.decode()
        links |= set(re.findall(r'href="(/[^"#?]*)', html))
    for link in sorted(link for link in links if not link.startswith(("/static/", "/media/"))):
        assert client.get(link, follow=True).status_code == 200, link


def test_the_home_page_reads_like_the_design(demo_site, client):
    rows = client.get("/").context["rows"]
    shape = [(row.layout, [block.kind for block in row.blocks]) for row in rows]
    assert shape == [
        ("headline", ["headline"]),
        ("hero", ["carousel", "lead-list"]),
        ("thirds", ["notices", "picture-list", "list"]),
        ("strip", ["services"]),
        ("thirds", ["policy", "disclosure", "list"]),
        ("topics", ["topics"]),
    ]
    blocks = {block.title: block for row in rows for block in row.blocks}
    counts = {title: len(block.articles) for title, block in blocks.items() if block.articles}
    assert [counts[t] for t in ("头条新闻", "通知公告", "科研进展", "科创动态")] == [7, 5, 5, 9]
    assert [counts[t] for t in ("政策文件", "党的建设")] == [4, 7]
    assert len(blocks["服务保障"].links) == len(blocks["信息公开"].links) == 6
    assert len(blocks["专题"].topics) == 4
    (headline,) = rows[0].blocks
    assert titles(headline.articles) == ["区域科研仪器开放共享平台上线 首批接入设备逾三千台套"]
    assert len(headline.related_links) == 3
    assert 3 <= len(blocks["图片新闻"].articles) <= 6
    assert all(article.cover for article in blocks["图片新闻"].articles)


def test_the_first_topic_reads_like_the_design(demo_site, client):
    rows = client.get("/zt/dnzt/yiqi-gongxiang.html").context["rows"]
    assert [[block.title for block in row] for row in rows] == [
        ["要闻"],
        ["数说"],
        ["机制解读", "大事记"],
        ["一线故事"],
    ]
    news, stories = rows[0][0], rows[3][0]
    assert news.articles[0].title == "从一张清单到一套规则：跨法人共享机制是怎样建成的"
    assert news.articles[0].cover
    assert (len(news.articles), len(stories.articles)) == (11, 4)
    assert news.more_url and stories.more_url
    assert [item.term for item in rows[1][0].items][:2] == ["3\u202f126", "1\u202f480"]


def test_every_kind_of_block_is_shown_somewhere(demo_site):
    assert set(TopicBlock.objects.values_list("kind", flat=True)) == set(TopicBlock.Kind)


def test_removing_keeps_a_topic_whose_block_was_changed(demo_site):
    item = TopicBlock.objects.filter(kind="facts").first().items.first()
    item.term = "4000"
    item.save()
    assert f"专题“{item.block.topic}”（已被修改）" in demo("--remove")


def test_the_policy_sections_are_a_library(demo_site, client):
    tree = get_tree()
    assert [node.title for node in tree.by_path["zcwj"].children_top] == [
        *("科技政策 科学城政策 开放共享政策".split())
    ]
    page = client.get("/zcwj/").context["page"]
    assert page.total >= 15
    states = set(Document.objects.values_list("validity", flat=True))
    assert states == set(Document.Validity.values)
    assert Document.objects.filter(validity="repealed", superseded_by__isnull=False).exists()
    explained = Document.objects.filter(explanations__isnull=False).distinct()
    assert explained.count() >= 4
    for document in Document.objects.select_related("article", "category"):
        assert document.article.doc_number
        assert document.category.parent
        assert document.written_on <= document.article.published_at.date()
        successor = document.superseded_by
        if successor:
            assert successor.document.written_on > document.written_on
            # The new text says what it replaces, as real ones do.
            assert document.article.doc_number in successor.body
    for path in ("/zcwj/kjzc/", "/zcwj/kxczc/", "/zcwj/kfgxzc/"):
        assert client.get(path).context["page"].total >= 4


def test_an_older_demo_gets_its_documents_and_what_staff_made_stays_theirs(demo_site):
    records = DemoRecord.objects.filter(key__startswith="document:")
    mine = Document.objects.get(pk=records.first().object_id)
    Document.objects.exclude(pk=mine.pk).delete()
    records.delete()
    mine.issuer = "编辑填的机关"
    mine.save()
    assert "新建" in demo()
    assert Document.objects.count() >= 15
    mine.refresh_from_db()
    assert mine.issuer == "编辑填的机关"


def test_a_second_run_changes_nothing(demo_site):
    before = state()
    assert "已是最新" in demo()
    assert state() == before


def test_what_staff_changed_or_deleted_stays_so(demo_site):
    article = Article.objects.get(title__startswith="区域科研仪器开放共享平台上线")
    article.title = "编辑改过的标题"
    article.save()
    Topic.objects.filter(slug="yiqi-gongxiang").delete()
    demo()
    article.refresh_from_db()
    assert article.title == "编辑改过的标题"
    assert not Topic.objects.filter(slug="yiqi-gongxiang").exists()


def test_every_file_of_the_demo_has_words_to_be_found(demo_site):
    call_command("extract_texts", verbosity=0, stdout=StringIO())
    texts = Attachment.objects.values_list("text", flat=True)
    assert len(texts) == sum(len(a.fields.get("attachments", [])) for a in FILES.articles)
    assert min(map(len, texts)) > 400


# --- Removing -------------------------------------------------------------------------------------
def test_removing_leaves_nothing_but_the_mark(demo_site):
    assert "已删除" in demo("--remove")
    left = {model.__name__: model.objects.count() for model in MODELS if model.objects.exists()}
    assert left == {"DemoRecord": 1}


def test_removing_keeps_what_belongs_to_staff_and_says_so(demo_site):
    home = Section.objects.get(path="kjcx/kcsd")
    picture = Picture.objects.filter(shape="wide").first()
    source = Source.objects.first()
    own = make_article(home, "自己的文章", cover=picture, source=source)
    in_text = Picture.objects.filter(shape="wide").last()
    make_article(home, "引用图片", body=f'<p><img src="{in_text.file.url}" alt="图"></p>')
    changed = Article.objects.filter(title="机组工程师的一天").get()
    changed.summary = "编辑改过"
    changed.save()
    out = demo("--remove")
    own.refresh_from_db()
    assert (own.cover, own.source, own.section) == (picture, source, home)
    assert Picture.objects.filter(pk=in_text.pk).exists()
    assert set(titles(Article.objects.all())) == {"自己的文章", "引用图片", "机组工程师的一天"}
    assert set(Section.objects.values_list("path", flat=True)) == {"kjcx", "kjcx/kcsd"}
    for name in ("科创视点", "科技创新", source.name, "机组工程师的一天"):
        assert name in out
    demo("--remove", "--force")
    assert set(titles(Article.objects.all())) == {"自己的文章", "引用图片"}


def test_removing_keeps_documents_that_staff_described(demo_site):
    """With their articles, their category and what took their place; nothing else stays."""
    old = Article.objects.get(title="大型仪器共享机时收费暂行办法")
    old.document.issuer = "编辑改过"
    old.document.save()
    new = old.document.superseded_by
    out = demo("--remove")
    assert Document.objects.get().issuer == "编辑改过"
    assert set(Article.objects.all()) == {old, new}
    assert set(DocumentCategory.objects.values_list("name", flat=True)) == {"科研条件", "开放共享"}
    assert set(Section.objects.values_list("path", flat=True)) == {"zcwj", "zcwj/kfgxzc"}
    assert old.title in out
    demo("--remove", "--force")
    assert not Article.objects.exists()
    assert not Document.history.exists()


def test_synthetic_documents_are_complete_and_in_step(demo_site, client):
    before = Document.objects.count()
    demo("--documents", "60")
    added = Document.objects.filter(pk__in=DemoRecord.objects.bulk().values("object_id"))
    assert added.count() == 60
    assert Document.objects.count() == before + 60
    call_command("check_articles", stdout=StringIO())
    assert len({document.article.title for document in added}) > 50
    assert client.get("/zcwj/").context["page"].total >= 60
    demo("--remove", "--articles")
    assert Document.objects.count() == before


# --- For make run ---------------------------------------------------------------------------------
def test_if_empty_loads_only_once_even_after_removal(demo_site):
    demo("--remove")
    assert demo("--if-empty") == ""
    assert not Section.objects.exists()


# --- In bulk --------------------------------------------------------------------------------------
def test_synthetic_articles_are_complete_various_and_in_step(demo_site, client):
    demo("--articles", "400")
    added = Article.objects.filter(
        pk__in=DemoRecord.objects.bulk().values("object_id")
    ).select_related("section")
    assert added.count() == 400
    assert {a.section.kind for a in added} == {"list"}
    assert len({a.section_id for a in added}) >= 12
    years = {a.published_at.year for a in added}
    assert len(years) >= 9
    assert max(a.published_at for a in added) < timezone.now()
    assert len({a.body for a in added}) == 400
    assert len({a.title for a in added}) > 360
    for article in added[:25]:
        assert sanitize(article.body) == article.body
        assert not re.search(r"[{}]", article.title + article.body)
    call_command("check_articles", stdout=StringIO())
    assert client.get(added[0].get_absolute_url()).status_code == 200


def test_more_synthetic_articles_differ_from_the_first(demo_site):
    demo("--articles", "30")
    demo("--articles", "30")
    bodies = Article.objects.filter(pk__in=DemoRecord.objects.bulk().values("object_id"))
    assert len(set(bodies.values_list("body", flat=True))) == 60


def test_removing_synthetic_articles_keeps_edited_ones_and_the_demo(demo_site):
    demo("--articles", "50")
    edited = Article.objects.get(pk=DemoRecord.objects.bulk().first().object_id)
    edited.title = "编辑过"
    edited.save()
    out = demo("--remove", "--articles")
    assert "49" in out
    assert Article.objects.count() == len(FILES.articles) + 1
    assert Article.objects.filter(title="编辑过").exists()
    assert not ArticlePlacement.objects.exclude(article__in=Article.objects.all()).exists()


@pytest.mark.parametrize("arguments", [["--articles"], ["--articles", "0"], ["--force"]])
def test_half_a_wish_is_refused(db, arguments):
    with pytest.raises(CommandError):
        demo(*arguments)


def test_bulk_texts_are_dated_within_ten_years(demo_site):
    demo("--articles", "60")
    oldest = Article.objects.filter(pk__in=DemoRecord.objects.bulk().values("object_id")).earliest(
        "published_at"
    )
    assert oldest.published_at > timezone.now() - timedelta(days=3660)
