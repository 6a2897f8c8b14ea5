"""Entries of the 信息公开目录, their categories, and the counter of index numbers."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.genres import Genre, genre_of
from disclosure.catalogue.numbers import MAX_LENGTH
from disclosure.catalogue.querysets import FIXED, CatalogueEntryQuerySet
from news.models import Article
from news.models.bases import BesideArticle, Category
from news.services.documents import derived_values, folded


class CatalogueCategory(Category):
    """目录分类, in two levels; articles of its sections are entered under it by themselves."""

    code = models.CharField(
        _("分类代码"),
        max_length=8,
        blank=True,
        validators=[RegexValidator(r"\A[0-9A-Z]*\Z", _("只能用大写字母和数字。"), "invalid")],
        help_text=_("索引号格式里有{category}时使用，如“0102”；下级分类留空则用上级的代码。"),
    )
    sections = models.ManyToManyField(
        "navigation.Section",
        verbose_name=_("自动编入的栏目"),
        blank=True,
        related_name="catalogue_categories",
        help_text=_("在这些栏目及其下级栏目发布的文章，自动编入本分类并编制索引号。"),
    )

    class Meta(Category.Meta):
        verbose_name = _("目录分类")
        verbose_name_plural = _("目录分类")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(parent=None),
                name="one_top_catalogue_category",
            ),
            models.UniqueConstraint(fields=["parent", "name"], name="one_catalogue_category"),
        ]

    @property
    def full_code(self) -> str:
        """Its own code, or that of the category above it."""
        return self.code or (self.parent.code if self.parent else "")


class CatalogueEntry(BesideArticle):
    """An article in the catalogue (条例 art 12: 索引、名称、内容概述、生成日期).

    The index number is given when the article is first published and never changed after that:
    not when the article moves, is withdrawn or taken off the catalogue (``is_listed``), nor when
    the rule for numbers changes. An entry therefore goes only with its article, and the counter
    never goes back. The columns of :data:`DERIVED` follow the article; ``manage.py
    assign_index_numbers`` repairs them.
    """

    class Way(models.TextChoices):
        PROACTIVE = "proactive", _("主动公开")
        ON_REQUEST = "request", _("依申请公开")

    article = models.OneToOneField(
        Article,
        verbose_name=_("文章"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="catalogue_entry",
    )
    is_listed = models.BooleanField(
        _("列入信息公开目录"),
        default=True,
        help_text=_("发布后编制索引号并列入目录。取消勾选只是不再列出，已有的索引号保留不变。"),
    )
    index_number = models.CharField(
        _("索引号"), max_length=MAX_LENGTH, null=True, unique=True, editable=False
    )
    year = models.PositiveSmallIntegerField(null=True, editable=False)
    serial = models.PositiveIntegerField(null=True, editable=False)
    category = models.ForeignKey(
        CatalogueCategory,
        verbose_name=_("目录分类"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
    )
    genre = models.CharField(
        _("文种"),
        max_length=12,
        choices=Genre,
        blank=True,
        help_text=_("留空则按标题的最后几个字判断。"),
    )
    way = models.CharField(_("公开方式"), max_length=10, choices=Way, default=Way.PROACTIVE)
    abstract = models.TextField(
        _("内容概述"), max_length=300, blank=True, help_text=_("留空则用文章的摘要。")
    )
    formed_on = models.DateField(
        _("生成日期"),
        null=True,
        blank=True,
        help_text=_("留空则用文件的成文日期；不是文件的，用发布日期。"),
    )
    requests_answered = models.PositiveIntegerField(
        _("应申请公开次数"), default=0, help_text=_("因申请而提供过这份信息的次数。")
    )
    request_note = models.CharField(
        _("应申请公开说明"), max_length=100, blank=True, help_text=_("显示在次数之后。")
    )

    objects = CatalogueEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("信息公开目录条目")
        verbose_name_plural = _("信息公开目录条目")
        constraints = [models.UniqueConstraint(fields=["year", "serial"], name="one_serial_a_year")]
        indexes = [
            # Equality first, then an order of the catalogue; the rest makes the index covering.
            models.Index(
                fields=["status", "-published_at", "-article", "expires_at"],
                name="entry_published",
            ),
            models.Index(
                fields=["status", "-year", "-serial", "published_at", "expires_at"],
                name="entry_index_number",
            ),
            *(
                models.Index(
                    fields=[name, "status", "-published_at", "-article", "expires_at"],
                    name=f"entry_{name}",
                )
                for name in ("category", "genre")
            ),
        ]

    def save(self, *args, **kwargs):
        self._keep_number()
        self.genre = self.genre or genre_of(self.article.title)
        for name, value in self.derived_values().items():
            setattr(self, name, value)
        super().save(*args, **kwargs)

    def _keep_number(self):
        """Raise ``ValueError`` when the number would change; a row made anew takes it over."""
        stored = type(self).objects.filter(pk=self.pk).numbered().values(*FIXED).first()
        for name, value in (stored or {}).items():
            if getattr(self, name) not in (None, value):
                raise ValueError("An index number is never changed.")
            setattr(self, name, value)

    def derived_values(self) -> dict:
        """What the entry repeats of its article; ``published`` only what the catalogue shows."""
        values = derived_values(self.article)
        if not (self.is_listed and self.index_number):
            values["status"] = Article.Status.DRAFT
        values["words"] = "\n".join(
            filter(None, (values["words"], folded(self.index_number or "")))
        )
        return values

    # --- What columns and templates read --------------------------------------------------------
    @property
    def document(self):
        return getattr(self.article, "document", None)

    @property
    def issuer(self) -> str:
        return self.document.issuer if self.document else ""

    @property
    def is_in_force(self) -> bool:
        return self.document is None or self.document.is_in_force

    def get_validity_display(self) -> str:
        return self.document.get_validity_display() if self.document else ""

    @property
    def description(self) -> str:
        """内容概述."""
        return self.abstract or self.article.summary

    @property
    def formed(self):
        """生成日期: as entered, else the day the document bears, else that of publication."""
        if self.formed_on:
            return self.formed_on
        if self.document:
            return self.document.written_on
        return timezone.localtime(self.article.published_at).date()

    @property
    def successor_number(self) -> str:
        """索引号 of the document that replaced this one."""
        successor = self.document.superseded_by if self.document else None
        entry = getattr(successor, "catalogue_entry", None) if successor else None
        return entry.index_number or "" if entry else ""


class IndexCounter(models.Model):
    """The last serial given in a year; locked while the next one is given."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("索引号计数")
        verbose_name_plural = _("索引号计数")

    def __str__(self):
        return f"{self.year}: {self.last}"
