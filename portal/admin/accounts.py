"""用户: Django's user page with what an institution needs on it; rights come from groups alone."""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.contrib.auth.models import User
from django.utils.translation import gettext_lazy as _

from portal.names import name_of


class WholeName(forms.ModelForm):
    """A name in one field: kept in ``first_name``, by which Django greets; no family name apart."""

    first_name = forms.CharField(
        label=_("姓名"),
        max_length=150,
        required=False,
        help_text=_("写在文书的签发人和办理记录中；不填则显示用户名。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.last_name:
            self.initial["first_name"] = name_of(self.instance)
        if "email" in self.fields:
            self.fields["email"].help_text = _("交办通知、到期提醒发到这里。")

    def save(self, commit=True):
        if "first_name" in self.fields:
            self.instance.last_name = ""
        return super().save(commit)


class StaffChangeForm(WholeName, UserChangeForm):
    """An account as it is."""


class StaffCreationForm(WholeName, AdminUserCreationForm):
    """Accounts made here are for the people who work here."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "is_staff" in self.fields:
            self.fields["is_staff"].initial = True


admin.site.unregister(User)


@admin.register(User)
class StaffAdmin(UserAdmin):
    form = StaffChangeForm
    add_form = StaffCreationForm
    list_display = ["username", "whole_name", "group_names", "is_active", "last_login"]
    list_filter = ["is_active", "is_superuser", "groups"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = []
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("个人信息"), {"fields": ["first_name", "email"]}),
        (_("权限"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("登录记录"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (None, {"fields": ["username", "password1", "password2"]}),
        (_("个人信息"), {"fields": ["first_name", "email"]}),
        (
            _("权限"),
            {
                "fields": ["is_staff", "groups"],
                "description": _("权限来自用户组：选一个或几个组即可，不需要逐项设置。"),
            },
        ),
    ]

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
            kwargs["help_text"] = ""
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request, obj=None):
        """Only a superuser makes superusers."""
        own = super().get_readonly_fields(request, obj)
        return own if request.user.is_superuser else [*own, "is_superuser"]

    def has_change_permission(self, request, obj=None):
        """Whoever sets a superuser's password becomes one; so that takes a superuser too."""
        return super().has_change_permission(request, obj) and self._may_touch(request, obj)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and self._may_touch(request, obj)

    @staticmethod
    def _may_touch(request, obj):
        return obj is None or not obj.is_superuser or request.user.is_superuser

    @admin.display(description=_("姓名"), ordering="first_name")
    def whole_name(self, obj):
        return "" if (name := name_of(obj)) == obj.get_username() else name

    @admin.display(description=_("用户组"))
    def group_names(self, obj):
        return "、".join(group.name for group in obj.groups.all())
