"""The part of the article's staff pages that is about the catalogue."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.filing import catalogue_categories
from disclosure.models import CatalogueCategory, CatalogueEntry
from disclosure.services.catalogue import NoNumber, enter
from news.admin.extras import register_action, register_inline


def _choices_of_categories():
    return [("", "---------"), *catalogue_categories().choices()]


def _category(pk):
    """The category of that number; ``ValueError`` for what was never offered."""
    if catalogue_categories().get(int(pk)) is None:
        raise ValueError(pk)
    return CatalogueCategory.objects.get(pk=pk)


class CatalogueEntryForm(forms.ModelForm):
    """One entry; an article without any is entered by ticking the box."""

    category = forms.TypedChoiceField(
        label=_("目录分类"),
        required=False,
        choices=_choices_of_categories,
        coerce=_category,
        empty_value=None,
        help_text=_("分类由管理员在“目录分类”中维护。"),
    )

    class Meta:
        model = CatalogueEntry
        fields = [
            *("is_listed", "category", "genre", "way", "abstract", "formed_on"),
            *("requests_answered", "request_note"),
        ]
        widgets = {"abstract": forms.Textarea({"rows": 3, "class": "vLargeTextField"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.initial["is_listed"] = False


@register_inline
class CatalogueEntryInline(admin.StackedInline):
    """Rights follow the article. No entry is deleted: its number must not be given again."""

    model = CatalogueEntry
    form = CatalogueEntryForm
    extra = 1
    can_delete = False
    view_on_site = False
    classes = ["collapse"]
    readonly_fields = ["number"]
    fields = [
        *("is_listed", "number", ("category", "genre"), ("way", "formed_on"), "abstract"),
        ("requests_answered", "request_note"),
    ]
    verbose_name = _("信息公开目录")
    verbose_name_plural = _("信息公开目录（列入后自动编制索引号）")

    @admin.display(description=_("索引号"))
    def number(self, obj):
        return obj.index_number or _("（发布后自动编制，编制后不再变更）")

    def _may_change(self, request, obj):
        return obj is None or self.admin_site._registry[type(obj)].has_change_permission(
            request, obj
        )

    def has_add_permission(self, request, obj=None):
        return self._may_change(request, obj)

    def has_change_permission(self, request, obj=None):
        return self._may_change(request, obj)

    def has_view_permission(self, request, obj=None):
        return True


@register_action
@admin.action(description=_("编入目录并编制索引号"), permissions=["publish"])
def enter_in_catalogue(modeladmin, request, queryset):
    """The articles of the selection, oldest first, so that numbers follow the days."""
    done = 0
    for article in queryset.order_by("published_at", "pk"):
        try:
            enter(article, request.user)
        except PermissionDenied as error:
            messages.error(request, str(error))
        except NoNumber as error:
            messages.warning(request, error.messages[0])
        else:
            done += 1
            modeladmin.log_change(request, article, _t("编入信息公开目录"))
    if done:
        messages.success(request, _t("已编入 %(count)s 篇文章。") % {"count": done})
