"""Error pages in the site's clothes. The 500 page needs no database and no context."""

from django.contrib import admin
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.debug import sensitive_post_parameters

from portal.meta import NOT_INDEXED
from portal.middleware import PUBLIC_POLICY
from portal.views.display import same_origin


def _error(request, template, status):
    return render(request, template, {"status": status, "meta": NOT_INDEXED}, status=status)


@requires_csrf_token
def bad_request(request, exception=None):
    """An unknown host is refused before the middleware has its turn: the page brings its headers."""
    response = _error(request, "404.html", 400)
    response["Content-Security-Policy"] = PUBLIC_POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@requires_csrf_token
def permission_denied(request, exception=None):
    """In the admin, staff stay in the admin and are shown the way back to the 工作台."""
    if request.path.startswith(reverse("admin:index")) and request.user.is_staff:
        context = {**admin.site.each_context(request), "title": _("没有权限")}
        return render(request, "admin/403.html", context, status=403)
    return _error(request, "403.html", 403)


@requires_csrf_token
def page_not_found(request, exception=None):
    return _error(request, "404.html", 404)


@requires_csrf_token
def server_error(request):
    return HttpResponseServerError(loader.get_template("500.html").render())


@never_cache
@sensitive_post_parameters()
def csrf_failure(request, reason=""):
    """A page whose form was open too long, or in two windows around signing in: what was typed is
    there again, with a good token, to be sent with one click. What another site sent is not."""
    context = {"status": 403, "meta": NOT_INDEXED, "fields": _sent(request)}
    if context["fields"]:
        context |= {"path": request.get_full_path(), "has_files": bool(request.FILES)}
    return render(request, "403_csrf.html", context, status=403)


def _sent(request) -> list[tuple[str, str]]:
    """The fields of a form that stood on this site; none of one with a password."""
    if not (request.headers.get("Sec-Fetch-Site") or request.headers.get("Origin")):
        return []
    if not same_origin(request) or any("password" in name for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
