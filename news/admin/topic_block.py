"""专题板块: what stands on a topic page, in which order."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from navigation.models import Section
from navigation.permissions import editable_section_ids, publishable_section_ids, rights_of
from news.admin.arrange import ARRANGING, ArrangedAdmin
from news.admin.fields import SectionField, sections_for
from news.admin.topic_items import INLINES, ChosenInline
from news.models import Article, Topic, TopicBlock, TopicItem
from news.models.topic_block import ARTICLE_KINDS
from news.pages import whole_number
from news.rights import readable_articles
from news.services import blocks
from news.services.topics import MAX_CHOSEN, choose, renumber

KIND = TopicBlock.Kind
LABELS = dict(KIND.choices)
ABOUT = {
    KIND.NEWS: _("左边一张大图，右边一列标题"),
    KIND.CARDS: _("每篇一张图、标题和摘要"),
    KIND.LIST: _("标题和日期，不带图"),
    KIND.GALLERY: _("图片库里的一组图片"),
    KIND.FACTS: _("大号数字和说明"),
    KIND.QA: _("问题，点开看回答"),
    KIND.TIMELINE: _("按时间排列的事件"),
    KIND.TEXT: _("自由排版的文字和图片"),
    KIND.LINKS: _("文件、其他页面的链接"),
}
COUNTS = {KIND.NEWS: 11, KIND.CARDS: 4, KIND.LIST: 8}


class TopicBlockForm(forms.ModelForm):
    section = SectionField(
        queryset=None,
        required=False,
        label=_("取自栏目"),
        help_text=_("自动显示该栏目的最新文章；要自己挑选文章，请留空。"),
    )
    chosen = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        label=_("添加文章"),
        help_text=_("输入标题里的字查找，可以选多篇。保存后在下面排顺序、移除。"),
    )
    user = None
    topic = None
    kind = ""

    class Meta:
        model = TopicBlock
        fields = "__all__"  # noqa: DJ007 - the admin's fieldsets name the fields

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk:
            self.instance.topic, self.instance.kind = self.topic, self.kind
            self.initial.setdefault("count", COUNTS.get(self.kind))
        if self.instance.kind not in ARTICLE_KINDS:
            del self.fields["section"], self.fields["chosen"]
            return
        if "kind" in self.fields:
            self.fields["kind"].choices = [(kind, LABELS[kind]) for kind in ARTICLE_KINDS]
        # A block only shows what is public anyway, so any section may be named.
        everything = Section.objects.values_list("pk", flat=True)
        self.fields["section"].queryset = sections_for(everything)
        public = Article.objects.published()
        self.fields["chosen"].queryset = public | readable_articles(self.user)

    def clean(self):
        data = super().clean()
        if self.instance.kind in ARTICLE_KINDS:
            self._check_articles(data)
        if self.instance.kind == KIND.TEXT and not data.get("body", "").strip():
            self.add_error("body", _("请填写内容。"))
        return data

    def _check_articles(self, data):
        chosen, section = data.get("chosen") or [], data.get("section")
        held = self.instance.items.count() if self.instance.pk else 0
        if section and chosen:
            self.add_error("chosen", _("已选择栏目，文章会自动更新；要自己挑选，请把栏目留空。"))
        if not (section or chosen or held or {"section", "chosen"} & self.errors.keys()):
            self.add_error("chosen", _("请添加文章，或者选择一个栏目。"))
        if held + len(chosen) > MAX_CHOSEN:
            text = _("一个板块最多指定 %(max)s 篇文章，更多时请改为取自栏目。")
            self.add_error("chosen", text % {"max": MAX_CHOSEN})
        count = data.get("count")
        if count is not None and not 1 <= count <= blocks.MAX_COUNT:
            self.add_error("count", _("条数应在 1 到 %(max)s 之间。") % {"max": blocks.MAX_COUNT})


@admin.register(TopicBlock)
class TopicBlockAdmin(ArrangedAdmin):
    """The blocks of one topic (``?topic=``); the rights are those over the topic."""

    form = TopicBlockForm
    list_display = ["block_name", "kind", "width", "source_name", "in_anchors", *ARRANGING]
    list_display_links = ["block_name"]
    view_on_site = False
    change_list_template = "admin/news/topicblock/change_list.html"
    change_form_template = "admin/news/topicblock/change_form.html"

    class Media:
        css = {"all": ["admin-news/article.css"]}

    # --- Which topic ----------------------------------------------------------------------------
    def topic_asked(self, request):
        """The topic named in the address, as far as the user may see it; one query a request."""
        if not hasattr(request, "topic_asked"):
            topics = Topic.objects.filter(section_id__in=editable_section_ids(request.user))
            pk = whole_number(request.GET.get("topic"))
            request.topic_asked = topics.filter(pk=pk).first() if pk else None
        return request.topic_asked

    def get_queryset(self, request):
        ids = editable_section_ids(request.user)
        found = super().get_queryset(request).filter(topic__section_id__in=ids)
        return found.select_related("topic", "section").annotate(rows=Count("items"))

    def list_address(self, pk):
        found = TopicBlock.objects.filter(pk=pk).values_list("topic_id", flat=True).first()
        return self.address_of(found) if found else reverse("admin:news_topic_changelist")

    @staticmethod
    def address_of(topic_id):
        return f"{reverse('admin:news_topicblock_changelist')}?topic={topic_id}"

    def rows_in_order_with(self, obj):
        return obj.topic.blocks.all()

    def rows_beside(self, request, pk):
        block = TopicBlock.objects.select_related("topic").filter(pk=pk).first()
        if block is None or not self.has_change_permission(request, block):
            raise PermissionDenied
        return block.topic.blocks.all()

    # --- Rights ---------------------------------------------------------------------------------
    def has_module_permission(self, request):
        return False  # reached from its topic, not from the menu

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return rights_of(request.user).any
        return obj.topic.section_id in editable_section_ids(request.user)

    def _may_publish(self, request, topic):
        ids = publishable_section_ids(request.user)
        return bool(ids) if topic is None else topic.section_id in ids

    def has_add_permission(self, request):
        return self._may_publish(request, self.topic_asked(request))

    may_arrange = has_add_permission

    def has_change_permission(self, request, obj=None):
        return self._may_publish(request, obj.topic if obj else None)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    # --- The list -------------------------------------------------------------------------------
    @admin.display(description=_("内容"))
    def source_name(self, obj):
        if obj.kind == KIND.TEXT:
            return "—"
        return str(obj.section) if obj.section else _("%(count)s 条") % {"count": obj.rows}

    def changelist_view(self, request, extra_context=None):
        topic = self.topic_asked(request)
        if topic is None and self.has_view_permission(request):
            return HttpResponseRedirect(reverse("admin:news_topic_changelist"))
        kinds = [{"name": k, "label": v, "about": ABOUT[k]} for k, v in KIND.choices]
        context = {"topic": topic, "kinds": kinds, "title": _("“%s”的板块") % topic}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    # --- The form -------------------------------------------------------------------------------
    def add_view(self, request, form_url="", extra_context=None):
        topic, kind = self.topic_asked(request), request.GET.get("kind")
        if self.has_add_permission(request) and (topic is None or kind not in LABELS):
            return HttpResponseRedirect(
                self.address_of(topic.pk) if topic else self.list_address(0)
            )
        return super().add_view(request, form_url, extra_context)

    @staticmethod
    def _kind(request, obj):
        return obj.kind if obj else request.GET.get("kind")

    def get_inlines(self, request, obj):
        kind = self._kind(request, obj)
        if kind in ARTICLE_KINDS:
            return [ChosenInline] if obj and not obj.section_id else []
        return [INLINES[kind]] if kind in INLINES else []

    def get_fieldsets(self, request, obj=None):
        kind = self._kind(request, obj)
        content = {KIND.TEXT: ["body"], KIND.FACTS: ["note"]}.get(kind, [])
        if kind in ARTICLE_KINDS:
            may = self.has_change_permission(request, obj)
            content = ["kind", "section", *(["chosen"] if may else []), "count"]
        return [
            (None, {"fields": ["title", *content]}),
            (_("显示"), {"fields": [("width", "is_visible", "in_anchors")]}),
        ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user, form.topic, form.kind = request.user, self.topic_asked(request), ""
        form.kind = self._kind(request, obj)
        if "chosen" in form.base_fields:
            widget = AutocompleteSelectMultiple(
                TopicItem._meta.get_field("article"), self.admin_site
            )
            form.base_fields["chosen"].widget = widget
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        obj = kwargs.get("obj")
        topic = obj.topic if obj else self.topic_asked(request)
        kind = self._kind(request, obj)
        context |= {
            "topic": topic,
            "blocks_address": self.address_of(topic.pk),
            "show_save_and_add_another": False,
            "subtitle": None,
            "title": _("%(kind)s板块：%(about)s") % {"kind": LABELS[kind], "about": ABOUT[kind]},
        }
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if form.instance.kind in ARTICLE_KINDS:
            choose(form.instance, form.cleaned_data.get("chosen") or [])
        else:
            renumber(form.instance)

    # --- Afterwards: back to the topic's blocks ---------------------------------------------------
    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(self.address_of(obj.topic_id))

    response_post_save_change = response_post_save_add

    def delete_model(self, request, obj):
        request.topic_id = obj.topic_id
        super().delete_model(request, obj)

    def response_delete(self, request, obj_display, obj_id):
        super().response_delete(request, obj_display, obj_id)
        return HttpResponseRedirect(self.address_of(request.topic_id))
