"""Old section addresses, to look at; now and then to add one by hand or drop one."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from navigation import permissions
from navigation.converters import SectionPathConverter
from navigation.forms import SectionChoiceField
from navigation.locks import tree_lock
from navigation.models import Section, SectionRedirect
from navigation.services.checks import is_reserved


class RedirectForm(forms.ModelForm):
    """An address of an earlier site, typed or pasted with or without its slashes."""

    old_path = forms.CharField(
        label=_("旧路径"),
        max_length=257,
        help_text=_("如 /kjcx/old/；栏目移动、改名、合并时自动产生，一般不必手工添加。"),
    )
    section = SectionChoiceField(label=_("现栏目"))

    class Meta:
        model = SectionRedirect
        fields = ["old_path", "section"]

    def clean_old_path(self):
        path = self.cleaned_data["old_path"].strip().strip("/")
        if not SectionPathConverter.matches(path):
            raise forms.ValidationError(_("路径由小写字母、数字和连字符组成，各段以 / 分隔。"))
        if is_reserved(path):
            raise forms.ValidationError(_("这个网址由系统功能占用。"))
        owner = Section.objects.filter(path=path).first()
        if owner:
            text = _("栏目“%(title)s”正在使用这个网址。") % {"title": owner.title}
            raise forms.ValidationError(text)
        return path


@admin.register(SectionRedirect)
class SectionRedirectAdmin(admin.ModelAdmin):
    """Rows are made by the services; they are never changed, only added and deleted."""

    form = RedirectForm
    list_display = ["old_address", "current_address", "created_at"]
    list_select_related = ["section"]
    search_fields = ["old_path", "section__title", "section__path"]
    date_hierarchy = "created_at"
    ordering = ["-created_at", "old_path"]
    list_per_page = 50

    @admin.display(description=_("旧网址"), ordering="old_path")
    def old_address(self, redirect):
        return f"/{redirect.old_path}/"

    @admin.display(description=_("现网址"), ordering="section__path")
    def current_address(self, redirect):
        url = redirect.section.get_absolute_url()
        return format_html('<a href="{}">{}</a>（{}）', url, url, redirect.section.title)

    def _allowed(self, request, obj=None):
        return permissions.manages_everything(request.user)

    has_view_permission = _allowed
    has_add_permission = _allowed
    has_delete_permission = _allowed
    has_module_permission = _allowed

    def has_change_permission(self, request, obj=None):
        return False

    def changeform_view(self, request, *args, **kwargs):
        if request.method != "POST":
            return super().changeform_view(request, *args, **kwargs)
        with tree_lock():
            permissions.forget(request.user)
            return super().changeform_view(request, *args, **kwargs)
