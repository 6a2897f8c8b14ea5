"""The receipt an applicant takes home from the public pages, as a PDF."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import segno
from django.utils.html import format_html, format_html_join

from disclosure.outcomes import InstitutionProfile
from disclosure.outcomes.placeholders import fill_in
from disclosure.text import as_text
from portal.personal.masks import mask_name

from .fill import clean
from .pdf import html_to_pdf

TITLE = "{申请}回执"
STYLE = """
h1 { font-size: 22pt; line-height: 36pt; text-align: center; margin: 0 0 12pt; }
.body { font-size: 14pt; text-align: center; }
table { font-size: 14pt; margin: 12pt 0; } th, td { border: .5pt solid #000; padding: 2mm 3mm;
  overflow-wrap: anywhere; }
th { width: 36mm; font-weight: normal; text-align: left; }
.code { font-family: monospace; font-size: 18pt; letter-spacing: 2pt; }
.follow { font-size: 12pt; line-height: 20pt; break-inside: avoid; }
.follow img { float: right; width: 32mm; height: 32mm; margin: 0 0 4mm 6mm; }
"""


@dataclass(frozen=True)
class Receipt:
    """What the public pages tell an applicant on paper.

    ``applicant``
        The full name; the paper shows it masked.
    ``received_on``, ``due_on``
        Empty until both sides have confirmed the receipt (条例 art. 31(3)).
    ``follow_url``
        Where the case is followed, without the query code: addresses end up in logs.
    """

    institution: InstitutionProfile
    number: str
    query_code: str
    applicant: str
    submitted_on: date
    content: str
    follow_url: str
    received_on: date | None = None
    due_on: date | None = None
    contact: str = ""


def receipt_pdf(receipt: Receipt) -> bytes:
    """The receipt. Raises :class:`.PdfUnavailable`."""
    title = fill_in(TITLE, receipt.institution.values())
    rows = format_html_join("", '<tr><th scope="row">{}</th><td{}>{}</td></tr>', _rows(receipt))
    picture = segno.make(receipt.follow_url, micro=False, error="m").svg_data_uri(border=2)
    body = format_html(
        '<h1>{}</h1><p class="body">{}</p><table>{}</table>'
        '<div class="follow"><img alt="查询网址的二维码" src="{}">{}</div>',
        title,
        clean(receipt.institution.name),
        rows,
        picture,
        format_html_join("", "<p>{}</p>", ((line,) for line in _how(receipt))),
    )
    return html_to_pdf(body, title, STYLE)


def _rows(receipt: Receipt) -> Iterable[tuple]:
    code = format_html(' class="{}"', "code")
    waiting = "待双方确认后计算"
    yield "登记编号", "", clean(receipt.number)
    yield "查询码", code, clean(receipt.query_code)
    yield "申请人", "", mask_name(clean(receipt.applicant))
    yield "提交日期", "", as_text(receipt.submitted_on)
    yield "收到申请之日", "", as_text(receipt.received_on) or "待双方确认"
    yield "答复期限", "", as_text(receipt.due_on) or waiting
    yield "申请内容", "", clean(receipt.content)
    if receipt.contact:
        yield "联系方式", "", clean(receipt.contact)


def _how(receipt: Receipt) -> Iterable[str]:
    yield "怎样查询办理情况"
    yield f"打开 {receipt.follow_url} ，或者扫描二维码，输入登记编号和查询码。"
    yield "查询码等同于密码，请妥善保管，不要告诉他人。"
    if receipt.received_on is None:
        yield "通过互联网提交的，收到申请之日为双方确认之日，答复期限从次日起计算。"
