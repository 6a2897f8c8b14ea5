"""主题分类: two levels, the second edited on the page of the first."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from navigation.permissions import manages_everything
from news.models import DocumentCategory
from portal.admin.base import PositionedAdmin


class KeptByManagers:
    """Whoever manages the whole tree keeps the categories too; others by Django's permissions."""

    def has_module_permission(self, request):
        return manages_everything(request.user) or super().has_module_permission(request)

    def has_view_permission(self, request, obj=None):
        return manages_everything(request.user) or super().has_view_permission(request, obj)

    def has_add_permission(self, request, *args):
        return manages_everything(request.user) or super().has_add_permission(request, *args)

    def has_change_permission(self, request, obj=None):
        return manages_everything(request.user) or super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return manages_everything(request.user) or super().has_delete_permission(request, obj)


class SubcategoryInline(KeptByManagers, admin.TabularInline):
    model = DocumentCategory
    fields = ["name", "position"]
    extra = 2
    verbose_name = _("下级分类")
    verbose_name_plural = _("下级分类")


class TopCategoryForm(forms.ModelForm):
    """The constraint on names of the upper level depends on ``parent``, which is no field here."""

    class Meta:
        model = DocumentCategory
        fields = ["name", "position"]

    def clean_name(self):
        name = self.cleaned_data["name"]
        twins = self._meta.model.objects.filter(parent=None, name=name)
        if twins.exclude(pk=self.instance.pk).exists():
            raise ValidationError(_("已有同名的分类。"), code="unique")
        return name


@admin.register(DocumentCategory)
class DocumentCategoryAdmin(KeptByManagers, PositionedAdmin):
    form = TopCategoryForm
    inlines = [SubcategoryInline]
    fields = ["name", "position"]
    list_display = ["name", "below", "position"]

    def get_queryset(self, request):
        return super().get_queryset(request).filter(parent=None).prefetch_related("children")

    @admin.display(description=_("下级分类"))
    def below(self, obj):
        return "、".join(child.name for child in obj.children.all()) or "—"

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        renumber(form.instance)


def renumber(category):
    """Positions 10, 20, … for what is below ``category``, those without a place last."""
    # Asked anew: the list prefetched the children before they were saved.
    below = type(category).objects.filter(parent=category)
    rows = sorted(below, key=lambda row: (not row.position, row.position, row.pk))
    for number, row in enumerate(rows, start=1):
        if row.position != number * 10:
            row.position = number * 10
            row.save(update_fields=["position"])
