"""Applicants: each fills in the form, sends it, insists, and writes down what the receipt says."""

import contextlib
import random
import threading
from dataclasses import dataclass, field

from .browser import Browser, GaveUpError, fields_of, filled

FORM, RECEIPT = "/apply/person/", "/apply/receipt/"
SEE_OTHER = 303


@dataclass(frozen=True)
class Seen:
    """One receipt an applicant saw: ``title`` is what was asked for, different in every form."""

    title: str
    number: str
    code: str


@dataclass
class Diary:
    """What all applicants did, written down by the side that saw it."""

    begun: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, name, value):
        with self.lock:
            getattr(self, name).append(value)


class Applicants(threading.Thread):
    """One after the other, until ``work`` (an iterator shared by all crews) is at its end."""

    def __init__(self, address, work, diary: Diary, seed: int):
        super().__init__(daemon=True)
        self.address, self.work, self.diary = address, work, diary
        self.chance = random.Random(seed)

    def run(self):
        while (serial := next(self.work, None)) is not None:
            try:
                self._apply(serial)
            except GaveUpError as error:
                self.diary.note("wrong", f"form {serial}: the site stayed away from {error}")
            except Exception as error:  # noqa: BLE001 - one applicant's trouble must be told
                self.diary.note("wrong", f"form {serial}: {error!r}")

    def _apply(self, serial: int):
        browser = Browser(
            self.address, f"10.{serial >> 16 & 255}.{serial >> 8 & 255}.{serial & 255}"
        )
        titles = [f"第{serial}号表第{part}项" for part in range(1 + (serial % 3 == 0))]
        sent = self._form(browser, titles)
        for title in titles:
            self.diary.note("begun", title)
        if self.chance.random() < 0.15:
            self._double_click(browser, sent)
        answer = browser.insist(FORM, sent)
        if answer.status != SEE_OTHER:
            reasons = answer.page.xpath("//*[@role='alert']")
            text = " ".join(reasons[0].text_content().split()) if reasons else answer.status
            raise RuntimeError(f"refused: {text}")
        self._read_receipt(browser.insist(RECEIPT), titles)

    def _form(self, browser, titles):
        fields = fields_of(browser.insist(FORM).page)
        for number in range(1, len(titles)):
            more = browser.insist(FORM, [*fields, ("step", "add")])
            fields = fields_of(more.page)
            assert dict(fields)["requests"] == str(number + 1)
        typed = {
            "name": "欧阳小丽",
            "id_type": "resident_id",
            "id_number": "11010519491231002X",
            "phone": "13800138000",
            "consent": "on",
            "altcha": browser.proof(),
        }
        for number, title in enumerate(titles):
            typed |= {f"r{number}-title": title, f"r{number}-description": f"{title}的全文"}
        return [*filled(fields, **typed), ("step", "send")]

    def _double_click(self, browser, sent):
        """The same form sent by another line at the same time; its answer is never read."""
        other = Browser(self.address, browser.place)
        other.cookies.load(browser.cookies.output(header="", sep=";"))
        threading.Thread(target=_forgotten, args=(other, sent), daemon=True).start()

    def _read_receipt(self, answer, titles):
        slips = answer.page.find_class("slip")
        if len(slips) != len(titles):
            raise RuntimeError(f"{len(titles)} requests, {len(slips)} receipts")
        for slip, title in zip(slips, titles, strict=True):
            number, code = (node.text_content().strip() for node in slip.iter("code"))
            self.diary.note("seen", Seen(title, number, code))


def _forgotten(browser, sent):
    with contextlib.suppress(Exception):  # nobody waits for this answer
        browser.ask(FORM, sent)
