"""用户组: who may work in which sections, and what else; both on one page, in Chinese."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import Case, Q, When
from django.utils.translation import gettext_lazy as _

from navigation.forms import SectionChoiceField
from navigation.models import SectionGrant

VERBS = {
    "add": _("新建%s"),
    "change": _("修改%s"),
    "delete": _("删除%s"),
    "view": _("查看%s"),
}
# Rights in sections decide about these; Django's own permissions on them do nothing.
BY_SECTION = {
    "article",
    "attachment",
    "section",
    "sectiongrant",
    "sectionredirect",
    "topic",
    "topicblock",
    "topicitem",
}
WHOLE_TREE = ["manage_tree", "publish_everywhere", "write_everywhere"]


def _managed_models():
    """The models staff work with: those with a page of their own, and the rows on such pages."""
    models = set()
    for model, page in admin.site._registry.items():
        models.add(model)
        models.update(inline.model for inline in page.inlines)
    return [model for model in models if model._meta.model_name not in BY_SECTION]


class PermissionField(forms.ModelMultipleChoiceField):
    """The permissions that mean something here, worded for people."""

    def label_from_instance(self, permission):
        verb, _sep, name = permission.codename.partition("_")
        model = permission.content_type.model_class()
        if verb in VERBS and model and name == model._meta.model_name:
            return VERBS[verb] % model._meta.verbose_name
        return permission.name


class GroupForm(forms.ModelForm):
    permissions = PermissionField(
        queryset=None,
        required=False,
        label=_("其他权限"),
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices-grid"}),
        help_text=_(
            "文章、专题、附件、来源和图片随栏目权限而定，不必另选；"
            "首页板块、链接组、网站标识等在这里选择。"
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        types = ContentType.objects.get_for_models(*_managed_models()).values()
        wanted = Q(codename__in=WHOLE_TREE) | Q(content_type__in=types)
        if self.instance.pk:
            # What was given otherwise stays visible, or saving would quietly take it away.
            wanted |= Q(pk__in=self.instance.permissions.values("pk"))
        found = Permission.objects.filter(wanted).select_related("content_type")
        self.fields["permissions"].queryset = found.order_by(
            # Four verbs a row, model by model: the odd ones come last.
            Case(When(codename__in=WHOLE_TREE, then=1), default=0),
            "-content_type__app_label",
            "content_type__model",
            "pk",
        )


class GrantForm(forms.ModelForm):
    section = SectionChoiceField(label=_("栏目"))


class GrantInline(admin.TabularInline):
    model = SectionGrant
    form = GrantForm
    extra = 1
    verbose_name = _("栏目")
    verbose_name_plural = _("可以在哪些栏目工作（含全部下级栏目）")

    def _allowed(self, request, obj=None):
        return request.user.has_perm("auth.change_group")

    has_view_permission = _allowed
    has_add_permission = _allowed
    has_change_permission = _allowed
    has_delete_permission = _allowed


admin.site.unregister(Group)


@admin.register(Group)
class SectionGroupAdmin(GroupAdmin):
    form = GroupForm
    inlines = [GrantInline]
    fields = ["name", "permissions"]
    filter_horizontal = []
    list_display = ["name", "scope", "member_count"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("section_grants__section", "user_set")

    @admin.display(description=_("栏目"))
    def scope(self, obj):
        return "、".join(grant.section.title for grant in obj.section_grants.all()) or "—"

    @admin.display(description=_("人数"))
    def member_count(self, obj):
        return len(obj.user_set.all())
