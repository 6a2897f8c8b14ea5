"""How a case begins: the public form, and officers who enter what came by other ways."""

import uuid
from collections.abc import Sequence
from datetime import date
from itertools import product

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure import actions, codes, ledger, outbox, people
from disclosure.actions import Action
from disclosure.choices import Channel
from disclosure.clock import Kind
from disclosure.desk import desk
from disclosure.lookup import tidy_number
from disclosure.models import ApplicantFile, Case, Counter, PrivacyNotice
from portal import audit
from portal.vault.files import EncryptedFileStorage

from .application import MAX_REQUESTS, Applicant, Consent, Receipt, Upload, Wanted

# Set by this module, not typed by anybody.
OWN = ["number", "query_digest", "token_digest", "vault_id", "notice", "handler"]
CONFIRM = f"disclosure.{Action.CONFIRM_RECEIPT.value}"


@sensitive_variables()
def submit(
    applicant: Applicant,
    wanted: Sequence[Wanted],
    *,
    token: str,
    consent: Consent,
    files: Sequence[Upload] = (),
    request=None,
) -> list[Receipt]:
    """Open one case for each thing wanted (一事一申请) from the public form.

    ``token`` is the form's own (``codes.new_token``): sending it again, at once or later, opens
    nothing and shows the same numbers and codes. Raises ``ValidationError`` by field.
    """
    if again := receipts_of(token):
        return again
    notice = _agreed(consent, files)
    now = timezone.now()
    common = {
        **applicant.values(is_complete=True),
        "channel": Channel.INTERNET,
        "notice": notice,
        "consented_at": now if notice else None,
        "scan_consented_at": now if consent.scan and files else None,
    }

    def by(case):
        return people.applicant(request, case) if request else _nobody_asked()

    return _once(
        token,
        lambda: _open(common, wanted, token, timezone.localdate(), by, [actions.SUBMIT], files),
    )


@sensitive_variables()
def enter(
    by: people.By,
    applicant: Applicant,
    wanted: Sequence[Wanted],
    *,
    channel: str,
    on: date | None = None,
    confirmed_on: date | None = None,
    note: str = "",
    files: Sequence[Upload] = (),
    token: str = "",
) -> list[Receipt]:
    """Open cases for an application by letter, fax, e-mail, in person or by word of mouth.

    ``on`` is the day it came in (signed for, or handed over). ``confirmed_on`` is the day both
    sides confirmed the receipt, where the channel needs it (条例 art. 31) and it is known already;
    ``note`` says who was reached how. What is missing can be asked for. ``files`` are the scan of
    the letter and its enclosures. Give the printed code to the applicant: it is shown this once.
    """
    if not actions.may_enter(by.user):
        raise PermissionDenied(_("您没有录入申请的权限。"))
    token = token or codes.new_token()
    if again := receipts_of(token):
        return again
    if channel not in Channel.values:
        raise ValidationError({"channel": _("请选择提交渠道。")})
    common = {
        **applicant.values(is_complete=False),
        "channel": channel,
        "handler": by.user,
    }
    day = on or timezone.localdate()
    verbs, then = [actions.ENTER], None
    if confirmed_on and Channel(channel).for_clock.needs_confirmation:
        verbs, then = [*verbs, CONFIRM], _confirmed_at_once(by, confirmed_on, note)
    return _once(
        token, lambda: _open(common, wanted, token, day, lambda case: by, verbs, files, then)
    )


def _confirmed_at_once(by, day, note):
    """The confirmation came with the application, e.g. by the telephone call about it."""

    def then(case):
        ledger.append(case, Kind.CONFIRMED, day, by, note=note)
        outbox.queue(case, "received")

    return then


def _nobody_asked():
    return people.By(people.APPLICANT, audit.Actor("applicant", _("申请人")))


def receipts_of(token: str) -> list[Receipt]:
    """The receipts of what was already sent under ``token``, in order."""
    if not codes.MIN_TOKEN <= len(token) <= codes.MAX_TOKEN:
        raise ValidationError(_("表单已失效，请重新打开申请页面。"), code="token")
    digests = {codes.token_digest(token, place): place for place in range(MAX_REQUESTS)}
    found = {
        digests[case.token_digest]: case for case in Case.objects.filter(token_digest__in=digests)
    }
    return [_receipt(found[place], token, place) for place in sorted(found)]


def _receipt(case, token, place) -> Receipt:
    code = codes.query_code(token, place)
    if codes.code_digest(case.number, code) != case.query_digest:
        code = ""
    waits = Channel(case.channel).for_clock.needs_confirmation
    return Receipt(case.number, code, case.pk, waits)


def _once(token, work) -> list[Receipt]:
    """Of several who send one token at once, one opens the cases and all get its receipts."""
    try:
        work()
    except IntegrityError:
        again = receipts_of(token)
        if not again:
            raise
        return again
    return receipts_of(token)


def _agreed(consent: Consent, files) -> PrivacyNotice | None:
    """The notice the applicant saw must be the one in force (个人信息保护法 art. 14②)."""
    current = desk().notice_version or None
    if current and consent.notice_version != current:
        raise ValidationError({"consent": _("个人信息处理告知已更新，请重新阅读并同意。")})
    if any(item.kind == ApplicantFile.Kind.IDENTITY for item in files) and not consent.scan:
        raise ValidationError({"scan_consent": _("上传证件照片需要您单独同意。")})
    return PrivacyNotice.objects.filter(version=current).first() if current else None


@sensitive_variables()
def _open(common, wanted, token, day, by, verbs, files, then=None) -> None:
    """All cases of one submission, or none; ``then(case)`` is what follows at once for each."""
    if not 1 <= len(wanted) <= MAX_REQUESTS:
        raise ValidationError(_("一次可以提交1至%(most)d项申请。") % {"most": MAX_REQUESTS})
    batch = uuid.uuid4() if len(wanted) > 1 else None
    stored = []
    try:
        with transaction.atomic():
            opened = []
            for place, item in enumerate(wanted):
                code = codes.query_code(token, place)
                case = _one(common | item.values(), token, place, code, batch)
                ledger.append(
                    case, Kind.SUBMITTED, day, by(case), channel=Channel(case.channel).for_clock
                )
                attach(case, [file for file in files if file.place in (None, place)], stored)
                outbox.queue(case, "receipt")
                if then:
                    then(case)
                opened.append((case, by(case)))
            for (case, who), verb in product(opened, verbs):
                audit.record(who.actor, verb, case)
    except BaseException:
        # The rows are gone with the transaction; what was already sealed must not stay.
        for name in stored:
            EncryptedFileStorage().delete(name)
        raise


def _one(values, token, place, code, batch) -> Case:
    year = timezone.localdate().year
    case = Case(**values, batch=batch)
    case.clean_fields(exclude=OWN)
    case.number = tidy_number(desk().number("case", year, Counter.take("case", year)))
    case.query_digest = codes.code_digest(case.number, code)
    case.token_digest = codes.token_digest(token, place)
    case.save(force_insert=True)
    return case


def attach(case, files: Sequence[Upload], stored: list | None = None) -> None:
    """Seal uploads beside the case; ``stored`` takes their names, for undoing."""
    for item in files:
        row = ApplicantFile(
            case=case,
            kind=item.kind,
            name=item.name,
            content_type=item.content_type,
            size=item.file.size,
            consented_at=case.scan_consented_at if item.kind == "identity" else None,
        )
        row.file.save(item.name, item.file, save=False)
        if stored is not None:
            stored.append(row.file.name)
        row.save()
