"""政府信息公开工作年度报告: the years of a section, one of them, and its files."""

import logging

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure.annual import html
from disclosure.annual.files import FILES, PUBLIC_FILES, file_response
from disclosure.desk import desk
from disclosure.models import AnnualReport
from disclosure.yearly_public import address_in, corrections, published_reports
from navigation.menus import section_context
from navigation.meta import section_meta
from navigation.views import find_section
from news.views.sections import article_list
from portal.addresses import absolute
from portal.public import public_page

logger = logging.getLogger(__name__)


def reports(request, node):
    """``/<section path>/``: the published years, below them older reports filed as articles."""
    first = not ({"page", "year"} & request.GET.keys())
    rows = [
        {
            "title": report.published.title,
            "url": address_in(node, report.year),
            "report": report,
        }
        for report in (published_reports() if first else ())
    ]
    return article_list(request, node, "disclosure/annual_list.html", {"lead": rows})


def _files(node, report) -> list[tuple[str, str]]:
    return [(FILES[form].label, address_in(node, report.year, form)) for form in PUBLIC_FILES]


def _find(request, section_path, year):
    """Section, report and frozen content, or 404: also when the content is not what was frozen. The
    address itself leads to no other kind of section (``disclosure.converters``)."""
    node, _redirect = find_section(request, section_path)
    rows = AnnualReport.objects.select_related("published").exclude(published=None)
    report = get_object_or_404(rows, year=year)
    try:
        return node, report, report.published.snapshot.report()
    except ValueError as error:
        logger.error("Annual report %s, version %s: %s", year, report.published.number, error)
        raise Http404(_("没有这个页面。")) from error


@public_page
def report(request, section_path, year):
    """``/<section path>/report_<year>.html``: two queries."""
    node, row, frozen = _find(request, section_path, year)
    request.section = node
    path = address_in(node, row.year)
    meta = section_meta(
        node,
        title=frozen.title,
        path=path,
        description=frozen.preface,
        og_type="article",
        tail=(frozen.title, path),
        tags=(
            ("ArticleTitle", frozen.title),
            ("PubDate", f"{timezone.localtime(row.published_at):%Y-%m-%d %H:%M}"),
            ("ContentSource", desk().name),
        ),
    )
    context = {
        **section_context(node),
        "meta": meta,
        "annual": row,
        "corrections": corrections(row),
        "files": _files(node, row),
        "canonical_url": absolute(request, path),
        **html.context(frozen),
    }
    return render(request, "disclosure/annual_report.html", context)


@public_page
def report_file(request, section_path, year, form):
    """The same report as a Word or Excel file; without what only auditors read."""
    if form not in PUBLIC_FILES:
        raise Http404(_("没有这个页面。"))
    _node, _row, frozen = _find(request, section_path, year)
    return file_response(frozen, frozen.title, form)
