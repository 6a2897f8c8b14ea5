"""政府信息公开工作年度报告: the years of a section, one of them, and its files."""

import logging
from functools import wraps

from django.http import Http404, HttpResponsePermanentRedirect
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


def _follows_its_section(view):
    """A report's address moves with its section; the old one leads to the new one."""

    @wraps(view)
    def wrapped(request, section_path, year, **kwargs):
        node, redirect = find_section(request, section_path)
        if redirect:
            moved = redirect["Location"].split("?")[0]
            return HttpResponsePermanentRedirect(moved + request.path.rpartition("/")[2])
        return view(request, node, year, **kwargs)

    return wrapped


def _find(year):
    """Report and frozen content, or 404: also when the content is not what was frozen."""
    rows = AnnualReport.objects.select_related("published").exclude(published=None)
    report = get_object_or_404(rows, year=year)
    try:
        return report, report.published.snapshot.report()
    except ValueError as error:
        logger.error("Annual report %s, version %s: %s", year, report.published.number, error)
        raise Http404(_("没有这个页面。")) from error


@public_page
@_follows_its_section
def report(request, node, year):
    """``/<section path>/report_<year>.html``: two queries. The address leads to no other kind of
    section (``disclosure.converters``)."""
    row, frozen = _find(year)
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
@_follows_its_section
def report_file(request, _node, year, form):
    """The same report as a Word or Excel file; without what only auditors read."""
    if form not in PUBLIC_FILES:
        raise Http404(_("没有这个页面。"))
    _row, frozen = _find(year)
    return file_response(frozen, frozen.title, form)
