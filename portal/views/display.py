"""Display preferences without JavaScript: stored in cookies, applied by a small stylesheet.

Pages are cached once for everybody, so preferences never reach the HTML. With JavaScript a small
blocking script sets attributes on ``<html>``; without it, ``<noscript>`` loads the stylesheet that
:func:`stylesheet` writes from the same cookies.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

COOKIE_SECONDS = 365 * 24 * 3600
# Name of the form field → the values a browser may store in cookie mc_<name>; first = default.
CHOICES = {
    "size": ("normal", "large", "xl"),
    "contrast": ("normal", "high"),
    "theme": ("auto", "light", "dark"),
    "elder": ("0", "1"),
    "art": ("m", "s", "l"),
}
SOURCES = Path(settings.BASE_DIR) / "static" / "css"
# The custom cursor's address is relative to the built style sheets, not to this one.
CURSOR = re.compile(r"cursor:[^;}]*;?")


def same_origin(request):
    """Whether the browser says the form stood on this site (all current browsers send one)."""
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site:
        return fetch_site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is None or origin.split("//")[-1] == request.get_host()


# A cached page cannot hold a CSRF token. The view changes nothing but the visitor's own display
# cookies, and refuses forms that another site sends.
@csrf_exempt
@require_POST
def save(request):
    """Store the posted preferences and go back to the page the form was on."""
    if not same_origin(request):
        return HttpResponseForbidden()
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    for name, values in CHOICES.items():
        value = request.POST.get(name)
        if value in values:
            response.set_cookie(
                f"mc_{name}",
                value,
                max_age=COOKIE_SECONDS,
                samesite="Lax",
                secure=request.is_secure(),
            )
    return response


def read_preferences(cookies) -> dict:
    """The preferences in ``cookies``; anything unknown counts as the default."""
    chosen = {}
    for name, values in CHOICES.items():
        value = cookies.get(f"mc_{name}", values[0])
        chosen[name] = value if value in values else values[0]
    return chosen


@cache
def _source(folder: str, name: str) -> str:
    """A piece of the built style sheets; a default value has none."""
    path = SOURCES / folder / f"{name}.css"
    return CURSOR.sub("", path.read_text(encoding="utf-8")) if path.exists() else ""


def _colours(chosen: dict) -> str:
    prefix = "hc-" if chosen["contrast"] == "high" else ""
    if chosen["theme"] != "auto":
        return _source("tokens", prefix + chosen["theme"])
    if not prefix:
        return ""  # the page's own sheets already follow the system
    dark = _source("tokens", "hc-dark")
    return _source("tokens", "hc-light") + f"@media (prefers-color-scheme:dark){{{dark}}}"


def build_stylesheet(chosen: dict) -> str:
    """The rules that turn the default page into the chosen display."""
    names = [f"{name}-{chosen[name]}" for name in ("contrast", "elder", "size", "art")]
    return _colours(chosen) + "".join(_source("prefs", name) for name in names)


@never_cache
@require_safe
def stylesheet(request):
    """``/display.css`` for ``<noscript>``."""
    css = build_stylesheet(read_preferences(request.COOKIES))
    return HttpResponse(css, content_type="text/css; charset=utf-8")
