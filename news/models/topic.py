"""专题: a landing page of its own, put together from blocks (``topic_block``)."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from mptt.models import TreeForeignKey

from portal.colours import validate_colour
from portal.urls_field import LinkField


class TopicQuerySet(models.QuerySet):
    def visible(self):
        return self.filter(is_visible=True)


class Topic(models.Model):
    """A topic page. ``section`` (of kind ``topics``) decides in which archive it is listed."""

    class Art(models.TextChoices):
        AZURE = "azure", _("石青")
        RED = "red", _("朱砂")
        GREEN = "green", _("石绿")
        OCHRE = "ochre", _("赭石")

    title = models.CharField(_("标题"), max_length=60)
    subtitle = models.CharField(_("副标题"), max_length=80, blank=True)
    short_subtitle = models.CharField(
        _("横幅副标题"),
        max_length=40,
        blank=True,
        help_text=_("首页横幅用的短语，留空则用副标题。"),
    )
    slug = models.SlugField(_("目录名"), max_length=60, unique=True)
    section = TreeForeignKey(
        "navigation.Section",
        verbose_name=_("所属栏目"),
        on_delete=models.PROTECT,
        related_name="topics",
        limit_choices_to={"kind": "topics"},
    )
    year = models.PositiveSmallIntegerField(_("年份"))
    art = models.CharField(_("主色"), max_length=6, choices=Art, default=Art.AZURE)
    accent = models.CharField(
        _("自选颜色"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("用于标题线、数字和大事记。系统按明暗界面自动调深或调浅，保证看得清。"),
    )
    banner = models.ForeignKey(
        "portal.Picture",
        verbose_name=_("横幅图片"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("留空则使用所选主色的山水图。"),
    )
    intro = models.TextField(_("编者按"), blank=True)
    external_url = LinkField(_("外部链接"), blank=True, help_text=_("专题在其他网站时填写。"))
    show_on_home = models.BooleanField(_("首页显示"), default=False)
    is_visible = models.BooleanField(_("显示"), default=True)
    position = models.PositiveIntegerField(_("顺序"), default=0)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        verbose_name = _("专题")
        verbose_name_plural = _("专题")
        ordering = ["position", "-year", "-pk"]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        from news.addresses import topic_url

        return topic_url(self)

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Leave a redirect where a new directory name moves the topic's addresses."""
        former = Topic.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        TopicRedirect.objects.filter(old_slug=self.slug).delete()
        if former and former != self.slug:
            TopicRedirect.objects.create(old_slug=former, topic=self)

    @property
    def url(self):
        return self.external_url or self.get_absolute_url()

    @property
    def color(self):
        """The colour class that goes with the art ("" is 石青, the colour of the page itself)."""
        return {"red": "cinna", "green": "jade", "ochre": "ochre"}.get(self.art, "")

    @property
    def banner_line(self):
        """The small line on a banner."""
        return self.short_subtitle or self.subtitle


class TopicRedirect(models.Model):
    """A directory name that a topic had. It points at the topic, so redirects never chain."""

    old_slug = models.SlugField(_("旧目录名"), max_length=60, unique=True)
    topic = models.ForeignKey(
        Topic, verbose_name=_("现专题"), on_delete=models.CASCADE, related_name="redirects"
    )

    class Meta:
        verbose_name = _("专题跳转")
        verbose_name_plural = _("专题跳转")
        ordering = ["old_slug"]

    def __str__(self):
        return f"{self.old_slug} → {self.topic.slug}"
