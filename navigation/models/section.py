"""One section (栏目) of the site."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from mptt.models import MPTTModel, TreeForeignKey

from navigation import kinds, locks
from navigation.managers import SectionManager
from portal.urls_field import LinkField

validate_slug = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*$", _("只能使用小写字母、数字和连字符，如 kjcx。"), "invalid_slug"
)


class Section(MPTTModel):
    """A node of the section tree.

    ``parent`` and ``position`` are the truth; MPTT's columns and ``path`` are derived from them and
    can be rebuilt (``manage.py check_sections --fix``). Write only through
    ``navigation.services``, which takes the tree lock before it loads a row.
    """

    class Color(models.TextChoices):
        AZURE = "azure", _("石青（默认）")
        JADE = "jade", _("石绿（科研、公开）")
        CINNA = "cinna", _("朱砂（党建）")
        OCHRE = "ochre", _("赭石")

    parent = TreeForeignKey(
        "self",
        verbose_name=_("上级栏目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    position = models.PositiveIntegerField(_("顺序"), default=0)
    title = models.CharField(_("栏目名称"), max_length=40)
    short_title = models.CharField(
        _("菜单名称"),
        max_length=20,
        blank=True,
        help_text=_("菜单里放不下全名时填写，留空则用栏目名称。"),
    )
    slug = models.CharField(
        _("目录名"),
        max_length=40,
        validators=[validate_slug],
        help_text=_("网址中的一段，建议用拼音首字母，如“科技创新”用 kjcx。修改后旧网址自动跳转。"),
    )
    path = models.CharField(_("路径"), max_length=255, unique=True, editable=False)
    kind = models.CharField(_("类型"), max_length=30, default="list", choices=kinds.choices)
    link_url = LinkField(
        _("链接地址"), blank=True, help_text=_("类型为“链接”时填写；也可以改选下面的栏目。")
    )
    link_section = TreeForeignKey(
        "self",
        verbose_name=_("链接到栏目"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="linked_from",
    )
    new_window = models.BooleanField(_("新窗口打开"), default=False)
    description = models.CharField(
        _("栏目简介"), max_length=200, blank=True, help_text=_("用于搜索引擎摘要和网页标签。")
    )
    keywords = models.CharField(
        _("栏目关键词"),
        max_length=200,
        blank=True,
        help_text=_("用逗号分隔，三到六个，写入网页标签；留空则用栏目名称和上级栏目名称。"),
    )
    category = models.CharField(
        _("栏目类别"),
        max_length=60,
        blank=True,
        help_text=_("如“政务动态”“政策文件”，写入网页标签；留空则随上级栏目。"),
    )
    intro = models.TextField(_("导语"), blank=True, help_text=_("显示在列表上方的一小段文字。"))
    color = models.CharField(
        _("颜色"), max_length=6, choices=Color, blank=True, help_text=_("留空则随上级栏目。")
    )
    page_size = models.PositiveSmallIntegerField(
        _("每页条数"), default=20, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    update_days = models.PositiveSmallIntegerField(
        _("更新周期（天）"),
        null=True,
        blank=True,
        help_text=_(
            "超过这些天没有新内容时，工作台给出提醒；动态类常用14，公告与政策类常用180。留空则不提醒。"
        ),
    )
    is_active = models.BooleanField(
        _("启用"), default=True, help_text=_("停用后，本栏目及下级栏目都不能访问。")
    )
    show_in_top = models.BooleanField(_("顶部菜单"), default=True)
    show_in_side = models.BooleanField(_("侧边菜单"), default=True)
    show_in_mobile = models.BooleanField(_("手机菜单与网站地图"), default=True)
    top_order = models.PositiveIntegerField(
        _("顶部菜单顺序"), null=True, blank=True, help_text=_("填1排在最前，留空则按栏目顺序。")
    )
    side_order = models.PositiveIntegerField(
        _("侧边菜单顺序"), null=True, blank=True, help_text=_("填1排在最前，留空则按栏目顺序。")
    )
    mobile_order = models.PositiveIntegerField(
        _("手机菜单顺序"), null=True, blank=True, help_text=_("填1排在最前，留空则按栏目顺序。")
    )
    created_at = models.DateTimeField(_("创建时间"), auto_now_add=True)
    updated_at = models.DateTimeField(_("更新时间"), auto_now=True)

    objects = SectionManager()

    class Meta:
        verbose_name = _("栏目")
        verbose_name_plural = _("栏目")
        # django-mptt adds its index to this list only when the list exists.
        # (parent, slug) is unique because ``path`` is.
        indexes = []
        permissions = [
            ("manage_tree", _("管理全部栏目，并在其中撰写和发布")),
            ("publish_everywhere", _("在全部栏目撰写和发布")),
            ("write_everywhere", _("在全部栏目撰写和送审")),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return f"/{self.path}/"

    def save(self, *args, **kwargs):
        self._refuse_unlocked("save")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        self._refuse_unlocked("delete")
        return super().delete(*args, **kwargs)

    def _refuse_unlocked(self, verb):
        """A tree write without the lock corrupts the tree sooner or later; fail now instead."""
        if not locks.is_held():
            raise RuntimeError(
                f"Section.{verb}() outside tree_lock(): use the verbs in navigation.services."
            )
