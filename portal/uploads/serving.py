"""Sending an uploaded file back to a browser that must not execute it."""

from urllib.parse import quote

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import FileResponse, HttpResponse

from .names import clean_name

# Even opened directly, the file may load nothing and runs in an origin of its own.
SANDBOX = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'"
)


def content_disposition(filename: str, *, as_attachment: bool = True) -> str:
    """RFC 6266: the name twice, percent-encoded UTF-8 and a plain one for very old clients."""
    name = clean_name(filename)
    kind = "attachment" if as_attachment else "inline"
    stem, dot, extension = name.rpartition(".")
    extension = extension if dot and extension.isascii() else ""
    plain = name if name.isascii() else f"download.{extension}" if extension else "download"
    plain = plain.replace('"', "_").replace("\\", "_")
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def harmless_headers(response):
    """Set the headers that keep any browser from sniffing, running or embedding the file."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def serve(file, filename: str, content_type: str, *, as_attachment: bool = True):
    """A response with the stored ``file`` (a model's file field) under the name ``filename``.

    With ``ACCEL_REDIRECT_PREFIX`` set, nginx sends the bytes (ranges included); otherwise Django
    streams them from whatever storage holds them. Raises ``FileNotFoundError`` when they are gone.
    """
    response = _accelerated(file) or FileResponse(file.storage.open(file.name, "rb"))
    response["Content-Type"] = content_type or "application/octet-stream"
    response["Content-Disposition"] = content_disposition(filename, as_attachment=as_attachment)
    return harmless_headers(response)


def _accelerated(file):
    """An empty response that tells nginx which file to send; only for files on this machine."""
    prefix = settings.ACCEL_REDIRECT_PREFIX
    if not prefix or not isinstance(file.storage, FileSystemStorage):
        return None
    if not file.storage.exists(file.name):
        raise FileNotFoundError(file.name)
    response = HttpResponse()
    response["X-Accel-Redirect"] = f"{prefix.rstrip('/')}/{quote(file.name)}"
    return response
