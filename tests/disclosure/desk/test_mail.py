"""The outbox: written with the deed, sent once, late rather than never, and silent about people."""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import date, timedelta
from io import StringIO
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from django.core import mail as django_mail
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from disclosure import chasing, outbox
from disclosure import mail as sender
from disclosure import services as do
from disclosure.models import OutgoingMail
from disclosure.models.mail import OutgoingMailQuerySet

from .builders import EMAIL, NAME, NUMBER, PHONE, case_of, submit

ROOT = Path(__file__).resolve().parents[3]


class Mailbox:
    """What a real SMTP server was given. ``refuse`` answers with a temporary failure; ``stall``
    accepts a mail and then keeps the client waiting for the answer."""

    def __init__(self):
        self.messages, self.refuse, self.stall = [], False, 0

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - the library's name
        if self.refuse:
            return f"451 {envelope.rcpt_tos[0]} is busy"
        self.messages.append(envelope.content.decode())
        if self.stall:
            import asyncio

            await asyncio.sleep(self.stall)
        return "250 OK"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    box = Mailbox()
    server = Controller(box, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.DEFAULT_FROM_EMAIL = "noreply@www.example.cn"
    box.port = server.port
    yield box
    server.stop()


def send():
    said = StringIO()
    call_command("send_mail_queue", stdout=said)
    return said.getvalue().strip()


def test_a_mail_is_written_with_what_it_tells_of_or_not_at_all(desk):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        submit()
        raise ZeroDivisionError
    assert not OutgoingMail.objects.exists()
    submit()
    assert OutgoingMail.objects.get().template == "receipt"


def test_who_gave_no_address_gets_no_mail(desk):
    submit(applicant=do.Applicant(name=NAME, id_type="resident_id", id_number=NUMBER, phone=PHONE))
    assert not OutgoingMail.objects.exists()


def test_a_mail_reaches_a_real_server_once(desk, smtp):
    receipt = submit()[0]
    assert send() == "1 sent, 0 failed."
    assert send() == "0 sent, 0 failed."
    (message,) = smtp.messages
    assert f"To: {EMAIL}" in message
    assert OutgoingMail.objects.get().sent_at
    assert receipt.number in sender.message_of(OutgoingMail.objects.get()).subject


def test_a_failure_is_put_off_longer_each_time_and_given_up_in_the_end(desk, smtp, time_machine):
    smtp.refuse = True
    submit()
    pauses = []
    for _attempt in range(sender.MAX_ATTEMPTS):
        before = timezone.now()
        assert send() == "0 sent, 1 failed."
        row = OutgoingMail.objects.get()
        pauses.append((row.next_try_at - before).total_seconds() // 60)
        assert send() == "0 sent, 0 failed."
        time_machine.move_to(row.next_try_at + timedelta(seconds=1))
    assert pauses[:5] == [1, 2, 4, 8, 16]
    assert max(pauses) == 360
    row = OutgoingMail.objects.get()
    assert row.failed_at and row.error == "SMTPDataError" and not row.sent_at


def test_a_mail_that_failed_goes_out_later(desk, smtp, time_machine):
    smtp.refuse = True
    submit()
    send()
    smtp.refuse = False
    time_machine.move_to("2026-03-02 10:02+08:00")
    assert send() == "1 sent, 0 failed."
    assert len(smtp.messages) == 1


def test_two_senders_do_not_send_one_mail_twice(desk, smtp):
    submit()
    pk = OutgoingMail.objects.get().pk
    assert sender._take(pk) is not None
    assert sender._take(pk) is None
    assert send() == "0 sent, 0 failed."


def test_of_two_senders_that_read_a_mail_at_once_one_takes_it(desk, monkeypatch):
    submit()
    pk, read, quicker = OutgoingMail.objects.get().pk, OutgoingMailQuerySet.first, []

    def first(self):
        found = read(self)
        if not quicker:
            quicker.append(None)
            quicker[0] = sender._take(pk)
        return found

    monkeypatch.setattr(OutgoingMailQuerySet, "first", first)
    assert sender._take(pk) is None
    assert quicker[0].pk == pk


def test_a_mail_taken_by_a_sender_that_died_is_taken_again(desk, smtp, time_machine):
    submit()
    assert sender._take(OutgoingMail.objects.get().pk)
    time_machine.move_to("2026-03-02 10:09+08:00")
    assert send() == "0 sent, 0 failed."
    time_machine.move_to("2026-03-02 10:11+08:00")
    assert send() == "1 sent, 0 failed."


@pytest.mark.django_db(transaction=True)
def test_a_sender_killed_while_the_server_answers_loses_nothing(smtp):
    """A real process, killed with SIGKILL after the server has the mail and before it said so."""
    for number in range(3):
        OutgoingMail.objects.create(template="assigned", recipient=f"p{number}@example.cn")
    smtp.stall = 30
    process = subprocess.Popen(
        [sys.executable, "manage.py", "send_mail_queue"], cwd=ROOT, env=_environment(smtp.port)
    )
    deadline = time.monotonic() + 60
    while not smtp.messages and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert len(smtp.messages) == 1
    assert not OutgoingMail.objects.filter(sent_at__isnull=False).exists()
    smtp.stall = 0
    assert send() == "2 sent, 0 failed."
    OutgoingMail.objects.filter(sent_at=None).update(next_try_at=timezone.now())
    assert send() == "1 sent, 0 failed."
    ids = [line for text in smtp.messages for line in text.split("\n") if "Message-ID" in line]
    assert len(smtp.messages) == 4 and len(set(ids)) == 3


def _environment(port):
    """The command's own settings, on this test's database."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.disclosure.desk.process_settings",
        "TEST_DATABASE": str(connection.settings_dict["NAME"]),
        "TEST_SMTP_PORT": str(port),
    }


# --- Nothing personal ---------------------------------------------------------------------------------
def test_neither_subject_nor_text_nor_log_names_anybody(desk, smtp, caplog, settings):
    caplog.set_level(logging.INFO)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    case = desk.replied()
    do.reissue_code(case, desk.by("intake"))
    receipt = submit()[0]
    do.confirm_receipt(case_of(receipt), desk.by("intake"))
    send()
    assert len(django_mail.outbox) == 4
    said = caplog.text + "".join(m.subject + m.body for m in django_mail.outbox)
    for secret in (NAME, NUMBER, PHONE, EMAIL, receipt.code, "中关村"):
        assert secret not in said


def test_a_servers_answer_that_quotes_the_address_is_not_logged(desk, smtp, caplog):
    smtp.refuse = True
    submit()
    send()
    assert "SMTPDataError" in caplog.text
    assert EMAIL not in caplog.text + OutgoingMail.objects.get().error


@pytest.mark.parametrize("template", OutgoingMail.Template.values)
def test_every_template_can_be_written(desk, template):
    case = desk.handling()
    mail = outbox.queue(case, template, until="2026-03-16", due="2026-03-30", left=3, over=2)
    message = sender.message_of(mail)
    assert case.number in message.subject and case.number in message.body
    assert "京科创中心" in message.body
    assert "&" not in message.body and "{" not in message.body


# --- Reminders ----------------------------------------------------------------------------------------
@pytest.fixture
def officer(desk):
    user = desk.users["intake"]
    user.email = "officer@example.cn"
    user.save()
    return user


def reminders():
    return OutgoingMail.objects.filter(template__in=["due_soon", "overdue"])


def test_the_handler_is_reminded_once_a_day_from_five_working_days_before(desk, officer):
    desk.handling()
    desk.later(18)
    assert chasing.chase() == 0
    desk.later(21)
    assert (chasing.chase(), chasing.chase()) == (1, 0)
    mail = reminders().get()
    assert (mail.template, mail.recipient, mail.data["left"]) == ("due_soon", officer.email, 5)
    desk.later(22)
    assert chasing.chase() == 1


def test_an_overdue_case_says_by_how_much(desk, officer):
    desk.handling()
    desk.later(30)
    chasing.chase()
    assert (reminders().get().template, reminders().get().data["over"]) == ("overdue", 2)


def test_a_case_nobody_has_taken_reminds_the_whole_desk(desk, officer):
    case = desk.counter()
    case.handler = None
    case.save()
    desk.later(30)
    assert chasing.chase() == 1
    assert reminders().get().recipient == officer.email


def proceeding(desk, **values):
    case = desk.closed()
    return do.start_proceeding(
        case, desk.by("intake"), route="review", body="某府", received_on=date(2026, 3, 2), **values
    )


def test_an_answer_to_a_review_body_is_chased_once_a_day_in_calendar_days(desk, officer):
    """行政复议法 art. 48: ten days; the twelfth of March is a Thursday."""
    row = proceeding(desk)
    desk.later(2)
    assert chasing.chase() == 0
    desk.later(4)
    assert (chasing.chase(), chasing.chase()) == (1, 0)
    mail = reminders().get()
    assert (mail.template, mail.recipient) == ("due_soon", officer.email)
    assert mail.data == {"due": "2026-03-12", "left": 6, "matter": "行政复议答复和举证期限"}
    text = sender.message_of(mail).body
    assert "行政复议答复和举证期限为 2026-03-12，还剩 6 日" in text and row.case.number in text
    assert "工作日" not in text
    desk.later(5)
    assert chasing.chase() == 1


def test_a_late_answer_to_a_court_is_chased_until_it_is_given(desk, officer):
    row = proceeding(desk)
    desk.later(12)
    chasing.chase()
    mail = reminders().get()
    assert (mail.template, mail.data["over"]) == ("overdue", 2)
    assert "行政复议答复和举证期限 2026-03-12 已过 2 日" in sender.message_of(mail).body
    do.answer_proceeding(row.case, desk.by("intake"), row, on=date(2026, 3, 14))
    desk.later(13)
    assert chasing.chase() == 0


def test_a_proceeding_of_a_case_nobody_has_reminds_the_desk(desk, officer):
    row = proceeding(desk)
    row.case.handler = None
    row.case.save()
    desk.later(8)
    assert chasing.chase() == 1


def test_answered_cases_and_those_that_wait_for_the_applicant_are_left_alone(desk, officer):
    desk.replied()
    desk.waiting()
    desk.later(60)
    assert chasing.chase() == 0
