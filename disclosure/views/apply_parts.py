"""What the application form fetches while somebody fills it in, and blank forms to print.

Without JavaScript none of it is needed. Nothing that was typed stands in an address.
"""

from django.conf import settings
from django.core.cache import cache
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from disclosure import letters, services
from disclosure.applying import captcha, cookies, drafts
from disclosure.applying.found import published
from disclosure.applying.typed import Typed
from disclosure.codes import MAX_TOKEN, MIN_TOKEN
from disclosure.desk import desk
from portal import content_version
from portal.public import public_page
from portal.uploads import content_disposition, harmless_headers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BLANKS = {
    "person": letters.Applicant.CITIZEN,
    "organisation": letters.Applicant.ORGANISATION,
}


@never_cache
@require_safe
def challenge(request):
    """``/apply/challenge/``: a task for the browser."""
    return JsonResponse(captcha.challenge())


@never_cache
@sensitive_post_parameters()
@require_POST
def save_draft(request):
    """``/apply/draft/``: keep what stands in the form now; 204, or 409 when it was sent already."""
    token = request.POST.get("token", "")
    if not MIN_TOKEN <= len(token) <= MAX_TOKEN:
        return HttpResponse(status=400)
    if services.receipts_of(token):
        # A late save must not bring back what was sent.
        return HttpResponse(status=409)
    saved = drafts.save(request, Typed.of(request.POST), token)
    response = HttpResponse(status=204 if saved else 413)
    if saved:
        cookies.keep_draft(request, response, saved)
    return response


@never_cache
@sensitive_post_parameters()
@require_POST
def found(request):
    """``/apply/found/``: what is published about ``title`` and ``description``, as a list."""
    wanted = {name: request.POST.get(name, "") for name in ("title", "description")}
    return render(request, "disclosure/apply/found.html", {"results": published(wanted)})


def _blank_pdf(kind, document: bytes) -> bytes:
    """Drawn once for a state of the site: half a second of work, for whoever asks in whatever way."""
    key = f"blank-pdf:{content_version.current()}:{kind}"
    return cache.get_or_set(key, lambda: letters.to_pdf(document), settings.PAGE_CACHE_SECONDS)


@public_page
@require_safe
def blank(request, kind, form):
    """``/apply/blank/person.docx`` and so on: a form to print and fill in by hand."""
    if kind not in BLANKS:
        raise Http404
    document = letters.application_form(BLANKS[kind], desk().profile)
    if form == "pdf":
        try:
            document = _blank_pdf(kind, document)
        except letters.PdfUnavailable as error:
            raise Http404 from error
    content_type = "application/pdf" if form == "pdf" else DOCX
    response = HttpResponse(document, content_type=content_type)
    name = f"{letters.form_title(BLANKS[kind], desk().profile)}.{form}"
    response["Content-Disposition"] = content_disposition(name)
    response["X-Robots-Tag"] = "noindex"
    return harmless_headers(response)
