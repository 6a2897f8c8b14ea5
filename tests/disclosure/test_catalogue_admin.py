"""The staff pages of the catalogue: the part of the article form, the action, categories, settings."""

import pytest
from django.contrib.auth.models import Group

from disclosure.models import CatalogueCategory, CatalogueEntry, CatalogueSettings
from navigation.models import SectionGrant
from news.models import Article
from tests.factories import make_article, make_section, make_user
from tests.news.test_admin_articles import form_data, url

from .catalogue_helpers import make_category, make_entry, make_settings, number_of

pytestmark = pytest.mark.django_db
CATEGORIES = "/admin/disclosure/cataloguecategory/"
SETTINGS = "/admin/disclosure/cataloguesettings/"


def staff(name, section, **rights):
    group = Group.objects.create(name=name)
    SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(name, groups=[group])


@pytest.fixture
def section():
    make_settings()
    return make_section("科创视点", slug="kcsd")


@pytest.fixture
def publisher(client, section):
    client.force_login(staff("publisher", section, can_publish=True))
    return client


@pytest.fixture
def manager(client):
    client.force_login(make_user("manager", perms=["navigation.manage_tree"]))
    return client


def entry_data(article=None, **values):
    """What the inline posts, for an article that has an entry or none."""
    rows = {f"catalogue_entry-0-{name}": value for name, value in values.items()}
    rows.setdefault("catalogue_entry-0-way", "proactive")
    rows.setdefault("catalogue_entry-0-requests_answered", 0)
    existing = article is not None
    if existing:
        rows["catalogue_entry-0-article"] = article.pk
    return {
        "catalogue_entry-TOTAL_FORMS": 1,
        "catalogue_entry-INITIAL_FORMS": int(existing),
        **rows,
    }


# --- The article form -----------------------------------------------------------------------------
def test_ticking_the_box_numbers_an_article_that_is_published(publisher, section):
    category = make_category("规章制度")
    data = form_data(section=section, status="published", title="管理办法")
    data |= entry_data(is_listed="on", category=category.pk)
    assert publisher.post(url("add"), data).status_code == 302
    entry = CatalogueEntry.objects.get()
    assert entry.index_number.endswith("-00001")
    assert (entry.category, entry.genre, entry.status) == (category, "measures", "published")


def test_a_form_left_alone_makes_no_entry(publisher, section):
    data = form_data(section=section, status="published") | entry_data()
    assert publisher.post(url("add"), data).status_code == 302
    assert not CatalogueEntry.objects.exists()


def test_details_filled_in_on_a_draft_wait_with_it(publisher, section):
    data = form_data(section=section) | entry_data(is_listed="on", abstract="概述。")
    assert publisher.post(url("add"), data).status_code == 302
    article = Article.objects.get()
    assert (number_of(article), CatalogueEntry.objects.get().abstract) == (None, "概述。")
    data = form_data(article, status="published")
    data |= entry_data(article, is_listed="on", abstract="概述。")
    assert publisher.post(url("change", article.pk), data).status_code == 302
    assert number_of(article)


def test_taking_the_tick_off_keeps_the_number(publisher, section):
    entry = make_entry(section)
    article = Article.objects.get()
    data = form_data(article) | entry_data(article)
    assert publisher.post(url("change", article.pk), data).status_code == 302
    after = CatalogueEntry.objects.get()
    assert (after.is_listed, after.status) == (False, "draft")
    assert after.index_number == entry.index_number


def test_an_entry_made_by_the_section_meanwhile_keeps_its_number(publisher, section):
    make_category("规章制度", sections=[section])
    data = form_data(section=section, status="published") | entry_data(is_listed="on", genre="plan")
    assert publisher.post(url("add"), data).status_code == 302
    entry = CatalogueEntry.objects.get()
    assert (entry.serial, entry.genre) == (1, "plan")


def test_the_form_ignores_a_posted_number_and_a_posted_deletion(publisher, section):
    entry = make_entry(section)
    article = Article.objects.get()
    posted = {"index_number": "X", "serial": 9, "status": "draft", "DELETE": "on"}
    data = form_data(article) | entry_data(article, is_listed="on", **posted)
    assert publisher.post(url("change", article.pk), data).status_code == 302
    after = CatalogueEntry.objects.get()
    assert (after.index_number, after.serial) == (entry.index_number, entry.serial)
    assert after.status == "published"


@pytest.mark.parametrize(
    "values",
    [
        {"category": "999999"},
        {"category": "x"},
        {"category": "99999999999999999999"},
        {"genre": "poem"},
        {"way": "secret"},
        {"formed_on": "昨天"},
        {"abstract": "长" * 301},
        {"requests_answered": "-1"},
        {"requests_answered": "99999999999999999999"},
    ],
)
def test_bad_input_is_said_and_what_was_typed_stays(publisher, section, values):
    data = form_data(section=section, title="不要丢") | entry_data(**{"is_listed": "on", **values})
    response = publisher.post(url("add"), data)
    assert response.status_code == 200
    formsets = response.context["inline_admin_formsets"]
    errors = [error for formset in formsets for error in formset.formset.errors if error]
    assert [list(error) for error in errors] == [list(values)]
    assert "不要丢" in response.content.decode()
    assert not Article.objects.exists()


def test_only_those_who_may_change_the_article_change_its_entry(client, section):
    entry = make_entry(section)
    article = Article.objects.get()
    data = form_data(article) | entry_data(article)
    elsewhere = make_section("别处", slug="b")
    for user in (staff("writer", section), staff("other", elsewhere, can_publish=True)):
        client.force_login(user)
        client.post(url("change", article.pk), data)
        assert CatalogueEntry.objects.get().is_listed
    assert CatalogueEntry.objects.get().index_number == entry.index_number


# --- The action -----------------------------------------------------------------------------------
def act(client, *articles):
    data = {"action": "enter_in_catalogue", "_selected_action": [a.pk for a in articles]}
    response = client.post(url("changelist"), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_the_action_numbers_the_oldest_first_and_leaves_drafts(publisher, section):
    newer, older = make_article(section, "新"), make_article(section, "旧", days_ago=1)
    draft = make_article(section, "草稿", status="draft")
    said = act(publisher, newer, older, draft)
    assert "已编入 2 篇文章。" in said
    assert any("《草稿》还没有发布" in text for text in said)
    assert number_of(draft) is None
    if newer.published_at.year == older.published_at.year:
        assert number_of(older) < number_of(newer)


def test_the_action_refuses_what_one_may_not_publish(client, section):
    mine, shared = make_section("甲", slug="a"), make_section("乙", slug="b")
    user = staff("half", mine, can_publish=True)
    SectionGrant.objects.create(group=user.groups.get(), section=shared)
    article = make_article(mine, also_in=[shared])
    client.force_login(user)
    assert any("没有权限" in text for text in act(client, article))
    assert number_of(article) is None
    client.force_login(staff("writer", section))
    act(client, make_article(section))
    assert not CatalogueEntry.objects.exists()


def test_the_action_says_when_the_code_is_missing(publisher, section):
    CatalogueSettings.objects.all().delete()
    assert any("填写单位代码" in text for text in act(publisher, make_article(section)))


# --- Categories -----------------------------------------------------------------------------------
def test_presets_add_what_is_missing_and_nothing_twice(manager):
    for preset, top, every in (("gov", 4, 19), ("cas", 12, 27)):
        for _time in range(2):
            assert manager.post(f"{CATEGORIES}preset/", {"preset": preset}).status_code == 302
        assert CatalogueCategory.objects.filter(parent=None).count() == top
        assert CatalogueCategory.objects.count() == every
    page = manager.get(CATEGORIES).content.decode()
    assert "法定主动公开内容" in page
    manager.post(f"{CATEGORIES}preset/", {"preset": "x"})
    assert CatalogueCategory.objects.count() == 27


def test_presets_are_for_those_who_keep_the_categories(publisher):
    assert publisher.post(f"{CATEGORIES}preset/", {"preset": "cas"}).status_code == 403
    assert publisher.get(CATEGORIES).status_code == 403
    assert not CatalogueCategory.objects.exists()


def category_data(**values):
    sizes = {"children-TOTAL_FORMS": 1, "children-INITIAL_FORMS": 0}
    return {"name": "规章制度", "code": "0102", "position": 0, **sizes, **values}


def test_a_category_is_kept_with_its_sections_and_those_below_it(manager, section):
    data = category_data(**{"sections": [section.pk], "children-0-name": "开放共享"})
    assert manager.post(f"{CATEGORIES}add/", {**data, "children-0-position": 0}).status_code == 302
    top, below = CatalogueCategory.objects.order_by("pk")
    assert (list(top.sections.all()), below.parent, below.full_code) == ([section], top, "0102")
    assert (top.position, below.position) == (10, 10)


def test_a_used_category_is_not_deleted_and_a_name_not_given_twice(manager, section):
    category = make_category("规章制度")
    make_entry(section, category=category)
    manager.post(f"{CATEGORIES}{category.pk}/delete/", {"post": "yes"})
    assert CatalogueCategory.objects.filter(pk=category.pk).exists()
    response = manager.post(f"{CATEGORIES}add/", category_data())
    assert "已有同名的分类。" in response.content.decode()
    response = manager.post(f"{CATEGORIES}add/", category_data(name="新", code="乙"))
    assert "只能用大写字母和数字。" in response.content.decode()


# --- Settings -------------------------------------------------------------------------------------
def settings_data(**values):
    return {"prefix": "01404053X", "pattern": "{prefix}/{year}-{serial}", "width": 5, **values}


def test_settings_are_saved_once_and_checked(manager, section):
    CatalogueSettings.objects.all().delete()
    response = manager.post(f"{SETTINGS}add/", settings_data(pattern="{name}"))
    assert "不认识“{name}”" in response.content.decode()
    assert not CatalogueSettings.objects.exists()
    data = settings_data(guide_section=section.pk)
    assert manager.post(f"{SETTINGS}add/", data).status_code == 302
    assert CatalogueSettings.objects.get().guide_section == section
    assert manager.get(f"{SETTINGS}add/").status_code == 403
    assert manager.post(f"{SETTINGS}1/delete/", {"post": "yes"}).status_code == 403


def test_a_code_that_looks_mistyped_is_saved_with_a_warning(manager):
    response = manager.post(f"{SETTINGS}add/", settings_data(prefix="01404053Y"), follow=True)
    assert any("请核对是否抄错" in str(text) for text in response.context["messages"])
    assert CatalogueSettings.objects.get().prefix == "01404053Y"


def test_settings_are_for_those_who_manage_the_site(publisher):
    assert publisher.get(f"{SETTINGS}1/change/").status_code == 403
