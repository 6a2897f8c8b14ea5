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
from news.admin.article_fieldsets import FIELDSETS, READ_FIELDSETS, has_details, open_details
from news.admin.article_form import ArticleForm
from news.admin.article_saved import ArticleSavedMixin, said_of, state_of
from news.admin.attachments import AttachmentInline, renumber
from news.admin.filters import DocumentFilter, SectionFilter, SourceFilter, StateFilter
from news.admin.history import ArticleHistoryMixin
from news.models import Article
from news.rights import may_delete, may_edit, may_read, readable_articles
from news.services import workflow
from news.services.placements import place
from portal.admin.base import StoresFiles, thumbnail
from portal.models import Picture
from portal.pictures import create_picture

VERBS = {
    "publish": (workflow.publish, _("已发布 %(count)s 篇文章。")),
    "withdraw": (workflow.withdraw, _("已撤回 %(count)s 篇文章。")),
    "submit": (workflow.submit, _("已送审 %(count)s 篇文章。")),
    "send_back": (workflow.send_back, _("已退回 %(count)s 篇文章。")),
}


@admin.register(Article)
class ArticleAdmin(ArticleHistoryMixin, ArticleSavedMixin, StoresFiles):
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
        js = ["admin-news/article.js", "admin-news/keep.js"]

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
            "view": _("保存并查看网页") if obj and obj.is_public else _("保存并预览"),
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
        done = []
        for article in queryset:
            try:
                step(article, request.user)
            except PermissionDenied as error:
                messages.error(request, str(error))
            except ValidationError as error:
                messages.warning(request, error.messages[0])
            else:
                done.append(article)
                self.log_change(request, article, str(message % {"count": 1}))
        if done:
            messages.success(request, message % {"count": len(done)})
        for article in [row for row in done if state_of(row)[0] == "scheduled"]:
            messages.warning(request, said_of(article))

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
