"""The report as HTML: the six sections, and tables a screen reader can walk.

Every figure names the headings that speak for it (``headers``), for with three levels of headings
across and down a reader cannot work them out from ``scope`` alone.
"""

from collections.abc import Callable

from django.forms.utils import flatatt
from django.template.loader import render_to_string

from .layout import TABLES, Key, Slot, Table
from .report import Report

TEMPLATE = "disclosure/annual/report.html"


def render(report: Report, link: Callable[[Key], str] | None = None) -> str:
    """The report from its preface to section 六, without a page around it.

    ``link(key)`` gives the address of the cases behind a figure, or ``""``; for staff only.
    """
    return render_to_string(TEMPLATE, context(report, link))


def context(report: Report, link: Callable[[Key], str] | None = None) -> dict:
    """What the template wants, for a page that includes it."""
    parts = [
        {"section": section, "table": section.table and _table(TABLES[section.table], report, link)}
        for section in report.sections
    ]
    return {"report": report, "parts": parts}


def _table(table: Table, report: Report, link) -> dict:
    rows = [[_cell(slot, report, link) for slot in row] for row in table.rows]
    return {
        "number": table.number,
        "caption": table.caption,
        "columns": range(table.width),
        "head": rows[: table.head],
        "body": rows[table.head :],
    }


def _cell(slot: Slot, report: Report, link) -> dict:
    attributes = {
        "id": slot.name,
        "scope": slot.scope,
        "headers": " ".join(slot.headers),
        "rowspan": slot.rows if slot.rows > 1 else None,
        "colspan": slot.cols if slot.cols > 1 else None,
    }
    return {
        "slot": slot,
        "attributes": flatatt({name: value or None for name, value in attributes.items()}),
        "figure": report.figures[slot.key] if slot.key else None,
        "url": link(slot.key) if slot.key and link else "",
    }
