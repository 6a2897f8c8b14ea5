"""Building the desk of the demo institution (``manage.py load_demo``), all of it or nothing."""

import logging
import secrets
import tomllib
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.utils import timezone as present

from disclosure import people, services
from disclosure.annual import Proactive, Texts
from disclosure.models import AnnualReport, Case, DepartmentMember, DeskSettings, OutgoingMail
from news.demo_loader import extras
from portal import content_version
from portal.models import Department
from portal.vault.keys import current_key
from portal.workdays import get_calendar

from . import remove
from .play import play
from .then import elsewhen

PREFIX = "desk:"
SETTINGS = f"{PREFIX}settings"
ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no look-alikes
# Role → user name, what it is called, its ready group.
STAFF = {
    "intake": ("demo-shouli", "受理岗", "受理岗"),
    "department": ("demo-chengban", "承办部门", "承办部门"),
    "reviewer": ("demo-shenhe", "审核岗", "审核岗"),
    "head": ("demo-fuzeren", "负责人", "信息公开负责人"),
    "auditor": ("demo-shenji", "审计员", "审计员"),
}
DEPARTMENTS = ("条件保障部", "财务资产处")
PUBLISHED_ON = (1, 20)
FILE = "instrument-sharing-rules.pdf"
TEXTS = Path(__file__).with_name("texts.toml")


def build(builder):
    """Everything that is missing; nothing where a desk is at work already, or without keys."""
    if SETTINGS in builder.ledger.records:
        return
    if not _has_keys():
        builder.say("依申请公开：没有加密密钥，跳过")
        return
    if DeskSettings.objects.exists() or Case.objects.exists() or AnnualReport.objects.exists():
        return  # The institution keeps its own desk: the demo takes no number of its.
    builder.say("依申请公开")
    with _quiet(), transaction.atomic():
        logins = _Desk(builder).build()
    _note(logins)


@contextmanager
def _quiet():
    """The audit log's witness need not print four hundred lines of what nobody did."""
    logger = logging.getLogger("portal.audit.log")
    level = logger.level
    logger.setLevel(logging.WARNING)
    # Settings and calendar stand still meanwhile: read once instead of at each step.
    content_version.pin(content_version.read())
    try:
        yield
    finally:
        content_version.pin(None)
        logger.setLevel(level)


def _has_keys() -> bool:
    try:
        return bool(current_key())
    except (ImproperlyConfigured, StopIteration):
        return False


class _Desk:
    def __init__(self, builder):
        self.builder, self.ensure = builder, builder.ledger.ensure
        self.today = present.localdate()
        self.logins = []
        self.texts = tomllib.loads(TEXTS.read_text(encoding="utf-8"))

    def build(self) -> list[str]:
        """Returns the lines that tell how to sign in."""
        departments = {
            name: found
            for name in DEPARTMENTS
            if (found := Department.objects.filter(name=name).first())
        }
        staff = {role: self._user(role) for role in STAFF}
        self._members(staff["department"], departments)
        if len(departments) < len(DEPARTMENTS):
            return self.logins  # Staff took one away; the stories would not hold together.
        with elsewhen() as then:
            then.moment = present.make_aware(datetime(self.today.year - 2, 1, 4, 9))
            self.ensure(SETTINGS, DeskSettings, self._settings)
            files = {"service.pdf": self.builder.files.attachment(FILE)}
            work = {self._report_day(): lambda: self._reports(staff)}
            cases = play(staff, departments, then, files=files, at=work)
        for key, case in cases.items():
            self.ensure(f"{PREFIX}case:{key}", Case, lambda c=case: c)
        # Nobody is to get a mail from a demo.
        OutgoingMail.objects.filter(case__in=cases.values()).delete()
        return self.logins

    # --- Who and where ----------------------------------------------------------------------------
    def _user(self, role):
        name, label, group = STAFF[role]

        def make():
            password = "".join(secrets.choice(ALPHABET) for _place in range(16))
            user = get_user_model().objects.create_user(
                name, password=password, is_staff=True, first_name=f"{label}（演示）"
            )
            user.groups.add(*Group.objects.filter(name=group))
            self.logins.append(f"{label} {name} {password}")
            return user

        return self.ensure(f"{PREFIX}user:{role}", get_user_model(), make)

    def _members(self, user, departments):
        for name, department in departments.items():
            self.ensure(
                f"{PREFIX}member:{name}",
                DepartmentMember,
                lambda d=department: DepartmentMember.objects.create(user=user, department=d),
            )

    def _settings(self):
        row = DeskSettings(**self.texts["desk"], privacy_text=self.texts["privacy_text"])
        row.save()
        return row

    # --- Last year's report, and this year's begun --------------------------------------------------
    def _report_day(self) -> date:
        planned = get_calendar().on_or_after(date(self.today.year, *PUBLISHED_ON))
        return min(planned, self.today)

    def _reports(self, staff):
        head = people.staff_member(staff["head"])
        last = services.start_report(head, self.today.year - 1)
        opening = {"natural": 1, **dict.fromkeys(("business", "research", "charity"), 0)}
        services.write_report(
            last, head, proactive=Proactive(), texts=Texts(**self.texts["report"]), opening=opening
        )
        services.freeze_report(last, head)
        services.publish_report(last, head)
        now = services.start_report(head, self.today.year)
        for report in (last, now):
            key = f"{PREFIX}report:{report.year}"
            self.ensure(key, AnnualReport, lambda r=report: AnnualReport.objects.get(pk=r.pk))


def _note(lines: list[str]):
    """Keep the passwords where that of the administrator is kept; ``prepare`` shows them."""
    if lines:
        note = settings.VAR_DIR / remove.LOGINS
        note.touch(mode=0o600)
        note.write_text("\n".join(lines) + "\n", encoding="utf-8")


extras.register(
    extras.DemoExtra(
        build,
        derived={"auth.user": {"last_login"}},
        remove=remove.remove,
    )
)
