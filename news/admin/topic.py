"""专题."""

from functools import partial

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from navigation.models import Section
from navigation.models.section import validate_slug
from navigation.permissions import (
    editable_section_ids,
    publishable_section_ids,
    rights_of,
)
from navigation.tree import get_tree
from news.admin.fields import ColourField, SectionField
from news.models import Topic
from news.services import topics
from portal.admin.base import LeadsToPage, PositionedAdmin


class TopicForm(forms.ModelForm):
    section = SectionField(queryset=None, label=_("所属栏目"))
    # Stricter than a model's slug field: addresses hold neither capitals nor underscores.
    slug = forms.CharField(
        max_length=60,
        label=_("目录名"),
        validators=[validate_slug],
        help_text=_("网址中的一段，用小写字母、数字和连字符，如 kaifang-gongxiang。"),
    )
    accent = ColourField(
        label=_("自选颜色"),
        help_text=_(
            "勾选后，专题页的标题线、数字、大事记和山水图改用这种颜色；"
            "系统按明暗界面自动调深或调浅，保证看得清。首页和专题列表的横幅仍用主色或横幅图片。"
        ),
    )
    user = None

    class Meta:
        model = Topic
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets name the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("year", timezone.localdate().year)
        if self.instance._state.adding and "is_visible" in self.fields:
            self.initial["is_visible"] = False
            self.fields["is_visible"].help_text = _("先不公开：安排好板块、看过预览再勾选。")
        if "section" in self.fields:
            self.fields["section"].queryset = Section.objects.filter(
                kind="topics", pk__in=publishable_section_ids(self.user)
            )


class TopicRowForm(forms.ModelForm):
    """A row of the list: whoever may not publish there sees it and changes nothing."""

    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.section_id not in publishable_section_ids(self.user):
            for field in self.fields.values():
                field.disabled = True


@admin.register(Topic)
class TopicAdmin(LeadsToPage, PositionedAdmin):
    """A topic is public as soon as it is shown, so it takes the right to publish in its section."""

    form = TopicForm
    autocomplete_fields = ["banner"]
    list_display = [
        *("title", "blocks", "year", "section", "show_on_home", "is_visible", "position", "public")
    ]
    list_editable = ["show_on_home", "is_visible", "position"]
    list_filter = ["year", "is_visible", "show_on_home"]
    list_select_related = ["section"]
    search_fields = ["title", "subtitle"]
    change_form_template = "admin/news/topic/change_form.html"
    fieldsets = [
        (None, {"fields": ["title", "subtitle", "short_subtitle", ("section", "year"), "slug"]}),
        (_("外观"), {"fields": ["art", "accent", "banner"]}),
        (_("内容"), {"fields": ["intro"]}),
        (_("显示"), {"fields": [("is_visible", "show_on_home", "position"), "external_url"]}),
    ]

    class Media:
        css = {"all": ["admin-news/article.css"]}

    def view_on_site(self, obj):
        return obj.url

    page_of = view_on_site

    def page_label(self, obj):
        return _("查看网页") if obj.is_visible else _("预览")

    def said_of(self, obj, message):
        if obj.is_visible:
            return message
        return _("专题“%s”已保存，还没有公开，只有工作人员能预览。") % obj.title

    def get_queryset(self, request):
        ids = editable_section_ids(request.user)
        found = super().get_queryset(request).filter(section_id__in=ids)
        if request.resolver_match and request.resolver_match.url_name == "news_topic_changelist":
            found = found.annotate(block_count=Count("blocks"))
        return found

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_changelist_form(self, request, **kwargs):
        row = type("TopicRowForm", (TopicRowForm,), {"user": request.user})
        return super().get_changelist_form(request, form=row, **kwargs)

    @admin.display(description=_("板块"))
    def blocks(self, obj):
        return format_html('<a href="{}">{}</a>', blocks_address(obj), _("%s 个") % obj.block_count)

    @admin.display(description=_("网页"))
    def public(self, obj):
        label = _("查看") if obj.is_visible else _("预览")
        return format_html('<a href="{}">{}</a>', obj.url, label)

    def response_post_save_add(self, request, obj):
        """A new topic needs its blocks next."""
        return HttpResponseRedirect(blocks_address(obj))

    def render_change_form(self, request, context, *args, **kwargs):
        obj = kwargs.get("obj")
        context["blocks_address"] = blocks_address(obj) if obj else ""
        return super().render_change_form(request, context, *args, **kwargs)

    # --- Archiving --------------------------------------------------------------------------------
    def get_actions(self, request):
        """Besides Django's: one action for each archive the user may file topics in."""
        actions = super().get_actions(request)
        mine = publishable_section_ids(request.user)
        for node in get_tree().by_id.values():
            if actions and node.kind == "topics" and node.id in mine:
                name = f"archive-{node.id}"
                step = partial(archive, node=node)
                actions[name] = (step, name, _("归档到“%s”") % node.title)
        return actions

    # --- Rights -----------------------------------------------------------------------------------
    def has_module_permission(self, request):
        return rights_of(request.user).any

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return rights_of(request.user).any
        return obj.section_id in editable_section_ids(request.user)

    def has_add_permission(self, request):
        return bool(publishable_section_ids(request.user))

    def has_change_permission(self, request, obj=None):
        ids = publishable_section_ids(request.user)
        return bool(ids) if obj is None else obj.section_id in ids

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


def blocks_address(topic):
    """Where the blocks of ``topic`` are arranged."""
    return f"{reverse('admin:news_topicblock_changelist')}?topic={topic.pk}"


def archive(model_admin, request, queryset, *, node):
    """Admin action: file the chosen topics in the archive ``node``."""
    done = 0
    for topic in queryset.exclude(section_id=node.id):
        try:
            topics.archive(topic, node.id, request.user)
        except PermissionDenied:
            messages.error(request, _("您不能移动“%s”：需要在原栏目有发布权。") % topic)
            continue
        model_admin.log_change(request, topic, str(_("归档到“%s”") % node.title))
        done += 1
    if done:
        text = _("已归档 %(count)s 个专题到“%(name)s”，原网址自动跳转。")
        messages.success(request, text % {"count": done, "name": node.title})
