"""Uploaded pictures, served with harmless headers where no web server does it.

In production nginx serves MEDIA_ROOT with the same headers (``deploy/``); this view is for an
installation on a single machine. Only pictures are shown in the page; whatever else may lie in the
folder is a download.
"""

from pathlib import Path, PurePosixPath

from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpResponseNotModified
from django.utils.http import http_date, parse_etags, parse_http_date_safe
from django.views.decorators.http import require_safe

from portal.uploads import content_disposition, harmless_headers

INLINE = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".png": "image/png",
    ".webp": "image/webp",
}
# A picture that changes gets a new name, so browsers need never ask again.
CACHE_CONTROL = "public, max-age=31536000, immutable"


@require_safe
def serve_media(request, name):
    """Send the file ``name`` below MEDIA_ROOT."""
    path = _find(name)
    stat = path.stat()
    etag = f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"'
    if _is_fresh(request, etag, stat.st_mtime):
        response = HttpResponseNotModified()
    else:
        response = FileResponse(path.open("rb"))
        suffix = path.suffix.lower()
        response["Content-Type"] = INLINE.get(suffix, "application/octet-stream")
        if suffix not in INLINE:
            response["Content-Disposition"] = content_disposition(path.name)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(stat.st_mtime)
    response["Cache-Control"] = CACHE_CONTROL
    return harmless_headers(response)


def _find(name: str) -> Path:
    """The plain file ``name`` below MEDIA_ROOT; hidden files and ways out of it are not found."""
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") or "\\" in part or "\0" in part for part in parts)
    if hidden or not parts or not isinstance(default_storage, FileSystemStorage):
        raise Http404
    root = Path(default_storage.location).resolve()
    try:
        path = root.joinpath(name).resolve()
        found = path.is_relative_to(root) and path.is_file()
    except OSError:  # a name longer than any file's
        found = False
    if not found:
        raise Http404
    return path


def _is_fresh(request, etag: str, modified: float) -> bool:
    """Whether the browser's copy is good; If-None-Match decides when it is there (RFC 9110)."""
    known = request.headers.get("If-None-Match")
    if known is not None:
        return known.strip() == "*" or etag in {
            tag.removeprefix("W/") for tag in parse_etags(known)
        }
    since = parse_http_date_safe(request.headers.get("If-Modified-Since", ""))
    return since is not None and int(modified) <= since
