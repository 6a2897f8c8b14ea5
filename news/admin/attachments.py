"""Attachments below the article form."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from news.models import Attachment
from news.services.attachments import delete_file, describe
from news.services.texts import read_on_commit
from portal.uploads import ATTACHMENTS


class AttachmentForm(forms.ModelForm):
    """Looks into the file before it is accepted, and forgets the old one when it is replaced."""

    class Meta:
        model = Attachment
        fields = ["file", "name", "position"]
        widgets = {
            "file": forms.FileInput(
                attrs={"accept": ",".join(f".{name}" for name in sorted(ATTACHMENTS))}
            )
        }

    def clean_file(self):
        file = self.cleaned_data.get("file")
        if "file" in self.changed_data and file:
            describe(self.instance, file)
        return file

    def save(self, commit=True):
        if self.instance.pk and "file" in self.changed_data:
            old = Attachment.objects.get(pk=self.instance.pk).file
            delete_file(old.storage, old.name)
        return super().save(commit)


class AttachmentFormSet(forms.BaseInlineFormSet):
    """Has the files that came with this form read together, so that they share one time limit."""

    def save(self, commit=True):
        rows = super().save(commit)
        if commit:
            replaced = [row for row, names in self.changed_objects if "file" in names]
            read_on_commit([*self.new_objects, *replaced])
        return rows


class AttachmentInline(admin.TabularInline):
    """Rights follow the article: whoever may change it changes its attachments."""

    model = Attachment
    form = AttachmentForm
    formset = AttachmentFormSet
    extra = 1
    view_on_site = False
    fields = ["file", "name", "position", "details"]
    readonly_fields = ["details"]
    verbose_name_plural = _("附件（上传后按“顺序”从小到大排列）")

    @admin.display(description=_("文件信息"))
    def details(self, obj):
        if not obj.pk:
            return "—"
        return format_html(
            '<a href="{}">{}</a><br>{} · {} · {}',
            obj.url,
            obj.original_name,
            obj.type_label,
            obj.size_label,
            _("下载 %(count)s 次") % {"count": obj.downloads},
        )

    def has_view_permission(self, request, obj=None):
        return True

    def _may_change(self, request, obj):
        return self.admin_site._registry[type(obj)].has_change_permission(request, obj)

    def has_add_permission(self, request, obj=None):
        return obj is None or self._may_change(request, obj)

    def has_change_permission(self, request, obj=None):
        return obj is None or self._may_change(request, obj)

    def has_delete_permission(self, request, obj=None):
        return obj is None or self._may_change(request, obj)


def renumber(article):
    """Positions 10, 20, … in the order given, new attachments without a place last."""
    rows = sorted(
        article.attachments.all(), key=lambda row: (row.position == 0, row.position, row.pk)
    )
    for number, row in enumerate(rows, start=1):
        if row.position != number * 10:
            row.position = number * 10
            row.save(update_fields=["position"])
