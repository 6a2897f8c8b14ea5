"""文件信息 in the article form, its history, and 主题分类, as each role meets them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from navigation.models import SectionGrant
from news.admin.document_history import changed_details
from news.models import Article, Document, DocumentCategory
from tests.factories import make_article, make_document, make_section, make_user
from tests.news.test_admin_articles import errors_of, form_data, url

pytestmark = pytest.mark.django_db


@pytest.fixture
def library():
    return make_section(
        "科技政策",
        slug="kjzc",
        kind="documents",
        parent=make_section("政策文件", slug="zcwj", kind="documents"),
    )


@pytest.fixture
def columns():
    return make_section("科创视点", slug="kcsd")


@pytest.fixture
def category():
    top = DocumentCategory.objects.create(name="科研条件", position=10)
    return DocumentCategory.objects.create(name="开放共享", parent=top, position=10)


def staff(name, **rights):
    """A user with a grant per section: ``staff("x", kjzc="publish", kcsd="write")``."""
    from navigation.models import Section

    group = Group.objects.create(name=name)
    for slug, right in rights.items():
        SectionGrant.objects.create(
            group=group, section=Section.objects.get(slug=slug), can_publish=right == "publish"
        )
    return make_user(name, groups=[group])


@pytest.fixture
def publisher(client, library, columns):
    client.force_login(staff("publisher", kjzc="publish", kcsd="publish"))
    return client


DETAILS = {"issuer": "京津科技创新发展中心", "written_on": "2026-10-27", "validity": "current"}


def stored(document, **changes):
    """What the form of a document posts when nothing but ``changes`` was touched."""
    data = form_data(
        document.article,
        doc_number=document.article.doc_number,
        issuer=document.issuer,
        written_on=str(document.written_on),
        category=document.category_id or "",
        validity=document.validity,
        superseded_by=document.superseded_by_id or "",
        explanations=[article.pk for article in document.explanations.all()],
        explains=[other.pk for other in document.article.explains.all()],
    )
    return data | changes


# --- Filling in -----------------------------------------------------------------------------------
def test_details_make_a_document(publisher, library, columns, category):
    explaining = make_article(columns, "一图读懂")
    newer = make_document(library, "新办法")
    data = form_data(
        section=library,
        status="published",
        **DETAILS | {"validity": "repealed"},
        doc_number="甲〔2026〕3号",
        category=category.pk,
        ends_on="2026-11-01",
        superseded_by=newer.pk,
        explanations=[explaining.pk],
    )
    assert publisher.post(url("add"), data).status_code == 302
    document = Document.objects.get(article__title="新文章")
    assert (document.issuer, str(document.written_on)) == (DETAILS["issuer"], "2026-10-27")
    assert (document.category, document.validity) == (category, "repealed")
    assert (document.superseded_by, str(document.ends_on)) == (newer.article, "2026-11-01")
    assert list(document.explanations.all()) == [explaining]
    assert document.number_key == "甲002026000003号"
    assert document.history.get().history_user.username == "publisher"


def test_the_form_shows_what_is_stored_and_saving_it_changes_nothing(publisher, library, columns):
    document = make_document(
        library, explanations=[make_article(columns)], article={"doc_number": "甲1号"}
    )
    form = publisher.get(url("change", document.pk)).context["adminform"].form
    assert form["issuer"].value() == document.issuer
    assert form["written_on"].value() == document.written_on
    publisher.post(url("change", document.pk), stored(document))
    assert document.history.count() == 1
    assert document.explanations.count() == 1


def test_clearing_the_details_makes_it_an_ordinary_article_again(publisher, columns):
    document = make_document(columns)
    publisher.post(url("change", document.pk), form_data(document.article))
    assert not Document.objects.exists()
    assert Article.objects.filter(pk=document.pk).exists()


def test_an_ordinary_article_needs_none_of_it(publisher, columns):
    data = form_data(section=columns, status="published", doc_number="甲1号")
    assert publisher.post(url("add"), data).status_code == 302
    assert not Document.objects.exists()


@pytest.mark.parametrize("status", ["review", "published"])
def test_in_a_library_details_are_asked_for_once_the_article_goes_out(
    publisher, library, columns, status
):
    draft = form_data(section=library, title="草稿")
    assert publisher.post(url("add"), draft).status_code == 302
    for data in (
        form_data(section=library, status=status),
        form_data(section=columns, status=status, also_in=[library.pk]),
    ):
        response = publisher.post(url("add"), data)
        assert {"issuer", "written_on"} <= set(errors_of(response))
        assert "文件库" in str(errors_of(response)["issuer"])
        # What was folded away stands open, with the message in it.
        page = response.content.decode()
        fieldset = page[page.index("document-details") :].split("</fieldset>")[0]
        assert "<details>" not in fieldset
    assert not Article.objects.filter(title="新文章").exists()


def test_in_a_library_an_explanation_needs_no_details(publisher, library):
    document = make_document(library)
    data = form_data(section=library, title="解读", status="published", explains=[document.pk])
    assert publisher.post(url("add"), data).status_code == 302
    assert Article.objects.get(title="解读").explains.get() == document


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issuer": ""}, "issuer"),
        ({"written_on": ""}, "written_on"),
        ({"written_on": "昨天"}, "written_on"),
        ({"category": "99999"}, "category"),
        ({"category": "x"}, "category"),
        ({"validity": "gone"}, "validity"),
        ({"superseded_by": "99999"}, "superseded_by"),
        ({"superseded_by": "x"}, "superseded_by"),
        ({"superseded_by": "9" * 40}, "superseded_by"),
        ({"explains": ["9" * 40]}, "explains"),
        ({"explanations": ["-1", "x", "٣"]}, "explanations"),
        ({"category": "9" * 40}, "category"),
        ({"explanations": ["99999"]}, "explanations"),
        ({"explains": ["x"]}, "explains"),
        ({"issuer": "长" * 101}, "issuer"),
        ({"ends_on": "2020-01-01"}, "ends_on"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_stays_typed(
    publisher, library, category, changes, field
):
    data = form_data(section=library, **DETAILS | {"category": category.pk} | changes)
    response = publisher.post(url("add"), data)
    assert response.status_code == 200
    assert field in errors_of(response)
    if changes[field] and isinstance(changes[field], str):
        assert response.context["adminform"].form[field].value() == changes[field]


def test_a_document_with_a_successor_is_not_current(publisher, library):
    newer = make_document(library, "新办法")
    data = form_data(section=library, **DETAILS, superseded_by=newer.pk)
    assert "validity" in errors_of(publisher.post(url("add"), data))


def test_neither_successor_nor_explanation_can_be_the_document_itself(publisher, library):
    document = make_document(library)
    for changes in (
        {"superseded_by": document.pk, "validity": "revised"},
        {"explanations": [document.pk]},
        {"explains": [document.pk]},
    ):
        data = stored(document) | changes
        response = publisher.post(url("change", document.pk), data)
        assert set(errors_of(response)) == {next(iter(changes))}


def test_only_documents_can_take_a_documents_place(publisher, library, columns):
    plain = make_article(columns, "不是文件")
    data = form_data(section=library, **DETAILS | {"validity": "revised"}, superseded_by=plain.pk)
    assert "superseded_by" in errors_of(publisher.post(url("add"), data))
    lookup = "/admin/autocomplete/?app_label=news&model_name=document&field_name={}&term="
    offered = publisher.get(lookup.format("superseded_by")).json()["results"]
    assert offered == []
    offered = publisher.get(lookup.format("explanations")).json()["results"]
    assert [row["text"] for row in offered] == ["不是文件"]


def test_a_link_to_what_is_no_document_any_more_does_not_stop_a_save(publisher, library):
    newer = make_document(library, "新办法").article
    document = make_document(library, validity="revised", superseded_by=newer)
    newer.document.delete()
    assert publisher.post(url("change", document.pk), stored(document)).status_code == 302


def test_issuers_typed_before_are_suggested_and_escaped(publisher, library):
    make_document(library, issuer='协调"小组<')
    page = publisher.get(url("add")).content.decode()
    assert '<option value="协调&quot;小组&lt;">' in page
    assert 'list="issuer-known"' in page


def test_the_details_stand_open_where_they_belong(publisher, library, columns):
    def fieldset(article):
        page = publisher.get(url("change", article.pk)).content.decode()
        return page[page.index("document-details") :].split("</fieldset>")[0]

    assert "<details>" in fieldset(make_article(columns))
    assert "<details>" not in fieldset(make_article(columns, doc_number="甲1号"))
    assert "<details>" not in fieldset(make_document(columns).article)
    assert "<details>" not in fieldset(make_article(library))
    libraries = f'data-libraries="{library.parent_id},{library.pk}"'
    assert libraries in publisher.get(url("add")).content.decode()


# --- Rights ---------------------------------------------------------------------------------------
def link(client, article, documents):
    """Choose the documents that ``article`` explains; returns the errors of the field."""
    article.refresh_from_db()
    data = form_data(article, explains=[document.pk for document in documents])
    response = client.post(url("change", article.pk), data)
    return [] if response.status_code == 302 else errors_of(response).get("explains", [])


@pytest.mark.parametrize(
    ("rights", "status", "allowed"),
    [
        ({"kjzc": "publish", "kcsd": "publish"}, "published", True),
        ({"kjzc": "write", "kcsd": "publish"}, "published", False),
        ({"kjzc": "write", "kcsd": "publish"}, "draft", True),
        ({"kjzc": "write", "kcsd": "write"}, "draft", True),
        ({"kcsd": "publish"}, "draft", False),
        ({"kcsd": "publish"}, "published", False),
    ],
)
def test_who_may_put_an_article_under_a_public_document(
    client, library, columns, rights, status, allowed
):
    document = make_document(library)
    article = make_article(columns, "解读", status=status)
    client.force_login(staff("x", **rights))
    problems = link(client, article, [document])
    assert (document.explanations.count() == 1) == allowed
    assert bool(problems) != allowed


def test_a_public_explanation_is_not_taken_from_a_document_one_may_not_change(
    client, library, columns
):
    article = make_article(columns, "解读")
    document = make_document(library, explanations=[article])
    client.force_login(staff("x", kjzc="write", kcsd="publish"))
    assert "管理办法" in str(link(client, article, []))
    assert link(client, article, [document]) == []
    assert document.explanations.count() == 1


def test_links_one_may_not_change_survive_a_save_of_the_article(client, library, columns):
    """Somebody without rights in the library edits the 解读: the link stays, the text changes."""
    article = make_article(columns, "解读")
    document = make_document(library, explanations=[article])
    client.force_login(staff("x", kcsd="publish"))
    data = form_data(article, title="改过的解读", explains=[document.pk])
    assert client.post(url("change", article.pk), data).status_code == 302
    assert document.explanations.get().title == "改过的解读"


def test_publishing_by_form_needs_the_right_over_the_explained_document(client, library, columns):
    document = make_document(library)
    article = make_article(columns, "解读", status="draft")
    document.explanations.add(article)
    client.force_login(staff("x", kjzc="write", kcsd="publish"))
    data = form_data(article, status="published", explains=[document.pk])
    client.post(url("change", article.pk), data)
    # The link was made by somebody who might; publishing now would show it.
    article.refresh_from_db()
    assert article.status == "draft"


@pytest.mark.parametrize("field", ["superseded_by", "explanations"])
def test_a_form_offers_nothing_of_foreign_branches(client, library, columns, field):
    foreign = make_document(make_section("别处", slug="bc"), "别处的文件").article
    client.force_login(staff("x", kjzc="publish"))
    value = foreign.pk if field == "superseded_by" else [foreign.pk]
    data = form_data(section=library, **DETAILS | {"validity": "revised"}, **{field: value})
    assert field in errors_of(client.post(url("add"), data))
    lookup = f"/admin/autocomplete/?app_label=news&model_name=document&field_name={field}&term="
    assert client.get(lookup).json()["results"] == []


def test_a_writer_changes_no_detail_of_a_public_document(client, library):
    document = make_document(library)
    client.force_login(staff("x", kjzc="write"))
    response = client.post(url("change", document.pk), stored(document, issuer="别的机关"))
    assert response.status_code == 403
    document.refresh_from_db()
    assert document.issuer == "京津科技创新发展中心"


def test_looking_without_the_right_to_change_works(client, library):
    document = make_document(library, article={"doc_number": "甲〔2026〕3号"})
    client.force_login(staff("x", kjzc="write"))
    assert "甲〔2026〕3号" in client.get(url("change", document.pk)).content.decode()


# --- History --------------------------------------------------------------------------------------
def test_the_history_shows_what_changed_in_the_details(publisher, library, category):
    document = make_document(library, category=category)
    newer = make_document(library, "新办法")
    data = stored(document) | {
        "validity": "repealed",
        "superseded_by": newer.pk,
        "ends_on": "2026-11-01",
        "category": "",
    }
    publisher.post(url("change", document.pk), data)
    record = document.article.history.first()
    page = publisher.get(url("version", document.pk, record.pk)).content.decode()
    for text in (
        "有效性",
        "<del>现行有效</del><ins>已废止</ins>",
        "<ins>新办法</ins>",
        "2026-11-01",
    ):
        assert text in page
    first, last = document.article.history.last(), record
    labels = [label for label, _before, _after in changed_details(first, last)]
    assert labels == ["主题分类", "有效性", "失效日期", "代替它的文件"]


def test_the_history_shows_when_an_article_became_a_document_and_ceased_to_be(publisher, columns):
    article = make_article(columns)
    publisher.post(url("change", article.pk), form_data(article, **DETAILS))
    article.refresh_from_db()
    publisher.post(url("change", article.pk), form_data(article))
    newest, middle, first = article.history.all()
    assert ("发文机关", "—", DETAILS["issuer"]) in list(changed_details(first, middle))
    assert ("发文机关", DETAILS["issuer"], "—") in list(changed_details(middle, newest))


def test_bringing_back_a_text_leaves_the_details_alone(publisher, library):
    document = make_document(library)
    first = document.article.history.first()
    publisher.post(
        url("change", document.pk), stored(document, title="新名") | {"validity": "repealed"}
    )
    publisher.post(url("version", document.pk, first.pk))
    document.refresh_from_db()
    assert (document.article.title, document.validity) == ("管理办法", "repealed")
    assert document.words == "管理办法"


# --- The list and the desk ------------------------------------------------------------------------
def test_the_list_finds_documents_those_ended_and_those_lacking_details(
    publisher, library, columns
):
    make_document(library, "有效的")
    ended = make_document(library, "废止的", validity="repealed", explanations=[])
    make_article(library, "缺信息的")
    ended.explanations.add(make_article(library, "解读"))
    make_article(columns, "普通的")
    expected = {
        "yes": {"有效的", "废止的"},
        "ended": {"废止的"},
        "lacking": {"缺信息的"},
        "nonsense": {"有效的", "废止的", "缺信息的", "解读", "普通的"},
    }
    for value, wanted in expected.items():
        rows = publisher.get(url("changelist"), {"document": value}).context["cl"].result_list
        assert {article.title for article in rows} == wanted, value


def test_the_desk_names_articles_a_library_does_not_show(client, library, columns):
    make_article(library, "缺信息的")
    make_article(library, "缺信息的草稿", status="draft")
    index = reverse("admin:index")
    client.force_login(staff("here", kjzc="publish"))
    page = client.get(index).content.decode()
    assert "缺少文件信息" in page
    assert "缺信息的" in page
    assert "缺信息的草稿" not in page[page.index("缺少文件信息") :]
    client.force_login(staff("elsewhere", kcsd="publish"))
    assert "缺少文件信息" not in client.get(index).content.decode()


def test_a_library_is_not_quiet_while_something_new_stands_below_it(client, library):
    from news.dashboard import quiet_sections

    ids = {library.pk, library.parent_id}
    assert {section.title for section in quiet_sections(ids)} == {"政策文件", "科技政策"}
    make_document(library)
    assert quiet_sections(ids) == []


def test_publishing_from_the_list_tells_what_is_missing(publisher, library):
    article = make_article(library, "缺信息的", status="draft")
    data = {"action": "publish", "_selected_action": [article.pk]}
    page = publisher.post(url("changelist"), data, follow=True).content.decode()
    assert "请先打开它，填写文件信息" in page
    article.refresh_from_db()
    assert article.status == "draft"


# --- 主题分类 --------------------------------------------------------------------------------------
CATEGORIES = "/admin/news/documentcategory/"


def category_data(name, *children, initial=0, **changes):
    data = {
        "name": name,
        "position": 0,
        "children-TOTAL_FORMS": len(children),
        "children-INITIAL_FORMS": initial,
    }
    for number, row in enumerate(children):
        data |= {f"children-{number}-{key}": value for key, value in row.items()}
    return data | changes


@pytest.fixture
def manager(client):
    client.force_login(make_user("manager", perms=["navigation.manage_tree"]))
    return client


def test_managers_keep_the_categories_in_two_levels(manager, category):
    rows = [
        {"id": category.pk, "parent": category.parent_id, "name": "共享", "position": 20},
        {"parent": category.parent_id, "name": "数据", "position": 10},
        {"parent": category.parent_id, "name": "末尾", "position": 0},
    ]
    data = category_data("科研条件", *rows, initial=1, position=30)
    response = manager.post(f"{CATEGORIES}{category.parent_id}/change/", data)
    assert response.status_code == 302
    top = DocumentCategory.objects.get(parent=None)
    assert list(top.children.values_list("name", "position")) == [
        ("数据", 10),
        ("共享", 20),
        ("末尾", 30),
    ]
    page = manager.get(CATEGORIES).content.decode()
    assert "数据、共享、末尾" in page


def test_two_categories_of_one_name_are_refused_with_a_word(manager, category):
    response = manager.post(f"{CATEGORIES}add/", category_data("科研条件"))
    assert "已有同名的分类" in response.content.decode()
    twins = [{"name": "甲", "position": 1}, {"name": "甲", "position": 2}]
    response = manager.post(f"{CATEGORIES}add/", category_data("人才", *twins))
    assert response.status_code == 200
    assert DocumentCategory.objects.count() == 2
    # A name may stand in two branches.
    response = manager.post(
        f"{CATEGORIES}add/", category_data("人才", {"name": "开放共享", "position": 1})
    )
    assert response.status_code == 302


def test_a_category_in_use_is_kept_and_says_why(manager, library, category):
    make_document(library, "占用的文件", category=category)
    page = manager.post(f"{CATEGORIES}{category.parent_id}/delete/", {"post": "yes"}, follow=True)
    assert "占用的文件" in page.content.decode()
    row = {
        "id": category.pk,
        "parent": category.parent_id,
        "name": "开放共享",
        "position": 10,
        "DELETE": "on",
    }
    data = category_data("科研条件", row, initial=1)
    response = manager.post(f"{CATEGORIES}{category.parent_id}/change/", data)
    assert response.status_code == 200
    assert DocumentCategory.objects.count() == 2


@pytest.mark.parametrize("right", ["write", "publish"])
def test_editors_do_not_change_the_categories(client, library, category, right):
    client.force_login(staff("x", kjzc=right))
    for page in (CATEGORIES, f"{CATEGORIES}add/", f"{CATEGORIES}{category.parent_id}/change/"):
        assert client.get(page).status_code == 403
        assert client.post(page, category_data("新")).status_code == 403
    assert DocumentCategory.objects.count() == 2


def test_a_renamed_category_shows_at_once(manager, library, category):
    document = make_document(library, category=category)
    address = document.article.get_absolute_url()
    assert "科研条件 › 开放共享" in manager.get(address).content.decode()
    category.name = "开放"
    category.save()
    page = manager.get(address).content.decode()
    assert "科研条件 › 开放" in page and "开放共享" not in page
