"""What several admin pages share."""

import logging

from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.uploads import storage_message
from portal.uploads.storage import taken_back

logger = logging.getLogger(__name__)


class _NotStored:
    """Mixed into a form whose file could not be stored: valid as it may be, it says so."""

    not_stored = ""

    def clean(self):
        data = super().clean()
        self.add_error(None, self.not_stored)
        return data


class StoresFiles(admin.ModelAdmin):
    """A form with uploads: a full disk is said in the form, and what was typed stays in it."""

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if request.method != "POST":
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic(), taken_back():
                return super().changeform_view(request, object_id, form_url, extra_context)
        except OSError as error:
            logger.exception("An upload could not be stored")
            request.not_stored = storage_message(error)
        # The transaction was rolled back; the same form once more, with the reason on top.
        return super().changeform_view(request, object_id, form_url, extra_context)

    def render_change_form(self, request, context, *args, **kwargs):
        """A browser never fills a file in again: name those that have to be chosen once more."""
        names = [file.name for _name, files in request.FILES.lists() for file in files]
        if names:
            text = _("没有保存，请重新选择文件：%(names)s。") % {"names": "、".join(names)}
            messages.warning(request, text)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        reason = getattr(request, "not_stored", None)
        return type(form.__name__, (_NotStored, form), {"not_stored": reason}) if reason else form


class LeadsToPage(admin.ModelAdmin):
    """The message after saving leads to the public page the change is seen on.

    Subclasses say which page that is, and may say more than that the row was saved.
    """

    def page_of(self, obj):
        """The address of the page."""
        return obj.get_absolute_url()

    def page_label(self, obj):
        return _("查看网页")

    def said_of(self, obj, message):
        """The message; ``message`` is Django's."""
        return message

    def response_add(self, request, obj, post_url_continue=None):
        request.just_saved = obj
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request, obj):
        request.just_saved = obj
        return super().response_change(request, obj)

    def message_user(self, request, message, level=messages.INFO, *args, **kwargs):
        obj = getattr(request, "just_saved", None)
        if obj is not None and level == messages.SUCCESS:
            message = format_html(
                '{} <a href="{}">{}</a>',
                self.said_of(obj, message),
                self.page_of(obj),
                self.page_label(obj),
            )
        super().message_user(request, message, level, *args, **kwargs)


class LeadsHome(LeadsToPage):
    """For what is seen on the home page, or on every page."""

    def page_of(self, obj):
        return "/"

    def page_label(self, obj):
        return _("查看首页")


class ChoosesOnly(admin.ModelAdmin):
    """A form that chooses other rows: no pencil, plus or cross beside a choice to change those."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            for verb in ("add", "change", "delete", "view"):
                setattr(field.widget, f"can_{verb}_related", False)
        return field


class SingletonAdmin(admin.ModelAdmin):
    """One row, no list: the list page leads straight to the form."""

    def has_add_permission(self, request):
        return super().has_add_permission(request) and not self.model.objects.exists()

    def has_delete_permission(self, request, obj=None):
        return False

    def changelist_view(self, request, extra_context=None):
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}"
        row = self.model.objects.first()
        if row:
            return HttpResponseRedirect(reverse(f"{name}_change", args=[row.pk]))
        return HttpResponseRedirect(reverse(f"{name}_add"))


class AppendOnly:
    """Mixed into an admin page: rows are added and looked at, never changed and never deleted."""

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnly(AppendOnly):
    """Mixed into an admin page: no form of it adds, changes or deletes a row."""

    def has_add_permission(self, request):
        return False


class PositionedAdmin(admin.ModelAdmin):
    """Rows ordered by ``position``; a new row goes to the end unless a place was typed."""

    def rows_in_order_with(self, obj):
        """The rows among which ``obj`` has its place."""
        return self.model.objects.all()

    def save_model(self, request, obj, form, change):
        if not change and not obj.position:
            last = self.rows_in_order_with(obj).aggregate(last=Max("position"))["last"]
            obj.position = (last or 0) + 10
        super().save_model(request, obj, form, change)


@admin.display(description=_("显示"), boolean=True)
def is_visible(obj):
    return obj.is_visible


def thumbnail(picture, width=80):
    """A small preview of ``picture`` for lists ("" without one)."""
    from portal.pictures import best_url

    if not picture:
        return ""
    return format_html('<img src="{}" alt="" width="{}">', best_url(picture, width), width)
