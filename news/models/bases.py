"""What several catalogues of articles are made of; rooms above build theirs on it too."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .article import Article

# Repeated from the article, and made from its texts, so that a catalogue reads one narrow table.
DERIVED = ("status", "published_at", "expires_at", "words", "number_key")


class Category(models.Model):
    """One of two levels, in the order staff give. Subclasses keep names apart with constraints."""

    name = models.CharField(_("名称"), max_length=30)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("上级分类"),
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="children",
    )
    position = models.PositiveIntegerField(
        _("顺序"), default=0, help_text=_("从小到大排列，留0则排在最后。")
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name


class BesideArticle(models.Model):
    """A row beside an article, whose :data:`DERIVED` columns follow it
    (``news.services.documents.derived_values``)."""

    status = models.CharField(max_length=10, choices=Article.Status, editable=False)
    published_at = models.DateTimeField(editable=False)
    expires_at = models.DateTimeField(null=True, editable=False)
    # What 名称或关键词 is looked up in, and the number in a form that sorts; both folded.
    words = models.TextField(editable=False)
    number_key = models.CharField(max_length=150, editable=False)

    class Meta:
        abstract = True

    def __str__(self):
        return self.article.title
