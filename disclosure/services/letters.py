"""Letters: numbered when they are signed, and delivered in a way that can be proved."""

from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import ledger
from disclosure.actions import Action
from disclosure.choices import Stage
from disclosure.clock import Delivery
from disclosure.desk import desk
from disclosure.letters import names_in, ready
from disclosure.letters.stored import (
    letter_of,
    office_contact,
    store_after_commit,
    template_in_use,
)
from disclosure.models import Counter, DeskKind, Letter, ReleasedFile
from disclosure.outcomes import LETTERS
from portal.workdays import get_calendar

from .verb import need, verb

Status = Letter.Status
NO_CONTACT = "缺少“联系方式”。"
# Each goes with an entry in the ledger, and some with the head's consent: never one without the other.
BY_STEPS = {
    "correction",
    "extension",
    "third_party_consultation",
    "co_author_consultation",
    "organ_consultation",
    "explanation",
    "delay",
    "fee",
}


def take_reference(letter, year: int) -> None:
    """Give the letter its 文号. Raises ``ValidationError`` while the settings cannot make one."""
    if "{prefix}" in desk().values[f"{letter.series}_pattern"] and not desk().prefix.strip():
        raise ValidationError(
            _("请先在“信息公开设置”中填写机关代字，否则无法编排文号。"), code="reference"
        )
    serial = Counter.take(letter.series, year)
    letter.reference = desk().number(letter.series, year, serial)


def issue(case, by, kind: str, day, **data) -> Letter:
    """A letter of procedure, signed and numbered with the step it belongs to."""
    letter = Letter(
        case=case,
        kind=kind,
        round=case.round,
        status=Status.SIGNED,
        data=plain(data),
        drafted_by=by.user,
        signer=by.user,
        signed_on=day,
    )
    # How it goes out is entered with its delivery; a nightly job has no name.
    _complete(letter, signatory="—", delivery="—")
    take_reference(letter, day.year)
    letter.save()
    store_after_commit(letter)
    return letter


def stated_day(day):
    """The last day as a letter states it: the one the clock goes by (民法典第二百零三条), so that
    nobody reads another day than the one that counts."""
    return get_calendar().on_or_after(day) if desk().rules.roll_stated_dates else day


def plain(data: dict) -> dict:
    """Days as ISO text: JSON knows none."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value
        for name, value in data.items()
    }


def locked(case, row):
    """A row of the case as it is now; ``case`` is locked, so nobody else changes it."""
    return type(row).objects.get(pk=row.pk, case=case)


@verb(Action.DRAFT_LETTER)
def draft_letter(case, by, kind: str, data: dict | None = None, *, letter=None) -> Letter:
    """Begin a letter of procedure, or change one that is not signed. Answers are drafted with
    their decision (:func:`draft_decision`)."""
    if letter is None:
        letter = Letter(case=case, kind=kind, round=case.round)
    else:
        letter = locked(case, letter)
        _must_be(letter, Status.DRAFT)
    if kind not in LETTERS or letter.is_answer:
        raise ValidationError(_("请选择文书种类；答复书请通过“拟写答复”生成。"), code="kind")
    if kind in BY_STEPS:
        raise ValidationError(_("这种文书由相应的操作生成，不能单独拟写。"), code="kind")
    letter.kind, letter.data, letter.drafted_by = kind, plain(data or {}), by.user
    letter.save()
    return letter


@verb(Action.ISSUE_LETTER)
def issue_letter(case, by, letter, *, on=None, method: str = "") -> Letter:
    """Sign a letter of procedure: it gets its 文号, where its kind has one. Refused with everything
    the letter lacks. ``method`` is how it shall go out."""
    letter = locked(case, letter)
    _must_be(letter, Status.DRAFT)
    if letter.is_answer:
        raise ValidationError(_("答复书须经审核并由负责人签发。"), code="kind")
    day = on or timezone.localdate()
    letter.signer, letter.signed_on, letter.method = by.user, day, method or letter.method
    _complete(letter)
    ledger.append(case, DeskKind.LETTER_SIGNED, day, by, kind=letter.kind, letter=letter.pk)
    # A sheet that is filed, or sent back by somebody else, bears no number; none is used up for it.
    if "文号" in letter.description.placeholders:
        take_reference(letter, day.year)
    letter.status = Status.SIGNED
    letter.save()
    store_after_commit(letter)
    return letter


def _complete(letter, **known) -> None:
    """Everything its kind must say is there, apart from the 文号 it gets now."""
    if letter.case.received_on is None:
        raise ValidationError(_("请先与申请人确认收到，再签发文书。"), code="unconfirmed")
    template = template_in_use(letter.kind)
    names = names_in(template) if template else ()
    whole = replace(letter_of(letter), reference="—", **known)
    found = ready(whole, names)
    if "contact" not in (letter.data or {}) and not office_contact() and NO_CONTACT in found:
        found[found.index(NO_CONTACT)] = _(
            "请先在“信息公开设置”中填写工作机构的联系方式，文书须写明。"
        )
    if found:
        raise ValidationError(found, code="incomplete")


@verb(Action.DELIVER_LETTER)
def deliver_letter(case, by, letter, *, method: str, on=None, tracking: str = "") -> Letter:
    """Record how a letter of procedure reached its reader."""
    letter = locked(case, letter)
    _must_be(letter, Status.SIGNED)
    # An answer stops the clock with its delivery. A case that was given up is stopped already.
    if letter.is_answer and case.stage == Stage.SIGNED:
        raise ValidationError(_("答复书请用“登记送达”。"), code="kind")
    day = on or timezone.localdate()
    ledger.append(case, DeskKind.LETTER_DELIVERED, day, by, kind=letter.kind, method=method)
    record_delivery(letter, method, day, tracking)
    return letter


def record_delivery(letter, method: str, day, tracking: str) -> None:
    """国办公开办函〔2016〕235号: by post means 邮政企业, with a number that can be asked for."""
    if method not in list(Delivery):
        raise ValidationError({"method": _("请选择送达方式。")}, code="method")
    if method == Delivery.POST:
        need(tracking, "tracking", _("邮寄送达须填写邮件号。"))
    letter.method, letter.delivered_on, letter.tracking = method, day, tracking.strip()
    letter.status = Status.DELIVERED
    letter.save()


def _must_be(letter, status) -> None:
    if letter.status != status:
        raise ValidationError(
            _("文书现在的状态是“%(status)s”，不能执行此操作。"),
            code="letter_status",
            params={"status": letter.get_status_display()},
        )


def attach_documents(letter, *, docx=None, pdf=None) -> None:
    """Put the rendered files beside the letter (``ContentFile``); called by whoever renders it."""
    for name, content in (("docx", docx), ("pdf", pdf)):
        if content is not None:
            getattr(letter, name).save(f"letter.{name}", content, save=False)
    letter.save()


# --- Files for the applicant --------------------------------------------------------------------------
@verb(Action.RELEASE_FILE)
def release_file(case, by, upload, *, pages=None, withheld=()) -> ReleasedFile:
    """Add a file to the answer. It goes out only after somebody else has checked it."""
    row = ReleasedFile(
        case=case,
        name=upload.name,
        content_type=upload.content_type,
        size=upload.file.size,
        pages=pages,
        withheld=list(withheld) or None,
        added_by=by.user,
    )
    row.file.save(upload.name, upload.file, save=False)
    row.save()
    return row


@verb(Action.CHECK_FILE)
def check_file(case, by, released) -> ReleasedFile:
    """保密审查 (条例 art. 17): by another person than the one who added the file."""
    row = locked(case, released)
    if by.user and row.added_by_id == by.user.pk:
        raise ValidationError(_("保密审查须由上传人以外的人员进行。"), code="same_person")
    row.checked_by, row.checked_at = by.user, timezone.now()
    row.save(update_fields=["checked_by", "checked_at"])
    return row
