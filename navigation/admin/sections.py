"""The section admin: the tree page instead of a list, services instead of ``save``."""

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from navigation import permissions
from navigation.admin.actions import TreeActions, tree_url
from navigation.admin.forms import SectionForm
from navigation.admin.tree_page import tree_rows
from navigation.exceptions import SectionRefused
from navigation.locks import tree_lock
from navigation.models import Section, SectionGrant
from navigation.services import delete_section, deletion_obstacle

# What belongs to the parent of a section (see navigation.permissions).
OF_THE_PARENT = [
    "slug",
    "is_active",
    "show_in_top",
    "top_order",
    "show_in_side",
    "side_order",
    "show_in_mobile",
    "mobile_order",
]


class GrantInline(admin.TabularInline):
    """Who may work here; only for those who manage the whole tree, or rights could be widened."""

    model = SectionGrant
    extra = 0
    verbose_name_plural = _("授权（对本栏目及全部下级栏目有效）")

    def _allowed(self, request, obj=None):
        return permissions.manages_everything(request.user)

    has_view_permission = _allowed
    has_add_permission = _allowed
    has_change_permission = _allowed
    has_delete_permission = _allowed


@admin.register(Section)
class SectionAdmin(TreeActions, admin.ModelAdmin):
    form = SectionForm
    inlines = [GrantInline]
    actions = None
    search_fields = ["title", "short_title", "path"]
    ordering = ["tree_id", "lft"]
    list_display = ["title", "path"]
    save_on_top = False
    fieldsets = [
        (None, {"fields": ["title", "short_title", "parent", "slug", "confirmed", "kind"]}),
        (
            _("链接"),
            {
                "fields": ["link_url", "link_section", "new_window"],
                "classes": ["section-link-fields"],
                "description": _("只在类型为“链接”时使用。"),
            },
        ),
        (
            _("显示"),
            {
                "fields": [
                    "is_active",
                    ("show_in_top", "top_order"),
                    ("show_in_side", "side_order"),
                    ("show_in_mobile", "mobile_order"),
                ]
            },
        ),
        (_("页面"), {"fields": ["intro", "color", "page_size", "update_days"]}),
        (_("搜索引擎与网页标签"), {"fields": ["description", "keywords", "category"]}),
    ]

    class Media:
        css = {"all": ["admin-navigation/sections.css"]}
        js = ["admin-navigation/section-form.js"]

    # --- Rights --------------------------------------------------------------------------------
    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_view_permission(self, request, obj=None):
        user = request.user
        return permissions.rights_of(user).any or user.has_perm("navigation.view_section")

    def has_add_permission(self, request):
        return bool(permissions.rights_of(request.user).everywhere) or bool(
            permissions.manageable_section_ids(request.user)
        )

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return self.has_add_permission(request)
        return permissions.can_manage(request.user, obj.pk)

    def has_delete_permission(self, request, obj=None):
        if obj is None:
            return self.has_add_permission(request)
        return permissions.can_restructure(request.user, obj.pk)

    # --- The tree page -------------------------------------------------------------------------
    def changelist_view(self, request, extra_context=None):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        if IS_POPUP_VAR in request.GET and request.method == "GET":
            return super().changelist_view(request, extra_context)
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        rights = permissions.rights_of(request.user)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("栏目"),
            "rows": tree_rows(rights),
            "rights": rights,
            "media": self.media,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/navigation/section/tree.html", context)

    # --- Adding and changing -------------------------------------------------------------------
    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.user = request.user
        return form

    def get_fieldsets(self, request, obj=None):
        """Without ``parent`` when changing."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            return fieldsets
        name, options = fieldsets[0]
        fields = [field for field in options["fields"] if field != "parent"]
        return [(name, {**options, "fields": fields}), *fieldsets[1:]]

    def get_readonly_fields(self, request, obj=None):
        if obj is None or permissions.can_restructure(request.user, obj.pk):
            return []
        return OF_THE_PARENT

    def get_changeform_initial_data(self, request):
        return {"parent": request.GET.get("parent"), **super().get_changeform_initial_data(request)}

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        with tree_lock():
            permissions.forget(request.user)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        saved = form.commit()
        obj.pk, obj._state.adding = saved.pk, False
        obj.refresh_from_db()
        permissions.forget(request.user)

    def response_post_save_add(self, request, obj):
        return HttpResponseRedirect(tree_url(obj.pk))

    response_post_save_change = response_post_save_add

    # --- Deleting ------------------------------------------------------------------------------
    def delete_view(self, request, object_id, extra_context=None):
        if request.method != "POST":
            return self._delete_or_explain(request, object_id, extra_context)
        with tree_lock():
            permissions.forget(request.user)
            return self._delete_or_explain(request, object_id, extra_context)

    def _delete_or_explain(self, request, object_id, extra_context):
        section = self.get_object(request, object_id)
        if section and self.has_delete_permission(request, section):
            obstacle = deletion_obstacle(section)
            if obstacle:
                return self._explain(request, section, obstacle)
        try:
            return super().delete_view(request, object_id, extra_context)
        except SectionRefused as refusal:
            return self._explain(request, section, refusal)

    def _explain(self, request, section, refusal):
        self.message_user(request, refusal.message, messages.ERROR)
        return HttpResponseRedirect(tree_url(section.pk))

    def delete_model(self, request, obj):
        delete_section(obj)

    def get_deleted_objects(self, objs, request):
        """Only the section itself: what stands in its way was said before, the rest is derived."""
        return [str(obj) for obj in objs], {self.opts.verbose_name_plural: len(objs)}, set(), []
