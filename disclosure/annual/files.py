"""The forms a report is handed out in, one table for staff and public."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

from . import docx, html, xlsx
from .report import Report


@dataclass(frozen=True)
class FileKind:
    """``make(report, audit=…)`` gives the bytes; ``audit`` adds what is not for the public."""

    label: str
    content_type: str
    make: Callable[..., bytes]


def _docx(report: Report, *, audit=False) -> bytes:
    return docx.render(report)


def _html(report: Report, *, audit=False) -> bytes:
    """One file that needs no other: the page's own sheet stands in it."""
    sheet = settings.BASE_DIR / "static" / "css" / "dist" / "report.css"
    context = {**html.context(report), "css": sheet.read_text(encoding="utf-8")}
    return render_to_string("disclosure/annual/file.html", context).encode()


OFFICE = "application/vnd.openxmlformats-officedocument"
FILES: dict[str, FileKind] = {
    "docx": FileKind("Word", f"{OFFICE}.wordprocessingml.document", _docx),
    "xlsx": FileKind("Excel", f"{OFFICE}.spreadsheetml.sheet", xlsx.render),
    "html": FileKind("HTML", "text/html; charset=utf-8", _html),
}
PUBLIC_FILES = ("docx", "xlsx")


def file_response(report, name, form, *, audit=False) -> HttpResponse:
    """The report as a file of one of ``FILES``; 404 for another form."""
    if form not in FILES:
        raise Http404
    kind = FILES[form]
    response = HttpResponse(kind.make(report, audit=audit), content_type=kind.content_type)
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.{form}")
    response["X-Robots-Tag"] = "noindex"
    return response
