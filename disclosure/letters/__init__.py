"""The letters of the disclosure desk as documents: Word files on templates, and PDF copies.

    letter = Letter("refusal", case, profile, reference="示公复〔2026〕12号", decision=decision, …)
    ready(letter)                     # why it cannot be signed yet, in Chinese
    docx = render(letter)             # or render(letter, template) with an officer's own file
    pdf = to_pdf(docx)                # PdfUnavailable where the system lacks the libraries
    file_name(letter)                 # 2026-000127-答复书.docx

What a letter says comes from :mod:`disclosure.outcomes`; here is only how it looks and what may
go out. Pure: no database, no views.
"""

from .copy import to_pdf
from .forms import Applicant, application_form, form_title
from .letter import Letter, file_name, hides_applicant, ready, title
from .pdf import PdfUnavailable, is_available
from .receipt import Receipt, receipt_pdf
from .rendering import names_in, render
from .templates import default_template
from .validation import names_for, template_problems

__all__ = [
    "Applicant",
    "Letter",
    "PdfUnavailable",
    "Receipt",
    "application_form",
    "default_template",
    "file_name",
    "form_title",
    "hides_applicant",
    "is_available",
    "names_for",
    "names_in",
    "ready",
    "receipt_pdf",
    "render",
    "template_problems",
    "title",
    "to_pdf",
]
