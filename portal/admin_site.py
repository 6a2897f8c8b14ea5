"""The staff site: Django's admin with a 工作台 and a menu in the order of the work."""

import logging
from functools import wraps

from django.contrib import admin
from django.core.exceptions import BadRequest
from django.db import OperationalError, connection
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from portal import dashboard
from portal.admin_pages import all_pages, guarded
from portal.site import get_site

logger = logging.getLogger(__name__)

# Heading → models, and pages of :mod:`portal.admin_pages` by name. Models named nowhere keep their
# app's own heading, after these.
MENU = [
    (
        _("内容"),
        [
            "news.Article",
            "news.Topic",
            "news.HomeBlock",
            "news.Source",
            "news.DocumentCategory",
            "disclosure.CatalogueCategory",
            "disclosure.CatalogueSettings",
            "portal.Picture",
        ],
    ),
    (_("栏目"), ["navigation.Section", "navigation.SectionRedirect"]),
    (
        _("依申请公开"),
        [
            "disclosure.Case",
            "disclosure_entry",
            "disclosure_deadlines",
            "disclosure_workload",
            "disclosure_radar",
            "disclosure.AnnualReport",
            "disclosure.Satisfaction",
            "disclosure.OutgoingMail",
            "disclosure.DepartmentMember",
            "disclosure.LetterTemplate",
            "disclosure.PrivacyNotice",
            "disclosure.DeskSettings",
        ],
    ),
    (
        _("网站"),
        [
            "portal.SiteIdentity",
            "portal.LinkGroup",
            "portal.Person",
            "portal.Department",
            "portal.MourningPeriod",
            "portal.SearchSynonym",
            "portal.CalendarVersion",
        ],
    ),
    (_("系统"), ["auth.User", "auth.Group", "admin.LogEntry", "portal.AuditEvent"]),
]


DEADLOCK = "40P01"
ATTEMPTS = 3


def retried(view):
    """Send a POST again that PostgreSQL broke off to untie a deadlock.

    Every save ends up at the content version's row, with other rows held in whatever order the
    page saves them, so two people saving at once can wait for each other. One of them is broken
    off with everything undone; a second later nothing stands in the way.
    """

    @wraps(view)
    def attempted(request, *args, **kwargs):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return view(request, *args, **kwargs)
            except OperationalError as error:
                code = getattr(error.__cause__, "pgcode", None)
                undone = request.method == "POST" and not connection.in_atomic_block
                if code != DEADLOCK or not undone or attempt == ATTEMPTS:
                    raise
                logger.warning("Deadlock at %s, attempt %s", request.path, attempt)
        return None

    return attempted


def understood(view):
    """Answer 400 to addresses no page of ours leads to, at which Django's lists break: with a NUL,
    which PostgreSQL keeps in no text, or with a year no calendar has."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if any("\0" in value for _name, values in request.GET.lists() for value in values):
            raise BadRequest("NUL in the address")
        try:
            return view(request, *args, **kwargs)
        except OverflowError as error:
            if request.method == "POST":
                raise
            raise BadRequest("A number too big in the address") from error

    return asked


class PortalAdminSite(admin.AdminSite):
    site_title = _("网站管理")
    site_header = _("网站管理")
    index_title = _("工作台")

    def get_urls(self):
        # Before Django's own: those end with one that takes everything.
        pages = [
            path(page.route, self.admin_view(guarded(page)), name=page.name) for page in all_pages()
        ]
        return pages + super().get_urls()

    def admin_view(self, view, cacheable=False):
        return super().admin_view(understood(retried(view)), cacheable)

    def index(self, request, extra_context=None):
        panels = dashboard.panels_for(request)
        return super().index(request, {**(extra_context or {}), "panels": panels})

    def login(self, request, extra_context=None):
        # Django's login page calls the host name "site"; ours stands in the header.
        return super().login(request, {"site": get_site(), **(extra_context or {})})

    def get_app_list(self, request, app_label=None):
        """Django's list regrouped by :data:`MENU`; per-app pages stay as they are."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {
            f"{app['app_label']}.{model['object_name']}": (app, model)
            for app in apps
            for model in app["models"]
        }
        models |= self._pages(request)
        groups = [self._group(name, labels, models) for name, labels in MENU]
        named = {label for _name, labels in MENU for label in labels}
        for app in apps:
            left = [
                m for m in app["models"] if f"{app['app_label']}.{m['object_name']}" not in named
            ]
            if left:
                groups.append({**app, "models": left})
        return [group for group in groups if group["models"]]

    @staticmethod
    def _pages(request):
        """Pages without a model, in the shape of Django's entries for models."""
        found = {}
        for page in all_pages():
            if page.label and page.allowed(request.user):
                address = reverse(f"admin:{page.name}")
                entry = {
                    "name": page.label,
                    "object_name": page.name,
                    "admin_url": address,
                    "add_url": None,
                    "perms": {},
                    "view_only": True,
                }
                found[page.name] = ({"app_label": "pages", "app_url": address}, entry)
        return found

    @staticmethod
    def _group(name, labels, models):
        found = [models[label] for label in labels if label in models]
        app = found[0][0] if found else {}
        return {**app, "name": name, "models": [model for _app, model in found]}
