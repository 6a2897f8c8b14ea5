"""App configuration of the disclosure desk."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisclosureConfig(AppConfig):
    name = "disclosure"
    verbose_name = _("信息公开")

    def ready(self):
        # Imported for what they register.
        from disclosure import (  # noqa: F401
            actions,
            dashboard,
            ledger,
            models,
            section_kinds,
            yearly_public,
        )
        from disclosure.catalogue import demo, extras  # noqa: F401
        from disclosure.demo import build  # noqa: F401
        from disclosure.views.frame import progress_url
        from news.home import ask_progress_at
        from portal import content_version
        from portal.workdays import follow_calendar, register_deadlines

        content_version.watch(
            models.DeskSettings,
            models.PrivacyNotice,
            models.CatalogueCategory,
            models.CatalogueEntry,
            models.CatalogueSettings,
        )
        ask_progress_at(progress_url)
        register_deadlines(ledger.open_deadlines)
        follow_calendar(ledger.refresh_open)
