"""代为登记: an officer types in what came by other ways, looks at it once more, and saves it.

Three pages at one address: the form, the check (what was typed, what radar knows of it, the scan),
and the receipts. The token in the form makes saving twice the same as saving once; it is also what
the query codes are made from, so it never gets into an address or a log.
"""

import logging
from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_POST

from disclosure import codes, people, radar
from disclosure.actions import may_enter
from disclosure.addresses import case_url, follow_url
from disclosure.desk import desk
from disclosure.facts import content_of
from disclosure.letters import PdfUnavailable
from disclosure.letters.receipt import Receipt as Paper
from disclosure.letters.receipt import receipt_pdf
from disclosure.models import Case
from disclosure.services import enter, receipts_of
from disclosure.services.application import MAX_REQUESTS
from portal.admin_pages import AdminPage, register_page
from portal.uploads import content_disposition, storage_message

from .entry_forms import ApplicantForm, ArrivalForm, FilesField, WantedFormSet, channel_rules

logger = logging.getLogger(__name__)
PAGES = "admin/disclosure/entry/"
# Not carried from the form to the check and back: they say what to do now.
BUTTONS = {"csrfmiddlewaretoken", "check", "save", "back", "more", "files"}

TOTAL, INITIAL = "wanted-TOTAL_FORMS", "wanted-INITIAL_FORMS"


class FilesForm(forms.Form):
    files = FilesField(
        label=_("来件扫描件"),
        required=False,
        help_text=_("可以不传。PDF、图片或者 Word 文件，加密保存；请不要上传证件照片。"),
    )


class Entry:
    """The forms of one application, bound to what was posted."""

    def __init__(self, data=None, initial=None):
        data = None if data is None else _counted(data)
        self.arrival = ArrivalForm(data, initial=initial)
        self.applicant = ApplicantForm(data)
        self.wanted = WantedFormSet(data, prefix="wanted")

    def is_valid(self) -> bool:
        # All of them, so that every mistake is shown at once.
        found = [form.is_valid() for form in (self.arrival, self.applicant, self.wanted)]
        return all(found)

    def wanted_things(self) -> list:
        return [form.wanted for form in self.wanted if form.has_changed()]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """Field id, label and sentence of everything that is wrong, for the list on top."""
        found = []
        for form in (self.arrival, self.applicant, *self.wanted):
            for name, errors in form.errors.items():
                field = form[name] if name in form.fields else None
                place = (field.id_for_label or field.auto_id, field.label) if field else ("", "")
                found += [(*place, error) for error in errors]
        return found + [("", "", error) for error in self.wanted.non_form_errors()]


@dataclass(frozen=True)
class Advice:
    """What radar knows of one thing that is about to be entered."""

    text: str
    alike: list


@sensitive_variables()
def advice_on(entry: Entry) -> tuple[list[Advice], radar.Volume]:
    """Look at the cases as they would be; nothing is saved and nothing refused."""
    applicant = entry.applicant.applicant.values(is_complete=False)
    cases = [Case(**applicant, **wanted.values()) for wanted in entry.wanted_things()]
    for case in cases:
        case.id_number_index = Case._meta.get_field("id_number_index").digest(case.id_number)
    alike = radar.alike_each(cases, limit=5)
    found = [Advice(content_of(case), each) for case, each in zip(cases, alike, strict=True)]
    volume = radar.volume(cases[0])
    more = len(found) - 1
    return found, radar.Volume(volume.month, volume.count + more, volume.limit)


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def entry_view(request):
    """The form; posted, the check; saved, the receipts."""
    if request.method != "POST":
        initial = {"on": timezone.localdate()}
        return _ask(request, Entry(initial=initial), codes.new_token())
    data, token = request.POST, request.POST.get("token", "")
    if "more" in data or "back" in data:
        return _ask(request, Entry(_longer(data) if "more" in data else data), token, quiet=True)
    entry = Entry(data)
    if not entry.is_valid():
        return _ask(request, entry, token)
    if "save" in data:
        return _save(request, entry, token)
    return _check(request, entry, *_unused(token))


def _counted(data):
    """``data`` with a number of things in it; whatever else was sent there counts as one."""
    text = data.get(TOTAL, "")
    if text.isdecimal() and len(text) < 5 and int(text) > 0:
        return data
    counted = data.copy()
    counted[TOTAL], counted[INITIAL] = "1", "0"
    return counted


def _longer(data):
    """The same form with room for one thing more."""
    longer = _counted(data).copy()
    number = int(longer[TOTAL])
    longer[TOTAL] = str(min(number + 1, MAX_REQUESTS))
    # What a new one says before anybody typed: a bound form has no initial values.
    longer.setdefault(f"wanted-{number}-form", "electronic")
    longer.setdefault(f"wanted-{number}-accepts_other", "on")
    return longer


def _unused(token) -> tuple[str, list]:
    """A token nothing was saved under, and what was saved under the one that came: who goes back
    and types something else means another application."""
    try:
        before = receipts_of(token)
    except ValidationError:
        return codes.new_token(), []
    return (codes.new_token(), before) if before else (token, [])


def _ask(request, entry, token, *, quiet=False):
    context = {
        "title": gettext("代为登记申请"),
        "entry": entry,
        "errors": [] if quiet else entry.errors,
        "quiet": quiet,
        "token": token,
        "rules": channel_rules(),
        "may_add": entry.wanted.total_form_count() < MAX_REQUESTS,
    }
    return _page(request, "form.html", context)


@sensitive_variables()
def _check(request, entry, token, before=(), files=None, problems=()):
    advice, volume = advice_on(entry)
    context = {
        "title": gettext("核对后保存"),
        "entry": entry,
        "advice": advice,
        "volume": volume,
        "is_alike": any(item.alike for item in advice),
        "before": before,
        "files": files or FilesForm(),
        "problems": problems,
        "token": token,
        "hidden": _carried(request.POST),
    }
    return _page(request, "check.html", context)


def _carried(data):
    return [
        (name, value)
        for name, values in data.lists()
        if name not in BUTTONS and name != "token"
        for value in values
    ]


@sensitive_variables()
def _save(request, entry, token):
    files = FilesForm(request.POST, request.FILES)
    if not files.is_valid():
        return _check(request, entry, token, files=files)
    arrival = entry.arrival.cleaned_data
    try:
        # An empty token would be replaced where the page knows nothing of it.
        receipts = receipts_of(token) or enter(
            people.staff(request),
            entry.applicant.applicant,
            entry.wanted_things(),
            channel=arrival["channel"],
            on=arrival["on"],
            confirmed_on=arrival["confirmed_on"],
            note=arrival["note"],
            files=files.cleaned_data["files"],
            token=token,
        )
    except ValidationError as error:
        return _check(request, entry, *_unused(token), problems=error.messages)
    except OSError as error:
        logger.exception("A scan could not be stored")
        return _check(request, entry, token, problems=[storage_message(error)])
    return _done(request, receipts, token)


def _done(request, receipts, token):
    cases = Case.objects.in_bulk([receipt.case_id for receipt in receipts])
    rows = [
        {
            "receipt": receipt,
            "place": place,
            "case": cases[receipt.case_id],
            "url": case_url(receipt.case_id),
        }
        for place, receipt in enumerate(receipts)
    ]
    context = {"title": gettext("已登记来件"), "rows": rows, "token": token}
    return _page(request, "done.html", context)


@never_cache
@require_POST
@sensitive_post_parameters()
@sensitive_variables()
def receipt_view(request):
    """The receipt on paper, for whoever still has the page with the code open."""
    try:
        receipt = receipts_of(request.POST.get("token", ""))[int(request.POST.get("place", ""))]
    except (ValidationError, ValueError, IndexError):
        raise Http404 from None
    case = Case.objects.get(pk=receipt.case_id)
    paper = Paper(
        institution=desk().profile,
        number=case.number,
        query_code=receipt.code or gettext("（已重发，原查询码失效）"),
        applicant=case.name,
        submitted_on=case.events.first().date,
        content=content_of(case),
        follow_url=follow_url(request),
        received_on=case.received_on,
        due_on=case.due_on,
        contact=desk().office_phone,
    )
    try:
        pdf = receipt_pdf(paper)
    except PdfUnavailable as error:
        return HttpResponse(str(error), status=503, content_type="text/plain; charset=utf-8")
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition(f"{case.number}.pdf", as_attachment=False)
    return response


def _page(request, template, context):
    return render(request, f"{PAGES}{template}", {**admin.site.each_context(request), **context})


register_page(
    AdminPage("disclosure_entry", "disclosure/entry/", entry_view, may_enter, _("代为登记申请"))
)
register_page(
    AdminPage("disclosure_entry_receipt", "disclosure/entry/receipt/", receipt_view, may_enter)
)
