"""Knocking at addresses: every pattern there is, one request that leaves nothing behind."""

from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction
from django.urls import URLPattern, get_resolver

from portal import content_version

# What a POST needs to get past its first check; an empty one is sent to all others.
CONFIRM = {"post": "yes"}


def patterns(resolver=None, prefix="", namespace=""):
    """``name or route`` of every URL pattern of the project."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield namespace + pattern.name if pattern.name else route
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, route, inner)


def model_doors(rows):
    """The pages Django's admin gives every model: name → (address, what is posted)."""
    doors = {}
    for name, row in rows.items():
        base = f"/admin/{name.replace('_', '/', 1)}/"
        for action, address, data in (
            ("changelist", base, {}),
            ("add", f"{base}add/", {}),
            ("history", f"{base}{row.pk}/history/", {}),
            ("delete", f"{base}{row.pk}/delete/", CONFIRM),
            ("change", f"{base}{row.pk}/change/", {}),
        ):
            doors[f"admin:{name}_{action}"] = (address, data)
        doors[f"{base[1:]}<path:object_id>/"] = (f"{base}{row.pk}/", {})
    return doors


def outcome(response) -> str:
    """The status; a redirect to the login page has a name of its own."""
    if response.status_code == 302 and response["Location"].startswith("/admin/login/"):
        return "login"
    return str(response.status_code)


def body_of(response) -> bytes:
    """What was sent, once it is all there."""
    if not response.streaming:
        return response.content
    response.received = getattr(response, "received", None) or b"".join(response.streaming_content)
    return response.received


def knock(client, method, address, data, **options):
    """One request whose writes are undone; ``data`` may be a body, ``options`` are the client's."""
    content_version.pin(None)
    cache.clear()
    for value in data.values() if isinstance(data, dict) else ():
        if hasattr(value, "seek"):
            value.seek(0)
    with undone():
        response = getattr(client, method)(address, data if method == "post" else None, **options)
        body_of(response)
    return response


@contextmanager
def undone():
    """What is written inside is taken back."""
    atomic = transaction.atomic()
    # Like the one around every test: what a view insists on committing may stand inside it.
    atomic._from_testcase = True
    with atomic:
        yield
        transaction.set_rollback(True)
