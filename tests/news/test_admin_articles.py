"""The article form and list, as each role meets them."""

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from navigation.models import SectionGrant
from news.models import Article, Attachment, Source
from news.services.attachments import attach
from tests.factories import make_article, make_section, make_user
from tests.news.conftest import png
from tests.news.helpers import queries_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def grant(name, *sections, **rights):
    group = Group.objects.create(name=name)
    for section in sections:
        SectionGrant.objects.create(group=group, section=section, **rights)
    return make_user(name, groups=[group])


@pytest.fixture
def section():
    return make_section(
        "科创视点", slug="kcsd", parent=make_section("科技创新", kind="first-child")
    )


@pytest.fixture
def other():
    return make_section("通知公告", slug="tzgg")


@pytest.fixture
def roles(section, other):
    return {
        "anonymous": None,
        "no grant": make_user("nobody"),
        "writer": grant("writer", section),
        "publisher": grant("publisher", section, can_publish=True),
        "publisher elsewhere": grant("elsewhere", other, can_publish=True),
        "superuser": make_user("root", superuser=True),
    }


@pytest.fixture
def publisher(client, roles):
    client.force_login(roles["publisher"])
    return client


def form_data(article=None, *, section=None, attachments=(), **changes):
    """What the browser posts; ``attachments`` are dicts of inline fields."""
    local = timezone.localtime(article.published_at) if article else None
    data = {
        "title": article.title if article else "新文章",
        "section": (section or article.section).pk,
        "body": article.body if article else "<p>正文。</p>",
        "status": article.status if article else "draft",
        "published_at_0": local.strftime("%Y-%m-%d") if local else "",
        "published_at_1": local.strftime("%H:%M:%S") if local else "",
        "version": article.updated_at.isoformat() if article else "",
        "attachments-TOTAL_FORMS": len(attachments),
        "attachments-INITIAL_FORMS": sum("id" in row for row in attachments),
        "attachments-MIN_NUM_FORMS": 0,
        "attachments-MAX_NUM_FORMS": 1000,
        "catalogue_entry-TOTAL_FORMS": 0,
        "catalogue_entry-INITIAL_FORMS": 0,
    }
    for name in ("expires_at", "headline_until", "featured_until", "sticky_until"):
        data |= {f"{name}_0": "", f"{name}_1": ""}
    for number, row in enumerate(attachments):
        data |= {f"attachments-{number}-{name}": value for name, value in row.items()}
    return {**data, **changes}


def url(name, *args):
    return reverse(f"admin:news_article_{name}", args=args)


def errors_of(response):
    return response.context["adminform"].form.errors


# --- Rights ---------------------------------------------------------------------------------------
WRITERS = {"writer", "publisher", "superuser"}
PUBLISHERS = {"publisher", "superuser"}


def as_role(client, roles, name):
    client.logout()
    if roles[name]:
        client.force_login(roles[name])
    return client


@pytest.mark.parametrize("state", ["draft", "published"])
def test_which_role_opens_which_page(client, roles, section, state):
    article = make_article(section, status=state)
    record = article.history.first()
    may_change = WRITERS if state == "draft" else PUBLISHERS
    pages = {
        url("change", article.pk): WRITERS,
        url("history", article.pk): WRITERS,
        url("version", article.pk, record.pk): WRITERS,
        url("delete", article.pk): PUBLISHERS,
        url("changelist"): WRITERS | {"publisher elsewhere"},
        url("add"): WRITERS | {"publisher elsewhere"},
    }
    for page, allowed in pages.items():
        for name in roles:
            response = as_role(client, roles, name).get(page)
            assert (response.status_code == 200) == (name in allowed), (page, name)
    for name in roles:
        data = form_data(article, title=f"改于{name}")
        as_role(client, roles, name).post(url("change", article.pk), data)
        before = article.title
        article.refresh_from_db()
        assert (article.title != before) == (name in may_change), name


@pytest.mark.parametrize("name", ["no grant", "publisher elsewhere", "writer"])
def test_deleting_needs_the_right_also_when_posted(client, roles, section, name):
    article = make_article(section)
    as_role(client, roles, name).post(url("delete", article.pk), {"post": "yes"})
    data = {"action": "delete_selected", "_selected_action": [article.pk], "post": "yes"}
    client.post(url("changelist"), data)
    assert Article.objects.filter(pk=article.pk).exists()


def test_the_list_and_the_lookup_show_only_ones_own_sections(client, roles, section, other):
    make_article(section, "这里的")
    make_article(other, "那里的")
    make_article(section, "两边的", also_in=[other])
    expected = {"writer": {"这里的"}, "publisher elsewhere": {"那里的"}}
    lookup = (
        reverse("admin:autocomplete")
        + "?app_label=news&model_name=topicitem&field_name=article&term="
    )
    for name, titles in expected.items():
        as_role(client, roles, name)
        found = client.get(url("changelist")).context["cl"].queryset
        assert {a.title for a in found} == titles
        results = client.get(lookup).json().get("results", [])
        assert {r["text"] for r in results} == titles


def test_the_form_offers_only_allowed_sections_that_hold_articles(publisher, section, other):
    form = publisher.get(url("add")).context["adminform"].form
    assert list(form.fields["section"].queryset) == [section]
    assert list(form.fields["also_in"].queryset) == [section]


@pytest.mark.parametrize("field", ["section", "also_in"])
def test_posting_a_foreign_section_is_refused(publisher, section, other, field):
    data = {**form_data(section=section), field: other.pk}
    response = publisher.post(url("add"), data)
    assert field in errors_of(response)
    assert not Article.objects.exists()


def test_a_writer_cannot_publish_by_posting_the_status(client, roles, section):
    as_role(client, roles, "writer")
    for data in ({"status": "published"}, {"_publish": "1"}):
        response = client.post(url("add"), form_data(section=section, **data))
        assert "status" in errors_of(response)
    assert not Article.objects.exists()


def test_publishing_needs_the_right_in_every_chosen_section(client, section, other):
    group = Group.objects.create(name="mixed")
    SectionGrant.objects.create(group=group, section=section, can_publish=True)
    SectionGrant.objects.create(group=group, section=other)
    client.force_login(make_user("mixed", groups=[group]))
    data = form_data(section=section, also_in=[other.pk], status="published")
    assert "status" in errors_of(client.post(url("add"), data))
    client.post(url("add"), {**data, "status": "review"})
    assert Article.objects.get().status == "review"


# --- Writing --------------------------------------------------------------------------------------
def test_a_new_article_is_filed_and_signed(publisher, roles, superuser_sections, section):
    source = Source.objects.create(name="来源")
    data = form_data(section=section, source=source.pk, body="<p>甲</p><script>1</script>")
    response = publisher.post(url("add"), {**data, "_publish": "1"})
    assert response.status_code == 302, errors_of(response)
    article = Article.objects.get()
    assert article.status == "published"
    assert article.created_by == roles["publisher"]
    assert article.body == "<p>甲</p>"
    assert article.placements.get().section_id == section.pk
    assert abs(article.published_at - timezone.now()) < timedelta(minutes=1)


@pytest.fixture
def superuser_sections(section, other):
    return [section, other]


def test_other_sections_are_added_and_taken_away(client, roles, section, other):
    as_role(client, roles, "superuser")
    article = make_article(section)
    client.post(url("change", article.pk), form_data(article, also_in=[other.pk]))
    assert set(article.placements.values_list("section_id", flat=True)) == {section.pk, other.pk}
    article.refresh_from_db()
    client.post(url("change", article.pk), form_data(article, section=other))
    article.refresh_from_db()
    assert article.section_id == other.pk
    assert set(article.placements.values_list("section_id", flat=True)) == {other.pk}


def test_a_chosen_date_is_kept_in_local_time(publisher, section):
    data = form_data(section=section, published_at_0="2026-03-04", published_at_1="23:50:00")
    publisher.post(url("add"), data)
    assert Article.objects.get().published_at == timezone.make_aware(datetime(2026, 3, 4, 23, 50))


def test_a_draft_without_date_stays_without_one_until_it_is_published(publisher, section):
    publisher.post(url("add"), form_data(section=section))
    article = Article.objects.get()
    week_ago = timezone.now() - timedelta(days=7)
    Article.objects.filter(pk=article.pk).update(created_at=week_ago, published_at=week_ago)
    article.refresh_from_db()
    form = publisher.get(url("change", article.pk)).context["adminform"].form
    assert form.initial["published_at"] is None
    empty = {"published_at_0": "", "published_at_1": ""}
    publisher.post(url("change", article.pk), form_data(article, **empty))
    article.refresh_from_db()
    assert article.published_at == week_ago
    publisher.post(url("change", article.pk), form_data(article, **empty, status="published"))
    article.refresh_from_db()
    assert abs(article.published_at - timezone.now()) < timedelta(minutes=1)


def test_an_error_keeps_what_was_typed_and_stands_beside_its_field(publisher, section):
    data = form_data(
        section=section, title="", body="<p>写了很久的正文</p>", external_url="javascript:1"
    )
    response = publisher.post(url("add"), data)
    assert set(errors_of(response)) == {"title", "external_url"}
    html = response.content.decode()
    assert "写了很久的正文" in html
    assert "请输入以 http:// 或 https:// 开头的网址" in html


def test_an_article_does_not_lead_to_itself(client, section, settings):
    settings.SITE_URL = "https://www.example.cn"
    article = make_article(section)
    own = article.get_absolute_url()
    address = f"/admin/news/article/{article.pk}/change/"
    client.force_login(make_user("root", superuser=True))
    for url in (own, f"{settings.SITE_URL}{own}?a=1", own.replace("/t20", "/t19") + "#top"):
        response = client.post(address, form_data(article, external_url=url))
        assert set(errors_of(response)) == {"external_url"}, url
    for url in (own.replace(f"_{article.pk}.", f"_{article.pk}1."), f"https://other.cn{own}"):
        response = client.post(address, form_data(article, external_url=url))
        assert response.status_code == 302, url
        article.refresh_from_db()


def test_an_article_cannot_end_before_it_begins(publisher, section):
    data = form_data(
        section=section,
        published_at_0="2026-03-04",
        published_at_1="10:00",
        expires_at_0="2026-03-04",
        expires_at_1="09:00",
    )
    assert "expires_at" in errors_of(publisher.post(url("add"), data))


def test_the_carousel_needs_a_cover(publisher, section):
    data = form_data(section=section, featured_until_0="2036-03-04", featured_until_1="10:00")
    assert "featured_until" in errors_of(publisher.post(url("add"), data))
    upload = SimpleUploadedFile("封面.png", png(), "image/png")
    assert publisher.post(url("add"), {**data, "cover_upload": upload}).status_code == 302


def test_a_cover_uploaded_in_place_joins_the_library(publisher, roles, section):
    upload = SimpleUploadedFile("封面.png", png(), "image/png")
    publisher.post(url("add"), form_data(section=section, title="有图", cover_upload=upload))
    cover = Article.objects.get().cover
    assert (cover.title, cover.uploaded_by) == ("有图", roles["publisher"])
    assert cover.renditions
    assert Article.objects.get().placements.get().has_cover


def test_whoever_writes_may_look_into_the_library(client, roles):
    lookup = reverse("admin:autocomplete") + "?app_label=news&model_name=article&field_name=cover"
    as_role(client, roles, "writer")
    assert "cover" in client.get(url("add")).context["adminform"].form.fields
    assert client.get(lookup + "&term=").status_code == 200


def test_a_cover_is_chosen_from_the_library_and_taken_away(publisher, section, picture):
    article = make_article(section)
    for cover, expected in ((picture.pk, picture), ("", None)):
        publisher.post(url("change", article.pk), form_data(article, cover=cover))
        article.refresh_from_db()
        assert article.cover == expected
        assert article.placements.get().has_cover is bool(expected)


def test_a_cover_that_is_no_picture_is_refused_in_words(publisher, section):
    upload = SimpleUploadedFile("封面.png", b"<html>", "image/png")
    response = publisher.post(url("add"), form_data(section=section, cover_upload=upload))
    assert "cover_upload" in errors_of(response)


def test_headline_links_are_typed_as_lines(publisher, section):
    lines = "一图读懂 | /kjcx/\n\n负责人解读｜https://www.example.cn/a"
    publisher.post(url("add"), form_data(section=section, headline_links=lines))
    assert Article.objects.get().headline_links == [
        {"title": "一图读懂", "url": "/kjcx/"},
        {"title": "负责人解读", "url": "https://www.example.cn/a"},
    ]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("只有文字", "第 1 行"),
        ("甲 | /a/\n乙 | javascript:alert(1)", "第 2 行"),
        ("甲 | /a/ | 多余", "第 1 行"),
        ("甲|/a/\n乙|/b/\n丙|/c/\n丁|/d/", "最多填写 3 行"),
    ],
)
def test_bad_headline_links_name_their_line(publisher, section, lines, message):
    response = publisher.post(url("add"), form_data(section=section, headline_links=lines))
    assert message in str(errors_of(response)["headline_links"])


def test_a_title_used_before_is_a_warning_not_an_error(publisher, section):
    make_article(section, "同名")
    response = publisher.post(url("add"), form_data(section=section, title="同名"), follow=True)
    assert Article.objects.filter(title="同名").count() == 2
    assert any("同名" in str(m) and m.level_tag == "warning" for m in response.context["messages"])


@pytest.mark.parametrize("status", ["draft", "published"])
def test_a_title_used_elsewhere_is_told_only_where_it_is_public(publisher, section, other, status):
    twin = make_article(other, "同名", status=status)
    response = publisher.post(url("add"), form_data(section=section, title="同名"), follow=True)
    told = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
    assert [twin.get_absolute_url() in text for text in told] == [True] * (status == "published")


# --- Two people at once ---------------------------------------------------------------------------
def test_anothers_changes_are_not_overwritten_unseen(publisher, section):
    article = make_article(section, "原题")
    data = form_data(article, title="我的题", body="<p>我的正文</p>")
    article.title = "别人的题"
    article.save()
    response = publisher.post(url("change", article.pk), data)
    html = response.content.decode()
    assert "保存过新的内容" in html
    assert "我的正文" in html
    assert Article.objects.get().title == "别人的题"
    # Having been told, the second save is meant.
    again = response.context["adminform"].form["version"].value()
    assert publisher.post(url("change", article.pk), {**data, "version": again}).status_code == 302
    assert Article.objects.get().title == "我的题"


def test_saving_twice_in_a_row_is_no_conflict(publisher, section):
    article = make_article(section)
    for title in ("一", "二"):
        assert (
            publisher.post(url("change", article.pk), form_data(article, title=title)).status_code
            == 302
        )
        article.refresh_from_db()
        assert article.title == title


# --- Attachments ----------------------------------------------------------------------------------
def test_attachments_are_added_ordered_and_described(publisher, section):
    rows = [
        {"file": SimpleUploadedFile("乙 表.pdf", PDF), "name": "", "position": 20},
        {"file": SimpleUploadedFile("甲.pdf", PDF), "name": "显示名", "position": 10},
        {"file": SimpleUploadedFile("末.pdf", PDF), "name": "", "position": 0},
    ]
    response = publisher.post(url("add"), form_data(section=section, attachments=rows))
    assert response.status_code == 302
    found = list(Attachment.objects.all())
    assert [(a.title, a.position) for a in found] == [("显示名", 10), ("乙 表", 20), ("末", 30)]
    assert found[0].original_name == "甲.pdf"
    assert found[0].type_label == "PDF"


def test_a_dangerous_attachment_is_refused_beside_its_field(publisher, section):
    rows = [{"file": SimpleUploadedFile("a.pdf", b"<html><script>1</script>"), "position": 0}]
    response = publisher.post(url("add"), form_data(section=section, attachments=rows))
    assert response.status_code == 200
    formsets = {
        item.formset.prefix: item.formset for item in response.context["inline_admin_formsets"]
    }
    assert "file" in formsets["attachments"].errors[0]
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_replaced_or_removed_file_leaves_the_storage(client, section):
    client.force_login(make_user("root", superuser=True))
    article = make_article(section)
    first = attach(article, ContentFile(PDF, name="a.pdf"))
    storage, old = first.file.storage, first.file.name
    row = {"id": first.pk, "article": article.pk, "position": 10}
    upload = SimpleUploadedFile("b.pdf", PDF + b"\n")
    client.post(
        url("change", article.pk), form_data(article, attachments=[{**row, "file": upload}])
    )
    first.refresh_from_db()
    assert first.original_name == "b.pdf"
    assert not storage.exists(old)
    assert storage.exists(first.file.name)
    article.refresh_from_db()
    client.post(
        url("change", article.pk), form_data(article, attachments=[{**row, "DELETE": "on"}])
    )
    assert not Attachment.objects.exists()
    assert not storage.exists(first.file.name)


# --- The list -------------------------------------------------------------------------------------
def run(client, action, *articles):
    data = {"action": action, "_selected_action": [article.pk for article in articles]}
    return client.post(url("changelist"), data, follow=True)


def test_actions_move_articles_along(publisher, section):
    drafts = [make_article(section, status="draft") for _ in range(2)]
    for action, expected in [
        ("submit", "review"),
        ("send_back", "draft"),
        ("publish", "published"),
        ("withdraw", "withdrawn"),
    ]:
        run(publisher, action, *drafts)
        assert {a.status for a in Article.objects.all()} == {expected}


def test_an_impossible_action_says_which_article_and_why(publisher, section):
    published, draft = make_article(section, "已发"), make_article(section, "草稿", status="draft")
    texts = [str(m) for m in run(publisher, "publish", published, draft).context["messages"]]
    assert any("已发" in text and "发布" in text for text in texts)
    draft.refresh_from_db()
    assert draft.status == "published"


def test_writers_have_no_publishing_actions(client, roles, section):
    as_role(client, roles, "writer")
    draft = make_article(section, status="draft")
    names = dict(client.get(url("changelist")).context["action_form"].fields["action"].choices)
    assert "submit" in names
    assert not {"publish", "withdraw", "send_back"} & names.keys()
    run(client, "publish", draft)
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("draft", {"草稿"}),
        ("public", {"公开", "头条"}),
        ("scheduled", {"定时"}),
        ("expired", {"过期"}),
        ("headline", {"头条"}),
        ("withdrawn", {"撤回"}),
    ],
)
def test_the_state_filter_sees_what_the_public_sees(publisher, section, state, expected):
    soon, past = timezone.now() + timedelta(days=1), timezone.now() - timedelta(days=1)
    make_article(section, "草稿", status="draft")
    make_article(section, "公开")
    make_article(section, "定时", published_at=soon)
    make_article(section, "过期", days_ago=2, expires_at=past)
    make_article(section, "头条", headline_until=soon)
    make_article(section, "撤回", status="withdrawn")
    found = publisher.get(url("changelist") + f"?state={state}").context["cl"].queryset
    assert {a.title for a in found} == expected


def test_the_section_filter_takes_the_whole_branch(client, roles, section, other):
    as_role(client, roles, "superuser")
    make_article(section, "枝上")
    make_article(other, "别处")
    found = client.get(url("changelist") + f"?section_in={section.parent_id}").context["cl"]
    assert {a.title for a in found.queryset} == {"枝上"}


def test_the_list_costs_the_same_however_many_rows(client, roles, section):
    as_role(client, roles, "superuser")
    source = Source.objects.create(name="甲")
    counts = []
    for more in (3, 25):
        for _ in range(more):
            make_article(section, source=source)
        counts.append(len(queries_of(client, url("changelist"))))
    assert counts[0] == counts[1] <= 12


def test_the_form_links_to_the_page(publisher, section):
    public, draft = make_article(section), make_article(section, status="draft")
    for article, label in ((public, "查看"), (draft, "预览")):
        html = publisher.get(url("change", article.pk)).content.decode()
        assert f'href="{article.get_absolute_url()}"' in html
        assert label in html
