"""The rows of a topic's block as a small table: which columns each kind of block has."""

from dataclasses import dataclass

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from news.models import TopicBlock, TopicItem
from portal.urls_field import LinkField

KIND = TopicBlock.Kind


@dataclass(frozen=True)
class Column:
    """A column of the table; ``limit`` is the most characters it takes."""

    name: str
    label: str
    limit: int = 0
    required: bool = True
    lines: int = 1

    def field(self):
        """The form field; ``None`` for the picture, which the admin makes itself."""
        if self.name == "picture":
            return None
        if self.name == "url":
            return LinkField().formfield(label=self.label, required=self.required)
        size = {"rows": self.lines, "cols": 48} if self.lines > 1 else {"class": "vTextField"}
        widget = forms.Textarea(size) if self.lines > 1 else forms.TextInput(size)
        return forms.CharField(
            label=self.label, max_length=self.limit, required=self.required, widget=widget
        )


COLUMNS = {
    KIND.FACTS: (
        Column("term", _("数值（如 3126）"), 40),
        Column("unit", _("单位（如 台）"), 40, required=False),
        Column("text", _("说明（如 接入大型科研仪器）"), 40, required=False),
    ),
    KIND.QA: (Column("term", _("问题"), 200), Column("text", _("回答"), 1000, lines=3)),
    KIND.TIMELINE: (
        Column("term", _("时间（如 2026-11）"), 20),
        Column("text", _("事件"), 120),
    ),
    KIND.LINKS: (
        Column("term", _("文字"), 80),
        Column("url", _("网址，或者附件的下载地址")),
        Column("text", _("说明"), 60, required=False),
    ),
    KIND.GALLERY: (
        Column("picture", _("图片")),
        Column("text", _("图片下的文字（留空则用图片说明）"), 120, required=False),
        Column("url", _("点击打开（可不填）"), required=False),
    ),
}


class PictureSelect(AutocompleteSelect):
    """Django's looks its one choice up again for every row; this one is told what it is."""

    known = None

    def optgroups(self, name, value, attr=None):
        if self.known is None or [str(self.known.pk)] != [str(item) for item in value]:
            return super().optgroups(name, value, attr)
        option = self.create_option(name, self.known.pk, str(self.known), {str(self.known.pk)}, 0)
        return [(None, [option], 0)]


class ItemForm(forms.ModelForm):
    """A row; the columns of its kind are the class's own fields."""

    columns = ()

    class Meta:
        model = TopicItem
        fields = ["picture", "term", "unit", "text", "url", "position"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column in self.columns:
            if column.name in self.fields:
                self.fields[column.name].required = column.required
                self.fields[column.name].label = column.label
        if "picture" in self.fields and self.instance.picture_id:
            self.fields["picture"].widget.widget.known = self.instance.picture


class RowFormSet(forms.BaseInlineFormSet):
    """Names every field: in Django's table only the head of the column would say what it is."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for field in form.fields.values():
            field.widget.attrs["aria-label"] = field.label


class RowsOfABlock(admin.TabularInline):
    """No rights of its own: Django shows the rows read-only to whoever may not change the block."""

    model = TopicItem
    formset = RowFormSet
    view_on_site = False
    verbose_name = _("条目")
    verbose_name_plural = _("条目（按“顺序”从小到大排列，空行不保存）")
    classes = ["topic-rows"]

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_view_permission
    has_change_permission = has_view_permission
    has_delete_permission = has_view_permission


class ItemInline(RowsOfABlock):
    """Figures, questions, dates, links or pictures."""

    extra = 3
    max_num = 100

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("picture")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            kwargs["widget"] = PictureSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ChosenInline(RowsOfABlock):
    """The chosen articles; adding some is a field of the form, taking out and placing is here."""

    extra = 0
    max_num = 0
    fields = ["title", "published", "position"]
    readonly_fields = ["title", "published"]
    verbose_name_plural = _("指定的文章（填了“顺序”的从小到大排在前面，其余从新到旧）")

    def get_queryset(self, request):
        items = super().get_queryset(request).exclude(article=None).select_related("article")
        return items.order_by(*TopicItem._meta.ordering[:1], "-article__published_at", "-pk")

    @admin.display(description=_("文章"))
    def title(self, obj):
        note = "" if obj.article.is_public else _("（未公开，暂不显示）")
        url = obj.article.get_absolute_url()
        return format_html('<a href="{}">{}</a>{}', url, obj.article.title, note)

    @admin.display(description=_("发布时间"))
    def published(self, obj):
        return timezone.localtime(obj.article.published_at).strftime("%Y-%m-%d")


def _inline(kind):
    """The table for blocks of one kind."""
    columns = COLUMNS[kind]
    fields = {column.name: column.field() for column in columns if column.field()}
    form = type("ItemForm", (ItemForm,), {"columns": columns, **fields})
    names = [column.name for column in columns]
    return type("ItemInline", (ItemInline,), {"form": form, "fields": [*names, "position"]})


INLINES = {kind: _inline(kind) for kind in COLUMNS}
