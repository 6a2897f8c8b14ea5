"""Sending the outbox: each mail is taken for a while, sent, and marked.

Whoever is killed in between leaves a mail that is taken again when its time is over: none is lost,
and one is sent twice only if its sender died after the server had accepted it and before that was
written down. Both copies then carry the same Message-ID.
"""

import logging
import smtplib
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.actions import RETRY_MAIL
from disclosure.desk import desk
from disclosure.models import OutgoingMail
from portal import audit
from portal.site import get_site

logger = logging.getLogger(__name__)

# Longer than any one sending may take.
LEASE = timedelta(minutes=10)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MAX_ATTEMPTS = 12
TIMEOUT = 30  # seconds for one answer of the server

T = OutgoingMail.Template
# No names and no numbers but the case's own: subjects travel and are stored in the clear.
SUBJECTS = {
    T.RECEIPT: _("已提交，待确认收到"),
    T.RECEIVED: _("已收到"),
    T.SUPPLEMENT: _("请补正"),
    T.EXTENDED: _("延长答复期限"),
    T.REPLIED: _("已答复"),
    T.DUE_SOON: _("即将到期"),
    T.OVERDUE: _("已经逾期"),
    T.ASSIGNED: _("请承办"),
}


def send_waiting(limit: int = 100) -> tuple[int, int]:
    """Send what is due now, the oldest first; how many were sent, and how many failed."""
    sent = failed = 0
    waiting = OutgoingMail.objects.waiting(timezone.now()).order_by("next_try_at", "pk")
    for pk in list(waiting.values_list("pk", flat=True)[:limit]):
        mail = _take(pk)
        if mail is not None:
            done = _send(mail)
            sent, failed = sent + done, failed + (not done)
    return sent, failed


def _take(pk: int) -> OutgoingMail | None:
    """Make the mail ours for the time of the lease, unless another sender was quicker."""
    now = timezone.now()
    mail = OutgoingMail.objects.waiting(now).select_related("case").filter(pk=pk).first()
    if mail is None:
        return None
    taken = OutgoingMail.objects.filter(
        pk=pk, attempts=mail.attempts, next_try_at=mail.next_try_at, sent_at=None
    ).update(attempts=mail.attempts + 1, next_try_at=now + LEASE)
    mail.attempts += 1
    return mail if taken else None


def _send(mail) -> bool:
    try:
        message_of(mail, get_connection(timeout=TIMEOUT)).send()
    except (smtplib.SMTPException, OSError) as error:
        # The server's words may quote the address: only their kind is kept and logged.
        _put_off(mail, type(error).__name__)
        return False
    OutgoingMail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), error="")
    logger.info("Mail %s (%s) sent at attempt %s", mail.pk, mail.template, mail.attempts)
    return True


def _put_off(mail, error: str) -> None:
    values = {"error": error}
    if mail.attempts >= MAX_ATTEMPTS:
        values["failed_at"] = timezone.now()
    else:
        pause = min(FIRST_PAUSE * 2 ** (mail.attempts - 1), LONGEST_PAUSE)
        values["next_try_at"] = timezone.now() + pause
    OutgoingMail.objects.filter(pk=mail.pk).update(**values)
    logger.warning("Mail %s (%s) failed: %s", mail.pk, mail.template, error)


def retry(mails, by) -> int:
    """Put ``mails`` that were not sent back to the beginning of their tries; how many. Sending them
    now is the queue's work: a lease of a sender at work is left alone."""
    now = timezone.now()
    with transaction.atomic():
        at_work = Q(error="", attempts__gt=0, next_try_at__gt=now, failed_at=None)
        waiting = mails.filter(sent_at=None).exclude(at_work).order_by()
        number = waiting.update(failed_at=None, attempts=0, next_try_at=now, error="")
        if number:
            audit.record(by.actor, RETRY_MAIL, OutgoingMail)
    return number


def message_of(mail, connection=None) -> EmailMessage:
    site = get_site().name
    known = {
        "mail": mail,
        "case": mail.case,
        "data": mail.data,
        "desk": desk(),
        "site": site,
        "site_url": settings.SITE_URL,
    }
    number = mail.case.number if mail.case else ""
    return EmailMessage(
        subject=f"【{site}】{desk().application_word} {number} {SUBJECTS[T(mail.template)]}",
        body=render_to_string(f"disclosure/mail/{mail.template}.txt", known),
        to=[mail.recipient],
        headers={
            "Message-ID": f"<{mail.vault_id.hex}@{_host()}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )


def _host() -> str:
    return settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
