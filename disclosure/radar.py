"""Duplicate and volume advice: what an officer may want to look at. It never decides anything.

Same applicant: by the blind index of the document number (条例 art. 36(6) 不予重复处理, art. 35 数量
频次, art. 42 处理费). Other applicants: near-duplicate descriptions, which may be a reason to publish
(art. 44). The evidence is shown side by side; nothing is refused or answered by itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Max, Q
from django.utils import timezone

from disclosure.choices import Stage
from disclosure.desk import desk
from disclosure.likeness import known, near, text_of
from disclosure.models import Case
from portal.vault.index import Digest

# Of 100: above the first a text is the same request in other words, above the second related.
SAME, ALIKE = 90, 75
# How many earlier cases are compared (at most as many as ``likeness`` keeps opened).
REACH = 2000
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Likeness:
    """An earlier case that looks like this one; ``score`` of 100."""

    case: Case
    score: int
    is_same_applicant: bool

    @property
    def is_answered(self) -> bool:
        return self.case.replied_on is not None

    @property
    def is_repeat(self) -> bool:
        """Looks like what art. 36(6) means: same applicant, same request, answered already."""
        return self.is_same_applicant and self.score >= SAME and self.is_answered


@dataclass(frozen=True)
class Volume:
    """How many applications one applicant made in a calendar month, ``limit`` from the settings."""

    month: date
    count: int
    limit: int

    @property
    def is_high(self) -> bool:
        return self.count > self.limit


def alike(case, *, limit: int = 10) -> list[Likeness]:
    """Earlier cases like ``case``, the likest first, the same applicant's before others'. The case
    itself need not be saved yet."""
    return alike_each([case], limit=limit)[0]


def alike_each(cases: Sequence, *, limit: int = 10) -> list[list[Likeness]]:
    """The same for several at once: what they are compared with is read once."""
    first = min((case.pk for case in cases if case.pk), default=None)
    earlier = known(_newest(before=first))
    found = [
        _likest(text_of(case), str(case.id_number_index), earlier, limit, ALIKE) for case in cases
    ]
    return _with_cases(found)


def _newest(*, before=None):
    """The newest cases first; withdrawn ones ask for nothing."""
    cases = Case.objects.filter(anonymised_at=None).order_by("-pk")
    if before:
        cases = cases.filter(pk__lt=before)
    return cases.exclude(stage=Stage.REPLIED, outcome="withdrawn")[:REACH]


def _likest(text, applicant, earlier, limit, least) -> list[tuple]:
    """(score, key, is the same applicant's), the likest first."""
    scored = sorted(near(text, earlier, least), key=lambda pair: -pair[0])[: limit * 3]
    marked = [
        (round(score), other.pk, bool(applicant) and applicant == other.applicant)
        for score, other in scored
    ]
    return sorted(marked, key=lambda item: (-item[2], -item[0]))[:limit]


def _with_cases(found: list[list[tuple]]) -> list[list[Likeness]]:
    """Only what is shown is read in full: one query."""
    cases = Case.objects.in_bulk({pk for each in found for _score, pk, _is_same in each})
    return [
        [Likeness(cases[pk], score, is_same) for score, pk, is_same in each if pk in cases]
        for each in found
    ]


def open_duplicates(*, limit: int = 3, most: int = 200) -> list[tuple[Case, list[Likeness]]]:
    """Of the ``most`` newest open cases those that ask for much the same as earlier ones, the newest
    first. Four queries, whatever their number."""
    every = known(_newest())
    is_open = set(Case.objects.open().order_by("-pk").values_list("pk", flat=True)[:most])
    found = {}
    for place, item in enumerate(every):
        if item.pk in is_open:
            rest = every[place + 1 :]
            if likest := _likest(item.text, item.applicant, rest, limit, SAME):
                found[item.pk] = likest
    cases = Case.objects.in_bulk(found)
    likenesses = zip(found, _with_cases(list(found.values())), strict=True)
    return [(cases[pk], each) for pk, each in likenesses if pk in cases]


@dataclass(frozen=True)
class Frequent:
    """An applicant who applied often; ``case`` is the newest one, for the masked name."""

    case: Case
    month: int
    year: int
    limit: int

    @property
    def is_high(self) -> bool:
        return self.month > self.limit


def frequent(today: date, *, least: int = 3, shown: int = 50) -> list[Frequent]:
    """Applicants with ``least`` or more applications in this calendar month, or twice as many since
    a year ago, the most frequent first. Who gave no document number is not counted together."""
    month = _midnight(today.replace(day=1))
    counted = (
        Case.objects.filter(anonymised_at=None, created_at__gte=_midnight(today - YEAR))
        .exclude(id_number_index=Digest(""))
        .order_by()
        .values("id_number_index")
        .annotate(
            month=Count("pk", filter=Q(created_at__gte=month)), year=Count("pk"), last=Max("pk")
        )
        .filter(Q(month__gte=least) | Q(year__gte=2 * least))
        .order_by("-month", "-year", "-last")[:shown]
    )
    rows = list(counted)
    cases = Case.objects.in_bulk([row["last"] for row in rows])
    limit = desk().volume_per_month
    return [Frequent(cases[row["last"]], row["month"], row["year"], limit) for row in rows]


def _midnight(day: date):
    return timezone.make_aware(datetime.combine(day, time.min))


def volume(case) -> Volume:
    """The applicant's applications in the calendar month of this one."""
    sent = timezone.localtime(case.created_at)
    same = Case.objects.of_applicant(case).filter(
        created_at__year=sent.year, created_at__month=sent.month
    )
    count = same.count() + (0 if case.pk else 1)
    return Volume(sent.date().replace(day=1), count or 1, desk().volume_per_month)


def earlier_this_month(case) -> int:
    """Items the same applicant sent before in the calendar month: ``earlier`` of ``fees.charge``."""
    sent = timezone.localtime(case.created_at)
    same = Case.objects.of_applicant(case).filter(
        created_at__year=sent.year, created_at__month=sent.month, pk__lt=case.pk
    )
    return same.count()


def wanted_by_several(*, least: int = 3, since: date | None = None) -> Iterator[list[Case]]:
    """Groups of cases of ``least`` or more different applicants that ask for much the same
    (条例 art. 44: may be published proactively)."""
    cases = Case.objects.filter(anonymised_at=None).order_by("pk")
    if since:
        cases = cases.filter(created_at__date__gte=since)
    left, groups = known(cases[:REACH]), []
    while left:
        first, *rest = left
        group = [first, *(other for _score, other in near(first.text, rest, SAME))]
        if len({item.applicant or item.pk for item in group}) >= least:
            groups.append([item.pk for item in group])
        taken = {item.pk for item in group}
        left = [item for item in rest if item.pk not in taken]
    full = Case.objects.in_bulk({pk for group in groups for pk in group})
    for group in groups:
        yield [full[pk] for pk in group if pk in full]
