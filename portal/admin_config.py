"""Puts this project's admin site in the place of Django's (INSTALLED_APPS names it)."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "portal.admin_site.PortalAdminSite"
