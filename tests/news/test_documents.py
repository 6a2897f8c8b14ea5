"""Documents: what they repeat of their article, how they are found, and 解读 from both sides."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db.models import ProtectedError
from django.utils import timezone

from navigation.models import SectionGrant
from navigation.services import update_section
from news.models import Document, DocumentCategory
from news.services import workflow
from news.services.documents import folded, folded_number, save_document
from tests.factories import make_article, make_document, make_section, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return make_section("政策文件", slug="zcwj", kind="documents")


@pytest.fixture
def columns():
    return make_section("科创视点", slug="kcsd")


def html(client, article):
    return client.get(article.get_absolute_url()).content.decode()


# --- Following the article ------------------------------------------------------------------------
def test_every_save_of_the_article_brings_its_document_up_to_date(library):
    document = make_document(library, "旧名", article={"doc_number": "甲〔2026〕1号"})
    article = document.article
    article.title, article.keywords = "新名（试行）", "共享，Cryo-EM"
    article.doc_number = "甲〔2026〕37号"
    article.status = "withdrawn"
    article.expires_at = timezone.now() + timedelta(days=1)
    article.save()
    document.refresh_from_db()
    assert document.words == "新名试行\n共享cryoem"
    assert document.number_key == "甲002026000037号"
    assert (document.status, document.expires_at) == ("withdrawn", article.expires_at)
    assert document.published_at == article.published_at


def test_following_the_article_is_no_version_of_the_document(library):
    document = make_document(library)
    document.article.save()
    assert document.history.count() == 1


def test_the_check_finds_a_document_out_of_step_and_repairs_it(library):
    document = make_document(library)
    Document.objects.update(words="旧", status="draft")
    with pytest.raises(CommandError):
        call_command("check_articles", stdout=StringIO())
    call_command("check_articles", "--fix", stdout=StringIO())
    document.refresh_from_db()
    assert (document.words, document.status) == ("管理办法", "published")
    call_command("check_articles", stdout=StringIO())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("科学数据 管理办法（试行）", "科学数据管理办法试行"),
        ("ＡＢＣ－abc", "abcabc"),
        ("\x00\u200b 《》", ""),
        ("", ""),
    ],
)
def test_folding_leaves_what_everybody_types_alike(text, expected):
    assert folded(text) == expected


@pytest.mark.parametrize(
    "typed", ["科创发办字〔2026〕37号", "科创发办字[2026]37", "(２０２６) 37号"]
)
def test_numbers_are_found_however_their_brackets_are_typed(typed):
    assert folded_number(typed) in folded_number("科创发办字〔2026〕37号")


def test_numbers_sort_by_value_and_seven_is_not_thirty_seven():
    numbers = ["甲〔2025〕120号", "甲〔2026〕9号", "甲〔2026〕37号", "甲〔2026〕120号"]
    assert sorted(numbers, key=folded_number) == numbers != sorted(numbers)
    assert folded_number("7号") not in folded_number("甲〔2026〕37号")


def test_an_absurd_number_is_stored_and_cut(library):
    make_document(library, article={"doc_number": "ﷺ" * 60})
    assert len(Document.objects.get().number_key) == 150


# --- Making and unmaking --------------------------------------------------------------------------
def details(**changes):
    return {"issuer": "中心", "written_on": timezone.localdate(), **changes}


def test_details_make_a_document_and_their_absence_unmakes_it(library):
    article = make_article(library)
    save_document(article, details())
    assert article.document.issuer == "中心"
    save_document(article, None)
    assert not Document.objects.exists()
    assert [record.history_type for record in Document.history.all()] == ["-", "+"]


def test_unchanged_details_leave_no_version(library):
    article = make_article(library)
    for _time in range(2):
        save_document(article, details())
    assert Document.history.count() == 1
    save_document(article, details(validity="repealed"))
    assert Document.history.count() == 2


def test_a_category_in_use_is_not_deleted_and_nor_are_documents_with_it(library):
    top = DocumentCategory.objects.create(name="科研条件")
    below = DocumentCategory.objects.create(name="开放共享", parent=top)
    make_document(library, category=below)
    with pytest.raises(ProtectedError):
        top.delete()


# --- On the page of the article -------------------------------------------------------------------
def test_the_details_stand_above_the_text_and_the_number_only_once(client, library):
    document = make_document(
        library,
        "共享办法",
        issuer="协调小组、中心",
        written_on="2026-10-27",
        article={"doc_number": "科创发条字〔2026〕29号"},
    )
    page = html(client, document.article)
    panel = page[page.index('<dl class="files doc">') : page.index('id="art-body"')]
    for text in ("协调小组、中心", "2026-10-27", "科创发条字〔2026〕29号", "现行有效"):
        assert text in panel
    assert "主题分类" not in panel
    assert page[page.index("<main") :].count("科创发条字〔2026〕29号") == 1
    assert "本文件" not in page


def test_an_article_that_is_no_document_keeps_its_number_in_the_head(client, columns):
    page = html(client, make_article(columns, doc_number="科创发条字〔2026〕29号"))
    assert "发文字号：科创发条字〔2026〕29号" in page
    assert 'class="files doc"' not in page


@pytest.mark.parametrize(
    ("validity", "words"), [("revised", "已修订"), ("repealed", "已废止"), ("lapsed", "已失效")]
)
def test_a_document_out_of_force_says_so_and_leads_to_its_successor(
    client, library, validity, words
):
    new = make_document(library, "新办法", article={"doc_number": "甲〔2026〕2号"}).article
    old = make_document(
        library, "旧办法", validity=validity, superseded_by=new, ends_on="2026-11-01"
    ).article
    page = html(client, old)
    notice = page[page.index('role="note"') :].split("</p>")[0]
    assert f"本文件{words}（2026年11月1日）" in notice
    assert f'<a href="{new.get_absolute_url()}">《新办法》</a>（甲〔2026〕2号）' in notice
    assert "本文件代替或修订的文件" in html(client, new)
    assert old.get_absolute_url() in html(client, new)


def test_explanations_are_linked_from_both_sides(client, library, columns):
    first = make_article(columns, "一图读懂", days_ago=3)
    second = make_article(columns, "负责人答问", days_ago=1)
    document = make_document(
        library, explanations=[first, second], article={"doc_number": "甲〔2026〕2号"}
    )
    page = html(client, document.article)
    assert page.index("政策解读") < page.index("负责人答问") < page.index("一图读懂")
    for article in (first, second):
        assert article.get_absolute_url() in page
        text = html(client, article)
        assert "解读的文件：" in text
        assert f'<a href="{document.article.get_absolute_url()}">《管理办法》</a>' in text


def test_details_and_links_show_in_a_single_page_section_too(client, columns):
    page_section = make_section("公开规定", slug="gkgd", kind="page")
    document = make_document(page_section, explanations=[make_article(columns, "一图读懂")])
    page = client.get("/gkgd/").content.decode()
    assert document.issuer in page
    assert "一图读懂" in page


HIDDEN = {
    "draft": {"status": "draft"},
    "withdrawn": {"status": "withdrawn"},
    "later": {"published_at": timezone.now() + timedelta(days=1)},
    "expired": {"expires_at": timezone.now() - timedelta(hours=1)},
}


@pytest.mark.parametrize("state", [*HIDDEN, "switched off"])
def test_links_lead_to_nothing_the_public_cannot_reach(client, library, columns, state):
    """Neither the 解读, nor the document it explains, nor what supersedes or was superseded."""
    off = make_section("停用", slug="off", is_active=False)
    place, fields = (off, {}) if state == "switched off" else (columns, HIDDEN[state])
    hidden_text = make_article(place, "藏着的解读", **fields)
    hidden_new = make_document(place, "藏着的新办法", article=fields)
    hidden_old = make_document(place, "藏着的旧办法", article=fields)
    shown = make_document(
        library,
        validity="repealed",
        superseded_by=hidden_new.article,
        explanations=[hidden_text],
    )
    Document.objects.filter(pk=hidden_old.pk).update(superseded_by=shown.article)
    explaining = make_article(columns, "公开的解读")
    hidden_new.explanations.add(explaining)
    assert "藏着" not in html(client, shown.article)
    assert "藏着" not in html(client, explaining)


def test_an_article_whose_home_is_off_is_linked_while_it_shows_elsewhere(client, library, columns):
    home = make_section("原栏目", slug="old")
    article = make_article(home, "两处的解读", also_in=[columns])
    document = make_document(library, explanations=[article])
    update_section(home, is_active=False)
    assert "两处的解读" in html(client, document.article)


def test_lists_mark_documents_out_of_force_without_a_query_a_row(
    client, columns, django_assert_max_num_queries
):
    for number in range(12):
        make_document(columns, f"{number}", validity="repealed" if number % 2 else "current")
    client.get("/kcsd/")
    cache.clear()
    with django_assert_max_num_queries(3):
        page = client.get("/kcsd/").content.decode()
    assert page.count('<span class="tag tag-ochre">已废止</span>') == 6


# --- Coming out -----------------------------------------------------------------------------------
@pytest.mark.parametrize("verb", [workflow.publish, workflow.submit])
def test_what_a_library_would_not_show_does_not_come_out(library, verb):
    user = make_user(superuser=True)
    article = make_article(library, status="draft")
    with pytest.raises(ValidationError, match="文件信息"):
        verb(article, user)
    save_document(article, details())
    verb(article, user)


def test_an_explanation_may_stand_in_a_library_without_being_a_document(library):
    document = make_document(library)
    article = make_article(library, "解读", status="draft")
    document.explanations.add(article)
    workflow.publish(article, make_user(superuser=True))
    assert article.status == "published"


def test_an_explanation_comes_out_only_by_whoever_may_change_the_document(library, columns):
    group = Group.objects.create(name="视点")
    SectionGrant.objects.create(group=group, section=columns, can_publish=True)
    SectionGrant.objects.create(group=group, section=library)
    user = make_user(groups=[group])
    document = make_document(library)
    article = make_article(columns, "解读", status="draft")
    document.explanations.add(article)
    with pytest.raises(PermissionDenied, match="管理办法"):
        workflow.publish(article, user)
    SectionGrant.objects.update(can_publish=True)
    workflow.publish(article, make_user("again", groups=[group]))
