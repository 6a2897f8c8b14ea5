"""A released answer becomes a draft article of the catalogue, and says nothing of who applied."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from disclosure import services as do
from disclosure.actions import Action
from disclosure.models import CatalogueCategory, CatalogueSettings
from disclosure.outcomes import Decision
from disclosure.services.publishing import Found, Published, findings, proposed_text
from disclosure.templatetags.desk_answers import published_answer
from news.models import Article
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE
from tests.factories import make_section
from tests.office import docx

from .answering import complaints, release
from .conftest import act_of, page_of

PRIVATE = (NAME, NUMBER, PHONE, EMAIL, "中关村大街1号")
ACTION = Action.PUBLISH_ANSWER


@pytest.fixture
def section(desk):
    desk.users["intake"].user_permissions.add(permission("navigation.write_everywhere"))
    return make_section("信息公开目录", "catalogue")


def permission(name):
    from django.contrib.auth.models import Permission

    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def listed(desk, *, words="合同全文", reasons="全文公开"):
    """A case whose answer names the applicant, delivered and open to others."""
    case = desk.handling()
    decision = Decision("released", {"released": (f"{NAME}申请的合同", reasons), "form": "电子"})
    do.draft_decision(case, desk.by("intake"), decision, method="direct")
    row = release(desk, case, docx(words), "采购合同.docx", is_checked=True)
    release(desk, case, name="未审查.pdf")
    do.send_to_review(case, desk.by("intake"))
    do.check_file(case, desk.by("reviewer"), case.released.last())
    do.pass_review(case, desk.by("reviewer"))
    do.sign(case, desk.by("head"))
    do.deliver(case, desk.by("intake"))
    do.set_visibility(case, desk.by("intake"), "listed")
    return case, row


def test_the_proposed_text_tells_of_nobody(desk):
    case, _row = listed(desk, reasons=f"电话{PHONE}，证件{NUMBER}")
    text = proposed_text(case)
    assert "申请人申请的合同" in text and "第三十六条第（二）项" in text
    assert not [value for value in (*PRIVATE, case.number) if value in text]
    assert "您" not in text


def test_a_published_answer_carries_no_personal_data(desk, officer, section):
    category = CatalogueCategory.objects.create(name="依申请公开", code="09")
    case, row = listed(desk)
    intake = officer(desk.users["intake"])
    done = intake.do(case, ACTION, section=section.pk, category=category.pk, files=[row.pk])
    assert done.status_code == 302, complaints(done)
    article = Article.objects.get()
    case.refresh_from_db()
    assert case.published_as == article and article.answered_case == case
    assert published_answer(case) == {"article": article}
    assert (article.status, article.section) == ("draft", section)
    assert article.doc_number == "京科创公复〔2026〕1号"
    assert (article.document.issuer, article.document.written_on) == (
        "京科创中心",
        date(2026, 3, 2),
    )
    entry = article.catalogue_entry
    assert (entry.way, entry.category, entry.requests_answered) == ("request", category, 1)
    assert [attachment.original_name for attachment in article.attachments.all()] == [
        "采购合同.docx"
    ]
    told = f"{article.title}{article.body}{article.summary}{article.doc_number}"
    assert not [value for value in (*PRIVATE, case.number) if value in told]
    assert intake.get(page_of(case)).status_code == 200


def test_the_index_number_comes_with_publication(desk, officer, section):
    CatalogueSettings(prefix="12345678-9").save()
    case, _row = listed(desk)
    officer(desk.users["intake"]).do(case, ACTION, section=section.pk, files=[])
    article = Article.objects.get()
    assert article.catalogue_entry.index_number is None
    article.status = Article.Status.PUBLISHED
    article.save()
    do.catalogue.follow(article)
    article.catalogue_entry.refresh_from_db()
    assert article.catalogue_entry.index_number


def test_what_may_be_personal_in_a_file_is_listed_and_confirmed(desk, officer, section):
    case, row = listed(desk, words=f"联系人电话{PHONE}，{NAME}")
    intake = officer(desk.users["intake"])
    answer = intake.do(case, ACTION, section=section.pk, files=[row.pk])
    page = answer.content.decode()
    found = answer.context["form"].found
    assert "confirmed" in answer.context["form"].errors and len(found) == 2
    assert PHONE not in page and NAME not in page and not Article.objects.exists()
    blind = intake.do(case, ACTION, section=section.pk, files=[row.pk], confirmed="on")
    assert "confirmed" in blind.context["form"].errors
    seen = answer.context["form"]["seen"].value()
    data = {"section": section.pk, "files": [row.pk], "confirmed": "on", "seen": seen}
    other = {**data, "title": "联系我们 " + EMAIL}
    assert "confirmed" in intake.do(case, ACTION, **other).context["form"].errors
    assert intake.do(case, ACTION, **data).status_code == 302


def test_a_scan_has_to_be_looked_at(desk):
    case, _row = listed(desk)
    found = findings(case, {}, [case.released.get(content_type="application/pdf", size__lt=200)])
    assert [item.label for item in found] == ["没有可以检查的文字（可能是扫描件），请逐页查看"]


@pytest.mark.parametrize("name", ["title", "text"])
def test_the_applicant_is_never_typed_into_an_article(desk, officer, section, name):
    case, _row = listed(desk)
    intake = officer(desk.users["intake"])
    first = intake.do(case, ACTION, section=section.pk, files=[], **{name: f"{NAME}的申请"})
    seen = first.context["form"]["seen"].value()
    data = {"section": section.pk, "files": [], name: f"{NAME}的申请", "seen": seen}
    answer = intake.do(case, ACTION, confirmed="on", **data)
    assert "申请人的姓名" in str(answer.context["form"].errors[name])
    assert not Article.objects.exists()


def test_only_an_open_case_is_published_and_only_once(desk, officer, section):
    case, _row = listed(desk)
    intake = officer(desk.users["intake"])
    do.set_visibility(case, desk.by("intake"), "private")
    answer = intake.do(case, ACTION, section=section.pk, files=[])
    assert "只对申请人可见" in complaints(answer)
    assert (
        reverse("admin:disclosure_case_act", args=[case.pk, "publish_answer"])
        not in intake.get(page_of(case)).content.decode()
    )
    do.set_visibility(case, desk.by("intake"), "listed")
    assert intake.do(case, ACTION, section=section.pk, files=[]).status_code == 302
    assert "已经转为文章" in complaints(intake.do(case, ACTION, section=section.pk, files=[]))
    assert Article.objects.count() == 1


def test_the_rights_of_the_section_count(desk, officer):
    section = make_section("信息公开目录", "catalogue")
    case, _row = listed(desk)
    intake = officer(desk.users["intake"])
    assert list(intake.get(act_of(case, ACTION)).context["form"].fields["section"].queryset) == []
    assert "section" in intake.do(case, ACTION, section=section.pk).context["form"].errors
    assert not Article.objects.exists()


def test_the_verb_itself_asks_for_rights_and_for_what_was_found(desk, section):
    case, _row = listed(desk)
    by = desk.by("intake")
    answer = Published(section, "标题", "正文", "京科创中心", date(2026, 3, 2))
    with pytest.raises(ValidationError, match="核对"):
        do.publish_answer(case, by, answer, found=[Found("正文", "手机号码")])
    with pytest.raises(PermissionDenied):
        do.publish_answer(case, desk.another("intake"), answer)
    assert not Article.objects.exists()
    assert do.publish_answer(case, by, answer, found=[Found("正文", "电话")], confirmed=True)
