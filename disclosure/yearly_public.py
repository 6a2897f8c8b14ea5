"""Published annual reports as the public finds them: their addresses, in the search, in the sitemap."""

from django.utils.translation import gettext_lazy as _

from disclosure.models import AnnualReport
from navigation.tree import Node, get_tree
from news.search import section_path
from news.sitemaps import register_pages
from portal.search.sources import Findable, Hit, Source, register
from portal.sitemaps import Entry

KIND = "annual-reports"


def reports_section() -> Node | None:
    """The first section of the tree that shows annual reports."""
    return next((node for node in get_tree().by_id.values() if node.kind == KIND), None)


def address_in(node: Node, year: int, form: str = "html") -> str:
    return f"{node.url}report_{year}.{form}"


def public_address(report) -> str:
    """Where the public reads the report of a year; "" while no section shows them."""
    node = reports_section()
    return address_in(node, report.year) if node else ""


def published_reports():
    """For lists: what is published, newest year first, without the frozen texts."""
    rows = AnnualReport.objects.exclude(published=None).select_related("published")
    return rows.defer("published__text", "proactive", "texts", "opening")


def corrections(report) -> list:
    """The versions up to the published one that say why they were made."""
    rows = report.versions.without_text().filter(number__gt=1, number__lte=report.published.number)
    return list(rows)


# --- Search ---------------------------------------------------------------------------------------
def _document(report):
    if report.published is None:
        return None
    section = reports_section()
    return Findable(
        titles=(report.published.title,),
        body=_text(report),
        visible_from=report.published_at,
        section_id=section and section.id,
    )


def _text(report) -> str:
    frozen = report.published.snapshot.report()
    paragraphs = (line for section in frozen.sections for line in section.paragraphs)
    return " ".join([frozen.preface, *paragraphs])


def _hits(ids):
    node = reports_section()
    if node is None:
        return {}
    reports = AnnualReport.objects.filter(pk__in=ids).exclude(published=None)
    return {
        report.pk: Hit(
            title=report.published.title,
            url=address_in(node, report.year),
            text=_text(report),
            path=section_path(node.id),
            date=report.published_at,
        )
        for report in reports.select_related("published")
    }


register(
    Source(
        kind="annual-report",
        label=_("年度报告"),
        model=AnnualReport,
        queryset=lambda: AnnualReport.objects.select_related("published"),
        document=_document,
        hits=_hits,
        number=7,
    )
)


# --- Sitemap --------------------------------------------------------------------------------------
def _entries(base) -> list[Entry]:
    """The page of each published year: one query while there is a section for them."""
    node = reports_section()
    if node is None:
        return []
    return [
        Entry(base + address_in(node, report.year), report.changed_at)
        for report in published_reports()
    ]


register_pages(_entries)
