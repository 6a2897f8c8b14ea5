"""Letters and files: the right ones, to the right applicant, for ten minutes."""

import re

import pytest
from django.core.files.base import ContentFile
from docx import Document

from disclosure import letters
from disclosure import services as do
from disclosure.following import links
from disclosure.letters.stored import store
from disclosure.outcomes import OUTCOMES
from portal.models import AuditEvent
from tests.disclosure.desk.builders import NAME
from tests.disclosure.examples import decision_on

from .visitor import CASE, LOOKUP

PDF = b"%PDF-1.4 contract"
LINK = re.compile(r'href="(/apply/follow/file/[^"]+)"')


def released(desk, *, checked=True, delivered=True):
    """A case with one file in its answer."""
    case = desk.handling()
    intake, reviewer = desk.by("intake"), desk.by("reviewer")
    do.draft_decision(case, intake, decision_on(OUTCOMES["released"]), method="post")
    upload = do.Upload(ContentFile(PDF, name="x"), f"{NAME}的合同.pdf", "application/pdf")
    row = do.release_file(case, intake, upload, pages=2)
    do.send_to_review(case, intake)
    if checked:
        do.check_file(case, reviewer, row)
        do.pass_review(case, reviewer)
        do.sign(case, desk.by("head"))
    if delivered:
        do.deliver(case, intake, tracking="EX123456789CN")
    return case, row


def links_of(visitor):
    return LINK.findall(visitor.page())


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_a_released_file_is_handed_out_under_a_plain_name(visitor, desk):
    case, row = released(desk)
    visitor.open(case)
    response = visitor.client.get(links_of(visitor)[-1])
    assert (response.status_code, body(response)) == (200, PDF)
    assert f"{case.number}-01.pdf" in response["Content-Disposition"]
    assert "attachment" in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    event = AuditEvent.objects.about(row).first()
    assert (event.verb, event.actor_kind, event.part) == (
        "disclosure.download",
        "applicant",
        "文件",
    )


@pytest.mark.parametrize(("checked", "delivered"), [(False, False), (True, False)])
def test_nothing_is_handed_out_before_it_is_checked_and_delivered(
    visitor, desk, checked, delivered
):
    case, row = released(desk, checked=checked, delivered=delivered)
    visitor.open(case)
    assert links_of(visitor) == []
    answer = do.answer_of(case)
    for target, form in ((row, "file"), (answer, "pdf"), (answer, "docx")):
        assert visitor.client.get(links.link(target, form)).status_code == 404


def test_a_file_nobody_checked_stays_in_whatever_the_stage(visitor, desk):
    case, row = released(desk)
    type(row).objects.filter(pk=row.pk).update(checked_at=None)
    visitor.open(case)
    assert len(links_of(visitor)) == 2  # the letter
    assert visitor.client.get(links.link(row, "file")).status_code == 404


def test_letters_are_rendered_while_none_is_stored(visitor, desk):
    case = desk.waiting()
    visitor.open(case)
    assert "补正告知书" in visitor.page()
    docx = visitor.client.get(links_of(visitor)[-1])
    assert docx.status_code == 200 and body(docx)[:2] == b"PK"
    assert "attachment" in docx["Content-Disposition"] and NAME not in docx["Content-Disposition"]
    assert "sandbox" in docx["Content-Security-Policy"]


def test_the_text_of_the_letter_is_whole(desk):
    for case in (desk.waiting(), desk.replied("third_party")):
        letter = case.letters.last()
        store(letter.pk)
        letter.refresh_from_db()
        words = "\n".join(p.text for p in Document(letter.docx.open()).paragraphs)
        assert NAME in words and case.number in words and letter.reference in words
        assert "【" not in words, words


@pytest.mark.skipif(not letters.is_available(), reason="no libraries for PDF")
def test_a_pdf_is_made_too(visitor, desk):
    visitor.open(desk.waiting())
    response = visitor.client.get(links_of(visitor)[0])
    assert response["Content-Type"] == "application/pdf" and body(response)[:4] == b"%PDF"


def test_without_the_libraries_there_is_word_and_a_word_about_it(visitor, desk, monkeypatch):
    def unavailable(docx):
        raise letters.PdfUnavailable("x")

    case = desk.waiting()
    visitor.open(case)
    address = links.link(case.letters.last(), "pdf")
    monkeypatch.setattr("disclosure.letters.is_available", lambda: False)
    monkeypatch.setattr("disclosure.letters.stored.is_available", lambda: False)
    monkeypatch.setattr("disclosure.letters.copy.to_pdf", unavailable)
    assert len(links_of(visitor)) == 1
    assert visitor.client.get(address)["Location"] == CASE
    assert "请下载 Word 文件" in visitor.page()


def test_what_was_stored_at_signing_is_what_is_handed_out(visitor, desk):
    case = desk.waiting()
    do.attach_documents(case.letters.last(), docx=ContentFile(b"PK signed"), pdf=ContentFile(PDF))
    visitor.open(case)
    assert [body(visitor.client.get(address)) for address in links_of(visitor)] == [
        PDF,
        b"PK signed",
    ]


def test_letters_to_others_drafts_and_void_ones_are_not_shown(visitor, desk):
    case = desk.handling()
    intake = desk.by("intake")
    do.consult(case, intake, party="third_party", name="某公司", concerns="报价")
    do.draft_letter(case, intake, "consultation_notice", {"comment_by": "2026-03-20"})
    visitor.open(case)
    assert links_of(visitor) == []
    for row in case.letters.all():
        assert visitor.client.get(links.link(row, "docx")).status_code == 404


def test_a_link_lives_ten_minutes_and_is_renewed_by_the_page(visitor, desk, time_machine):
    visitor.open(desk.waiting())
    address = links_of(visitor)[-1]
    time_machine.move_to("2026-03-02 10:11+08:00")
    assert visitor.client.get(address)["Location"] == CASE
    assert "下载地址已过期" in visitor.page()
    assert visitor.client.get(links_of(visitor)[-1]).status_code == 200


def test_a_forged_link_finds_nothing(visitor, desk):
    visitor.open(desk.waiting())
    address = links_of(visitor)[-1]
    for forged in (address[:-3] + "xx/", "/apply/follow/file/abc/", address.replace(":", ";", 1)):
        assert visitor.client.get(forged).status_code == 404


def test_a_link_is_worth_nothing_without_its_case(visitor, desk):
    case, row = released(desk)
    visitor.open(case)
    address = links_of(visitor)[-1]
    visitor.open(desk.counter())
    assert visitor.client.get(address).status_code == 404
    visitor.client.cookies.clear()
    assert visitor.client.get(address)["Location"] == LOOKUP


def test_a_link_made_for_the_file_of_another_case_finds_nothing(visitor, desk):
    _other, row = released(desk)
    mine = desk.counter()
    visitor.open(mine)
    assert visitor.client.get(links.link(row, "file")).status_code == 404


def test_addresses_hold_nothing_personal(visitor, desk):
    case, _row = released(desk)
    visitor.open(case)
    for address in links_of(visitor):
        assert NAME not in address and case.number not in address
