"""Following a case: number and query code, and then everything on one page.

Nobody learns whether a number exists: a wrong number, a wrong code, a case whose identity was taken
out and nonsense get the same bytes. Number and code are never in an address.
"""

from functools import wraps

from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from disclosure import lookup, people
from disclosure.actions import Action
from disclosure.desk import desk
from disclosure.following import access
from disclosure.following.acts import MESSAGES
from disclosure.following.page import how_to_reach, page_of
from disclosure.views.frame import frame
from portal import audit
from portal.views.display import same_origin

# Characters of a text that nobody wants to type twice.
LONG = 100


def private(view):
    """Kept by nobody, found by no search engine; the page asked for is not told to other sites."""

    @sensitive_post_parameters()
    @wraps(view)
    def run(request, *args, **options):
        response = view(request, *args, **options)
        response["Cache-Control"] = "private, no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": browsers then send no Origin either, which the CSRF check asks for.
        response["Referrer-Policy"] = "same-origin"
        patch_vary_headers(response, ["Cookie"])
        return response

    return run


def with_case(view):
    """Give the view the case this browser may see; everybody else is asked for number and code."""

    @private
    @wraps(view)
    def run(request, *args, **options):
        found = access.read(request)
        if found is None:
            return _ask_again(request)
        case, since, request.said = found
        response = view(request, case, *args, **options)
        if access.COOKIE not in response.cookies:
            access.grant(request, response, case, since=since)
        return response

    return run


def _ask_again(request):
    """What was typed meanwhile is shown once more: half an hour may pass over a long text."""
    typed = long_texts(request)
    if typed:
        return _lookup_page(request, {"typed": typed}, status=403)
    return HttpResponseRedirect(reverse("disclosure:follow"))


def long_texts(request) -> list[str]:
    """What of a form would be tiresome to type again."""
    return [text for text in request.POST.values() if len(text) > LONG]


def to_case(request, case, said: str = ""):
    """Back to the page of the case, with a message of :data:`MESSAGES`."""
    response = HttpResponseRedirect(reverse("disclosure:follow-case"))
    found = access.read(request)
    access.grant(request, response, case, since=found and found[1], said=said)
    return response


# The form also stands on pages that are kept for everybody and can hold no token; forms that another
# site sends are refused.
@csrf_exempt
@private
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables()
def look_up(request):
    """``/apply/follow/``: ask for number and code."""
    if request.method != "POST":
        return _lookup_page(request, {})
    if not same_origin(request):
        return _lookup_page(request, {}, status=403)
    number, code = request.POST.get("number", ""), request.POST.get("code", "")
    if "code" not in request.POST:
        # The home page asks for the number only: nothing is looked up yet, so nothing was wrong.
        return _lookup_page(request, {"number": number[: lookup.MAX_NUMBER]})
    try:
        case = lookup.find(number, code, request.META.get("REMOTE_ADDR", ""))
    except lookup.Paused as paused:
        response = _lookup_page(request, {"minutes": paused.minutes}, status=429)
        response["Retry-After"] = str(paused.minutes * 60)
        return response
    if case is None:
        return _lookup_page(request, {"is_wrong": True, "number": number[: lookup.MAX_NUMBER]})
    audit.record(people.applicant(request, case).actor, f"disclosure.{Action.VIEW}", case)
    response = HttpResponseRedirect(reverse("disclosure:follow-case"))
    access.grant(request, response, case)
    return response


def _lookup_page(request, known, status=200):
    known = {"tries": desk().query_tries, "pause": desk().query_pause_minutes, **known}
    return _page(request, "look_up", _("查询办理进度"), {**known, "desk": desk()}, status)


def _page(request, template, title, context, status=200, above=()):
    context = {**frame(request, title, above), **context}
    return render(request, f"disclosure/follow/{template}.html", context, status=status)


def below_case(request, template, title, context, status=200):
    """A page one goes to from that of the case."""
    above = ((_("办理进度"), reverse("disclosure:follow-case")),)
    return _page(request, template, title, context, status, above)


@private
@require_POST
def leave(request):
    """``退出``."""
    response = HttpResponseRedirect(reverse("disclosure:follow"))
    access.end(request, response)
    return response


@with_case
@require_http_methods(["GET", "HEAD"])
def case_page(request, case):
    """``/apply/follow/case/``."""
    said = MESSAGES.get(request.said, "")
    context = {**page_of(case), "said": said, "reach": how_to_reach(case)}
    return _page(request, "case", _("办理进度"), context)
