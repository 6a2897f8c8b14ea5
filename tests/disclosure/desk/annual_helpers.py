"""A year of the desk with a report of it: few cases, every kind of figure among them."""

from dataclasses import replace
from datetime import date

from django.utils import timezone

from disclosure import services as do
from disclosure.annual import Proactive, Texts, build, freeze
from disclosure.models import AnnualReport, AnnualVersion
from tests.disclosure.desk.builders import PERSON, case_of

PARTS = ("management", "platform", "supervision", "problems")
TEXTS = Texts(**dict.fromkeys(PARTS, "写好的文字。"))
ZEROS = dict.fromkeys(["natural", "business", "research", "charity", "legal", "other"], 0)


def written(desk, year=2025, opening=ZEROS, role="intake"):
    """The report of ``year`` with everything typed."""
    by = desk.by(role)
    report = do.start_report(by, year)
    return do.write_report(report, by, proactive=Proactive(), texts=TEXTS, opening=opening)


def frozen(desk, year=2025, **options):
    report = written(desk, year, **options)
    do.freeze_report(report, desk.by("head"))
    return AnnualReport.objects.get(pk=report.pk)


def correction(desk, report, problems="更正后的文字。"):
    """Another word in section five, frozen as a correction."""
    texts = Texts(**{**dict.fromkeys(PARTS, "写好的文字。"), "problems": problems})
    do.write_report(report, desk.by("intake"), proactive=Proactive(), texts=texts)
    return do.freeze_report(report, desk.by("head"), reason="第五部分有误")


def last_year(desk):
    """Two cases of 2025 (one still open at its end), entered on 5 January 2026, and today back."""
    desk.clock.move_to("2026-01-05 10:00+08:00")
    by = desk.by("intake")
    cases = []
    for day in (date(2025, 12, 1), date(2025, 12, 25)):
        receipts = do.enter(by, PERSON, [do.Wanted("合同")], channel="counter", on=day)
        cases.append(case_of(receipts[0]))
    do.withdraw(cases[0], by, on=date(2025, 12, 8), reason="不再需要")
    desk.later(0)
    return cases


def published_report(year, title="年度报告"):
    """A published report without cases, made without a desk."""
    counted = build(year, [], [], Proactive(), texts=replace(TEXTS, title=title))
    kept = freeze(counted)
    row = AnnualReport.objects.create(year=year)
    version = AnnualVersion(
        report=row, number=1, title=title, text=kept.text, sha256=kept.sha256, frozen_by="head"
    )
    version.save()
    row.published, row.published_at, row.changed_at = version, timezone.now(), timezone.now()
    row.save()
    return row
