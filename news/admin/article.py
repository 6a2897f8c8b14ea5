"""文章: the page on which a communications officer spends the day."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from navigation.permissions import publishable_section_ids, rights_of
from navigation.tree import get_tree
from news.admin import extras
from news.admin.article_form import ArticleForm
from news.admin.attachments import AttachmentInline, renumber
from news.admin.filters import DocumentFilter, SectionFilter, SourceFilter, StateFilter
from news.admin.history import ArticleHistoryMixin
from news.models import Article
from news.rights import may_delete, may_edit, may_read, readable_articles
from news.section_kinds import library_section_ids
from news.services import workflow
from news.services.placements import place
from portal.admin.base import StoresFiles, thumbnail
from portal.models import Picture
from portal.pictures import create_picture

FIELDSETS = [
    (
        None,
        {"fields": ["title", ("kicker", "subtitle"), "section", ("source", "author", "editor")]},
    ),
    (_("正文"), {"fields": ["body", "summary", "keywords"]}),
    (
        _("文件信息：发文字号、发文机关、成文日期、有效性、解读（政策文件填写）"),
        {
            "classes": ["collapse", "document-details"],
            "fields": [
                "issuer",
                ("doc_number", "written_on"),
                ("category", "validity"),
                "superseded_by",
                "ends_on",
                "explanations",
            ],
        },
    ),
    (_("封面图"), {"fields": ["cover_preview", "cover", "cover_upload"]}),
    (_("发布"), {"fields": ["status", "published_at", "version"]}),
    (
        _("更多：短标题、其他栏目、外部链接、解读的文件"),
        {
            "classes": ["collapse"],
            "fields": ["short_title", "also_in", "external_url", "explains"],
        },
    ),
    (
        _("头条、轮播、置顶与下线"),
        {
            "classes": ["collapse"],
            "fields": [
                "headline_until",
                "headline_links",
                "featured_until",
                "sticky_until",
                "expires_at",
            ],
        },
    ),
]
# For those who may look at an article but not change it.
READ_FIELDSETS = [
    (None, {"fields": ["title", "kicker", "subtitle", "section", "source", "author", "editor"]}),
    (_("正文"), {"fields": ["body", "summary", "keywords", "doc_number", "cover_preview"]}),
    (_("发布"), {"fields": ["status", "published_at", "expires_at"]}),
]
VERBS = {
    "publish": (workflow.publish, _("已发布 %(count)s 篇文章。")),
    "withdraw": (workflow.withdraw, _("已撤回 %(count)s 篇文章。")),
    "submit": (workflow.submit, _("已送审 %(count)s 篇文章。")),
    "send_back": (workflow.send_back, _("已退回 %(count)s 篇文章。")),
}


@admin.register(Article)
class ArticleAdmin(ArticleHistoryMixin, StoresFiles):
    form = ArticleForm
    inlines = [AttachmentInline]
    autocomplete_fields = ["source", "cover"]
    readonly_fields = ["cover_preview"]
    list_display = ["list_title", "badge", "section_path", "published", "marks", "public_link"]
    list_display_links = ["list_title"]
    list_filter = [
        StateFilter,
        SectionFilter,
        ("published_at", admin.DateFieldListFilter),
        DocumentFilter,
        SourceFilter,
    ]
    list_per_page = 50
    list_select_related = ["source"]
    show_full_result_count = False
    # Counting every filter's articles is slow on a large site and tells an editor little.
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["title", "short_title", "doc_number"]
    search_help_text = _("按标题或发文字号查找")
    ordering = ["-published_at", "-pk"]
    save_on_top = True
    view_on_site = False
    change_form_template = "admin/news/article/change_form.html"

    class Media:
        css = {"all": ["admin-news/article.css"]}
        js = ["admin-news/article.js"]

    @property
    def actions(self):
        return ["publish", "submit", "send_back", "withdraw", *extras.actions()]

    # --- Rights: one row at a time --------------------------------------------------------------
    def get_queryset(self, request):
        allowed = readable_articles(request.user)
        return allowed.defer("body").order_by(*self.ordering)

    def has_module_permission(self, request):
        return rights_of(request.user).any

    def has_add_permission(self, request):
        return rights_of(request.user).any

    def has_view_permission(self, request, obj=None):
        return rights_of(request.user).any if obj is None else may_read(request.user, obj)

    def has_change_permission(self, request, obj=None):
        return rights_of(request.user).any if obj is None else may_edit(request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return rights_of(request.user).any if obj is None else may_delete(request.user, obj)

    def has_publish_permission(self, request):
        return bool(publishable_section_ids(request.user))

    # --- The list -------------------------------------------------------------------------------
    @admin.display(description=_("标题"), ordering="title")
    def list_title(self, obj):
        return obj.title

    @admin.display(description=_("状态"), ordering="status")
    def badge(self, obj):
        name, label = state_of(obj)
        return format_html('<span class="state state-{}">{}</span>', name, label)

    @admin.display(description=_("栏目"), ordering="section")
    def section_path(self, obj):
        node = get_tree().get(obj.section_id)
        return " › ".join(n.title for n in node.ancestors) if node else _("（已停用）")

    @admin.display(description=_("发布时间"), ordering="published_at")
    def published(self, obj):
        return timezone.localtime(obj.published_at).strftime("%Y-%m-%d %H:%M")

    @admin.display(description=_("标记"))
    def marks(self, obj):
        now = timezone.now()
        labels = {
            "headline_until": _("头条"),
            "featured_until": _("轮播"),
            "sticky_until": _("置顶"),
        }
        shown = [
            (str(label),) for name, label in labels.items() if (getattr(obj, name) or now) > now
        ]
        return format_html_join(" ", '<span class="mark">{}</span>', shown)

    @admin.display(description=_("网页"))
    def public_link(self, obj):
        label = _("查看") if obj.is_public else _("预览")
        return format_html('<a href="{}">{}</a>', obj.get_absolute_url(), label)

    # --- The form -------------------------------------------------------------------------------
    def get_fieldsets(self, request, obj=None):
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        if not may:
            return READ_FIELDSETS
        return open_details(FIELDSETS) if has_details(obj) else FIELDSETS

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_inlines(self, request, obj):
        return [*self.inlines, *extras.inlines()]

    def render_change_form(self, request, context, *args, **kwargs):
        obj = kwargs.get("obj")
        context["offer"] = {
            "publish": self.has_publish_permission(request)
            and (obj is None or obj.status != Article.Status.PUBLISHED),
            "submit": not self.has_publish_permission(request),
        }
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("当前封面"))
    def cover_preview(self, obj):
        return thumbnail(obj.cover, width=240) if obj and obj.cover_id else _("（没有封面）")

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        upload = form.cleaned_data.get("cover_upload")
        if upload:
            obj.cover = create_picture(
                upload, title=obj.title, shape=Picture.Shape.WIDE, user=request.user
            )
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        place(form.instance, form.section_ids)
        form.save_document()
        renumber(form.instance)
        self._warn_of_same_title(request, form.instance)

    def _warn_of_same_title(self, request, article):
        # A draft in sections of others is none of their business, its title included.
        known = Article.objects.published() | readable_articles(request.user)
        twin = known.filter(title=article.title).exclude(pk=article.pk).first()
        if twin:
            messages.warning(
                request,
                format_html(
                    _t('已有一篇同名文章：<a href="{}">{}</a>（{}）。如不是重复发稿，可以不理会。'),
                    twin.get_absolute_url()
                    if twin.is_public
                    else reverse("admin:news_article_change", args=[twin.pk]),
                    twin.title,
                    timezone.localtime(twin.published_at).strftime("%Y-%m-%d"),
                ),
            )

    # --- 发布, 送审, 退回, 撤回 --------------------------------------------------------------------
    def _run(self, request, queryset, verb):
        step, message = VERBS[verb]
        done = 0
        for article in queryset:
            try:
                step(article, request.user)
            except PermissionDenied as error:
                messages.error(request, str(error))
            except ValidationError as error:
                messages.warning(request, error.messages[0])
            else:
                done += 1
                self.log_change(request, article, str(message % {"count": 1}))
        if done:
            messages.success(request, message % {"count": done})

    @admin.action(description=_("发布所选文章"), permissions=["publish"])
    def publish(self, request, queryset):
        self._run(request, queryset, "publish")

    @admin.action(description=_("撤回所选文章"), permissions=["publish"])
    def withdraw(self, request, queryset):
        self._run(request, queryset, "withdraw")

    @admin.action(description=_("送审所选文章"), permissions=["change"])
    def submit(self, request, queryset):
        self._run(request, queryset, "submit")

    @admin.action(description=_("退回所选文章"), permissions=["publish"])
    def send_back(self, request, queryset):
        self._run(request, queryset, "send_back")

    def get_urls(self):
        return [
            path(
                "<int:pk>/history/<int:version>/",
                self.admin_site.admin_view(self.version_view),
                name="news_article_version",
            ),
            *super().get_urls(),
        ]


def has_details(article) -> bool:
    """Whether the form should show 文件信息 at once."""
    if article is None:
        return False
    ids = library_section_ids()
    return bool(article.doc_number) or article.section_id in ids or hasattr(article, "document")


def open_details(fieldsets):
    """The same fieldsets with 文件信息 not collapsed."""
    return [
        (name, {**options, "classes": ["document-details"]})
        if "document-details" in options.get("classes", ())
        else (name, options)
        for name, options in fieldsets
    ]


def state_of(article) -> tuple[str, str]:
    """What the public sees of an article: a name for the stylesheet and words for staff."""
    if article.status != Article.Status.PUBLISHED:
        return article.status, article.get_status_display()
    now = timezone.now()
    if article.published_at > now:
        return "scheduled", _("定时")
    if article.expires_at and article.expires_at <= now:
        return "expired", _("已下线")
    return "public", _("已发布")
