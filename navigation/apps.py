"""App configuration of the section tree."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NavigationConfig(AppConfig):
    name = "navigation"
    verbose_name = _("栏目")

    def ready(self):
        from navigation import checks, models  # noqa: F401 - checks register themselves
        from portal import content_version

        content_version.watch(models.Section, models.SectionRedirect)
