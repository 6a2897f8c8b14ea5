"""Attachments: who may have them, how often they were taken, how they are sent."""

import logging

from django.db import DatabaseError
from django.db.models import F
from django.http import Http404, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from news.models import Attachment
from news.rights import may_edit
from news.views.articles import frame_of
from portal.uploads import serve

logger = logging.getLogger(__name__)


def _starts_download(request) -> bool:
    """Whether this request begins a download: not a HEAD, not the later pieces of a range."""
    if request.method != "GET":
        return False
    wanted = request.headers.get("Range", "")
    return not wanted or wanted.replace(" ", "").startswith("bytes=0-")


def _count(pk):
    """One download more. Where nothing can be written, on a replica, the file is still sent."""
    try:
        # An update of the queryset sends no signal: a download is no new version of the content.
        Attachment.objects.filter(pk=pk).update(downloads=F("downloads") + 1)
    except DatabaseError as error:
        logger.warning("A download of attachment %s is not counted: %s", pk, error)


def attachment(request, pk):
    """``/files/<pk>/``: the file, under its original name."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    found = get_object_or_404(Attachment.objects.select_related("article"), pk=pk)
    article = found.article
    # An article whose sections are all switched off has no page, so its files are not out either.
    is_out = article.is_public and frame_of(article) is not None
    if not is_out and not may_edit(request.user, article):
        raise Http404(_("没有这个附件，或者它已经下线。"))
    try:
        response = serve(found.file, found.original_name, found.content_type)
    except FileNotFoundError as error:
        raise Http404(_("附件文件已经丢失，请联系网站管理员。")) from error
    if is_out and _starts_download(request):
        _count(pk)
    response["Cache-Control"] = "no-cache" if is_out else "private, no-store"
    return response
