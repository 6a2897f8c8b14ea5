"""Error pages in the site's clothes. The 500 page needs no database and no context."""

from django.contrib import admin
from django.http import HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token

from portal.meta import NOT_INDEXED


def _error(request, template, status):
    return render(request, template, {"status": status, "meta": NOT_INDEXED}, status=status)


@requires_csrf_token
def bad_request(request, exception=None):
    return _error(request, "404.html", 400)


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


def csrf_failure(request, reason=""):
    return _error(request, "403_csrf.html", 403)
