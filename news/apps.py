"""App configuration of articles, topics and the home page."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsConfig(AppConfig):
    name = "news"
    verbose_name = _("内容")

    def ready(self):
        # Imported for what they register.
        from news import dashboard, models, moments, search_sources, section_kinds  # noqa: F401
        from news.services import attachments, merge  # noqa: F401
        from portal import content_version

        content_version.watch(
            models.Article,
            models.Attachment,
            models.Document,
            models.DocumentCategory,
            models.Source,
            models.Topic,
            models.TopicBlock,
            models.TopicItem,
            models.HomeBlock,
        )
