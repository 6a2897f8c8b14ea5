"""Visitor's address, page cache and content security policy.

The latter two stand near the top of the stack: a page served from the cache carries the headers it was first
answered with and costs one primary-key query (the content version) and one cache read.
"""

import gzip
import hashlib
import ipaddress
import logging
import re
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponse, HttpResponseNotModified
from django.template import loader
from django.urls import Resolver404, resolve
from django.utils.http import parse_etags

from portal import content_version

logger = logging.getLogger(__name__)

# Added by messengers and campaign links to addresses people share; they never change a page.
IGNORED_PARAMETERS = frozenset(
    "from isappinstalled scene clicktime enterid sharer_shareid sharer_shareid_first spm "
    "utm_source utm_medium utm_campaign utm_term utm_content".split()
)
CACHEABLE_STATUS = (200, 301)
# ``q=0`` says that a browser or proxy cannot read it.
TAKES_GZIP = re.compile(r"(^|,)\s*gzip\s*(,|$|;(?!\s*q\s*=\s*0(\.0*)?\s*(,|$)))", re.IGNORECASE)
CACHE_CONTROL = "public, max-age=0, s-maxage=1, must-revalidate"
# Headers that belong to one answer, not to the page.
UNCACHED_HEADERS = frozenset({"set-cookie", "date", "connection", "vary"})


def tidy_query(request):
    """Leave in the query only what matters, ordered by name, before anybody reads it.

    Key and page are then made from the same words: a page kept for everybody cannot hold what one
    visitor's address said. Values of one name keep their order, because the last one counts.
    """
    # WSGI hands over bytes as Latin-1; some browsers send Chinese characters as they stand.
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    pairs = parse_qsl(query.decode(errors="replace"), keep_blank_values=True)
    kept = [pair for pair in pairs if pair[0] not in IGNORED_PARAMETERS]
    request.META["QUERY_STRING"] = urlencode(sorted(kept, key=lambda pair: pair[0]))


def _cache_key(request, token: str) -> str:
    """Key of the page: scheme, host, path and query (tidied before)."""
    scheme = "s" if request.is_secure() else ""
    address = f"{scheme}//{request.get_host()}{request.path}?{request.META['QUERY_STRING']}"
    return f"page:{token}:{hashlib.sha256(address.encode()).hexdigest()}"


def _fill(request, response, packed):
    """Put the page into ``response``, compressed where the browser takes it.

    Compressing is safe here and only here: public pages hold no secret and no token that the
    length of a compressed answer could give away.
    """
    if TAKES_GZIP.search(request.headers.get("Accept-Encoding", "")):
        response["Content-Encoding"] = "gzip"
        body = packed
    else:
        body = gzip.decompress(packed)
    response["Vary"] = "Accept-Encoding"
    response["Content-Length"] = str(len(body))
    response.content = b"" if request.method == "HEAD" else body
    return response


class ClientAddressMiddleware:
    """Put the visitor's address into REMOTE_ADDR when proxies of ours stand in front.

    Counted from the right, because everything left of our own proxies' entries is the visitor's
    own claim. Without proxies (TRUSTED_PROXIES = 0) the header is ignored.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if settings.TRUSTED_PROXIES and len(hops) >= settings.TRUSTED_PROXIES:
            hop = hops[-settings.TRUSTED_PROXIES]
            # Anything else would break the log of failed sign-ins, whose column is an address.
            if is_address(hop):
                request.META["REMOTE_ADDR"] = hop
        return self.get_response(request)


def is_address(text: str) -> bool:
    """Whether ``text`` is an IPv4 or IPv6 address and nothing more."""
    try:
        return "%" not in str(ipaddress.ip_address(text))
    except ValueError:
        return False


def _rescue_of(request):
    """What the view itself answers while the database is away (its attribute
    ``without_database``), so that a long form is not lost; ``None`` for most."""
    try:
        return getattr(resolve(request.path_info).func, "without_database", None)
    except (Resolver404, DatabaseError, InterfaceError):
        # Some addresses depend on the section tree, which may be out of reach as well.
        return None


class PageCacheMiddleware:
    """Keep pages marked by ``portal.public.public_page``, keyed by the content version.

    Visitors with a session (staff) always get a fresh page. When the database is away, the pages
    of the last version this process saw are still served; any other page answers 503.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.last_token = None

    def __call__(self, request):
        try:
            return self._answer(request)
        finally:
            content_version.pin(None)

    def _answer(self, request):
        if request.path.startswith((settings.STATIC_URL, settings.MEDIA_URL)):
            return self.get_response(request)
        try:
            token = self.last_token = content_version.read()
        except (DatabaseError, InterfaceError) as error:
            return self._without_database(request, error)
        content_version.pin(token)
        if not self._is_anonymous_read(request):
            return self.get_response(request)
        tidy_query(request)
        return self._cached(request, token) or self._fresh(request, token)

    @staticmethod
    def _is_anonymous_read(request):
        return (
            request.method in ("GET", "HEAD")
            and settings.SESSION_COOKIE_NAME not in request.COOKIES
        )

    def _cached(self, request, token):
        kept = cache.get(_cache_key(request, token))
        if kept is None:
            return None
        status, headers, packed = kept
        if headers["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponseNotModified()
            for name in ("ETag", "Cache-Control", "Content-Security-Policy"):
                response[name] = headers[name]
            response["Vary"] = "Accept-Encoding"
            return response
        response = HttpResponse(status=status)
        for name, value in headers.items():
            response[name] = value
        response["X-Page-Cache"] = "hit"
        return _fill(request, response, packed)

    def _fresh(self, request, token):
        response = self.get_response(request)
        if not self._may_keep(response):
            return response
        body = response.content
        packed = gzip.compress(body, 6)
        response["ETag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
        response["Cache-Control"] = CACHE_CONTROL
        if request.method == "GET" and content_version.current() == token:
            headers = {
                name: value
                for name, value in response.items()
                if name.lower() not in UNCACHED_HEADERS
            }
            # Only the compressed form: a tenth of the memory, and nearly every browser takes it.
            kept = (response.status_code, headers, packed)
            cache.set(_cache_key(request, token), kept, settings.PAGE_CACHE_SECONDS)
        return _fill(request, response, packed)

    @staticmethod
    def _may_keep(response):
        return (
            getattr(response, "public_page", False)
            and response.status_code in CACHEABLE_STATUS
            and not response.streaming
            and not response.cookies
            # The view or its template looked at the session: the page is somebody's own.
            and "cookie" not in response.get("Vary", "").lower()
        )

    def _without_database(self, request, error):
        logger.error("The database is away: %s", error)
        if self._is_anonymous_read(request) and self.last_token:
            tidy_query(request)
            kept = self._cached(request, self.last_token)
            if kept:
                return kept
        if request.method == "POST" and (rescue := _rescue_of(request)):
            return rescue(request)
        body = loader.get_template("500.html").render()
        headers = {"Retry-After": "30", "Content-Security-Policy": PUBLIC_POLICY}
        return HttpResponse(body, status=503, headers=headers)


# Pictures in object storage come from its public address.
PICTURES = f"'self' {settings.MEDIA_ORIGIN}".strip()
PUBLIC_POLICY = (
    f"default-src 'self'; script-src 'self'; style-src 'self'; img-src {PICTURES} data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# CKEditor 4 and the admin's own widgets write style attributes and event attributes; script
# elements stay limited to our own files.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self'; script-src-attr 'unsafe-inline'; "
    f"style-src 'self' 'unsafe-inline'; img-src {PICTURES} data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)


class ContentSecurityPolicyMiddleware:
    """Set the policy: strict on public pages, with the editor's needs under the admin."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if "Content-Security-Policy" not in response:
            admin = request.path.startswith("/admin/")
            policy = ADMIN_POLICY if admin else PUBLIC_POLICY
            # A search of another host, whose form the page holds (template tag ``outside``).
            if origin := getattr(request, "form_origin", ""):
                policy = policy.replace("form-action 'self'", f"form-action 'self' {origin}")
            response["Content-Security-Policy"] = policy
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()"
        )
        return response
