"""App configuration of the ground floor."""

from django.apps import AppConfig
from django.apps import apps as installed_apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


def load_calendar(sender, using, apps=installed_apps, **kwargs):
    """After ``migrate``: the working days that come with the software, where they are missing."""
    from portal.workdays.services import load_shipped

    try:
        apps.get_model("portal", "CalendarYear")
    except LookupError:
        return  # migrated back to before there was one
    if using == DEFAULT_DB_ALIAS:
        load_shipped()


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("网站设置")

    def ready(self):
        from portal import (
            content_version,
            lookups,  # noqa: F401 - registers them
            models,
        )
        from portal.search.sources import forget_if_flushed
        from portal.vault import checks  # noqa: F401 - registers them
        from portal.workdays import reminder  # noqa: F401 - registers its panel

        content_version.watch(
            models.SiteIdentity,
            models.MourningPeriod,
            models.LinkGroup,
            models.Link,
            models.Department,
            models.Person,
            models.Picture,
            models.SearchSynonym,
        )
        post_migrate.connect(load_calendar, sender=self)
        post_migrate.connect(forget_if_flushed, sender=self, dispatch_uid="search-flush")
