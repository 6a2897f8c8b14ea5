"""目录分类 and 信息公开目录设置."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure.catalogue.numbers import is_organisation_code
from disclosure.catalogue.presets import PRESETS, load_preset
from disclosure.models import CatalogueCategory, CatalogueSettings
from navigation.models import Section
from news.admin.categories import (
    DocumentCategoryAdmin,
    KeptByManagers,
    SubcategoryInline,
    TopCategoryForm,
)
from news.admin.fields import SectionField, SectionsField, content_kinds
from portal.admin.base import ChoosesOnly, SingletonAdmin

FIELDS = ["name", "code", "position", "sections"]


class CatalogueSubcategoryInline(SubcategoryInline):
    model = CatalogueCategory
    fields = ["name", "code", "position", "sections"]
    extra = 1

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return _sections_field(db_field)


def _sections_field(db_field):
    return SectionsField(
        queryset=Section.objects.filter(kind__in=content_kinds()),
        required=False,
        label=db_field.verbose_name,
        help_text=db_field.help_text,
    )


class CatalogueCategoryForm(TopCategoryForm):
    class Meta:
        model = CatalogueCategory
        fields = FIELDS


@admin.register(CatalogueCategory)
class CatalogueCategoryAdmin(DocumentCategoryAdmin):
    form = CatalogueCategoryForm
    inlines = [CatalogueSubcategoryInline]
    fields = FIELDS
    list_display = ["name", "code", "below", "position"]
    change_list_template = "admin/disclosure/cataloguecategory/change_list.html"

    class Media:
        css = {"all": ["admin-news/article.css"]}

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        return _sections_field(db_field)

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {**(extra_context or {}), "presets": PRESETS})

    def get_urls(self):
        view = self.admin_site.admin_view(self.preset_view)
        name = "disclosure_cataloguecategory_preset"
        return [path("preset/", view, name=name), *super().get_urls()]

    def preset_view(self, request):
        """Make the categories of the preset named in the form that are missing."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        name = request.POST.get("preset")
        if name in PRESETS:
            made = load_preset(name)
            messages.success(request, _t("已增加 %(count)s 个分类。") % {"count": made})
        else:
            messages.error(request, _t("请选择一种分类范本。"))
        return HttpResponseRedirect(reverse("admin:disclosure_cataloguecategory_changelist"))


@admin.register(CatalogueSettings)
class CatalogueSettingsAdmin(KeptByManagers, ChoosesOnly, SingletonAdmin):
    """How numbers are made. What was given already stays as it is."""

    fieldsets = [
        (_("索引号"), {"fields": ["prefix", "pattern", "width"]}),
        (_("目录下方"), {"fields": ["guide_section", "application_section", "note"]}),
    ]

    def has_add_permission(self, request):
        may = super().has_add_permission(request)
        return may and not CatalogueSettings.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        return SectionField(
            queryset=Section.objects.all(),
            required=False,
            label=db_field.verbose_name,
            help_text=db_field.help_text,
        )

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if len(obj.prefix.replace("-", "")) == 9 and not is_organisation_code(obj.prefix):
            messages.warning(
                request,
                _t(
                    "单位代码的最后一位与组织机构代码的校验规则不符，请核对是否抄错。已按填写的保存。"
                ),
            )
