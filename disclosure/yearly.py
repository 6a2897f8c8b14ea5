"""The annual report of a year as the records have it now: typed inputs, cases, last year's frozen one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from decimal import Decimal

from django.utils.translation import gettext as _

from disclosure.annual import (
    Applicant,
    Change,
    Check,
    Documents,
    Opening,
    Proactive,
    Report,
    Texts,
    build,
    checks,
    diff,
    text_problems,
)
from disclosure.desk import desk
from disclosure.figures import case_records, fees_collected, review_records
from disclosure.models import AnnualReport, AnnualVersion
from disclosure.text import amount


# --- What staff typed ---------------------------------------------------------------------------------
def proactive_of(data: Mapping) -> Proactive:
    """Table 2 out of its stored form; what was not typed is nothing."""
    return Proactive(
        rules=Documents(**data.get("rules", {})),
        normative=Documents(**data.get("normative", {})),
        licences=data.get("licences", 0),
        penalties=data.get("penalties", 0),
        compulsions=data.get("compulsions", 0),
        fees=Decimal(data.get("fees", "0")),
    )


def proactive_data(proactive: Proactive) -> dict:
    return {**asdict(proactive), "fees": amount(proactive.fees)}


def texts_of(data: Mapping) -> Texts:
    """The parts staff wrote, and the usual text of those they did not touch."""
    known = {field.name for field in fields(Texts)}
    return Texts(**{name: text for name, text in data.items() if name in known})


def texts_data(texts: Texts) -> dict:
    """Only what differs from the usual texts, so that those can still be improved."""
    usual = Texts()
    return {
        name: text for name, text in asdict(texts).items() if text.strip() != getattr(usual, name)
    }


# --- What is carried over -------------------------------------------------------------------------
def locked_version(year: int) -> AnnualVersion | None:
    """The frozen report of ``year`` that binds the year after: the published one, else the newest."""
    report = AnnualReport.objects.select_related("published").filter(year=year).first()
    return report and (report.published or report.versions.last())


@dataclass(frozen=True)
class CarriedOver:
    """Row 二: ``opening`` and where it comes from; ``None`` while nobody has said what it is."""

    opening: Opening | None
    version: AnnualVersion | None = None

    @property
    def is_locked(self) -> bool:
        return self.version is not None


def carried_over(report: AnnualReport) -> CarriedOver:
    version = locked_version(report.year - 1)
    if version:
        return CarriedOver(version.snapshot.report().closing(), version)
    if report.opening is None:
        return CarriedOver(None)
    counts = {column: int(report.opening.get(column, 0)) for column in Applicant}
    return CarriedOver(Opening(report.year - 1, counts))


def may_type_opening(report: AnnualReport) -> bool:
    """The first year kept here is typed once: until it is frozen. A draft of the year before, begun
    by mistake, locks nothing; a frozen one does."""
    return locked_version(report.year - 1) is None and not report.versions.exists()


# --- The report -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class Live:
    """The report as it would be frozen now, and what stands in the way."""

    report: Report
    carried: CarriedOver
    checks: tuple[Check, ...]
    problems: tuple[str, ...]

    @property
    def failures(self) -> list[Check]:
        return [check for check in self.checks if not check.holds]

    @property
    def is_ready(self) -> bool:
        return not self.failures and not self.problems


def live(report: AnnualReport) -> Live:
    """Count the year anew: one query each for cases, reviews and fees. Raises ``ValueError`` when
    last year's frozen report is not the one that was frozen."""
    carried, texts = carried_over(report), texts_of(report.texts)
    counted = build(
        report.year,
        case_records(),
        review_records(),
        proactive_of(report.proactive),
        carried.opening,
        institution=desk().name,
        fees=fees_collected(report.year),
        texts=texts,
    )
    found = list(text_problems(texts))
    if carried.opening is None:
        found.append(
            _("没有上年结转的数据：请先冻结%(year)d年年度报告，或者填写上年报告的结转数。")
            % {"year": report.year - 1}
        )
    return Live(counted, carried, tuple(checks(counted)), tuple(found))


@dataclass(frozen=True)
class Difference:
    """What separates two versions, or the newest from the records: cells, and whether texts too."""

    cells: tuple[Change, ...]
    texts: tuple[tuple[str, str, str], ...]

    def __bool__(self):
        return bool(self.cells or self.texts)


def difference(version: AnnualVersion, now: Report) -> Difference:
    """Cells and texts of ``version`` beside those of ``now``."""
    before = version.snapshot
    return Difference(tuple(diff(before, now)), tuple(_texts(before.report(), now)))


def _texts(before: Report, after: Report):
    """``(part, before, after)`` of title, preface and sections that say something else."""
    pairs = [
        (_("报告标题"), before.title, after.title),
        (_("引言"), before.preface, after.preface),
    ]
    for old, new in zip(before.sections, after.sections, strict=True):
        pairs.append((new.heading, "\n".join(old.paragraphs), "\n".join(new.paragraphs)))
    return [(part, old, new) for part, old, new in pairs if old != new]
