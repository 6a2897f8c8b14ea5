"""The feed of one officer's deadlines, opened by the token in its address alone."""

import hashlib
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_safe

from disclosure import throttle
from disclosure.agenda import agenda, works_cases
from disclosure.ical import CONTENT_TYPE, calendar_file
from disclosure.models import CalendarFeed

# Programs ask every few minutes at the most; a house of many officers may share an address.
READS_PER_HOUR = 600
KEEP = 900  # seconds


@require_safe
@sensitive_variables()
def calendar_feed(request, token):
    """The calendar; 404 for a token that opens nothing (any more), whatever the reason."""
    address = throttle.origin(request.META.get("REMOTE_ADDR", ""))
    if throttle.count("calendar", address, timedelta(hours=1)) > READS_PER_HOUR:
        response = HttpResponse(_("请求过于频繁，请稍后再试。"), status=429)
        response["Retry-After"] = "3600"
        return response
    feed = CalendarFeed.objects.opened_by(token)
    if feed is None or not works_cases(feed.user):
        raise Http404
    host = urlsplit(settings.SITE_URL).hostname or "mingchuang.invalid"
    body = calendar_file(agenda(feed.user), _("信息公开期限"), host, request)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(body, content_type=CONTENT_TYPE)
    response["Cache-Control"] = f"private, max-age={KEEP}"
    response["ETag"] = etag
    response["X-Robots-Tag"] = "noindex"
    response["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    return get_conditional_response(request, etag=etag, response=response)
