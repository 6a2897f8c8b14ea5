"""Files of letters and of answers for staff: opened by a link, each time on record."""

from django.contrib import admin, messages
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from disclosure.actions import Role, roles_in
from disclosure.letters.stored import documents_of, is_missing_files, store_quietly
from disclosure.models import Letter, ReleasedFile
from portal import audit
from portal.audit import register_verb
from portal.vault import serve_sealed

OPEN_LETTER = register_verb("disclosure.open_letter", gettext_lazy("打开文书文件"))
OPEN_FILE = register_verb("disclosure.open_file", gettext_lazy("打开提供的文件"))
MAY_OPEN = {Role.INTAKE, Role.REVIEWER, Role.HEAD}
INLINE = {"application/pdf", "image/png", "image/jpeg"}


def admit(user, case) -> None:
    """Whoever writes, reviews or signs answers opens files; for everybody else there are none."""
    if case.anonymised_at or not roles_in(user, case) & MAY_OPEN:
        raise Http404(_("没有这个文件。"))


def note(request, verb, row, part) -> None:
    """On record before anything is sent, whatever fails afterwards."""
    with transaction.atomic():
        audit.record(audit.by_user(request), verb, row, part=part)


class Unlisted(admin.ModelAdmin):
    """Only the addresses of its files; rows are worked on by the steps of their case."""

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return False

    has_add_permission = has_module_permission
    has_change_permission = has_delete_permission = has_view_permission


@admin.register(Letter)
class LetterAdmin(Unlisted):
    def get_urls(self):
        view = self.admin_site.admin_view(self.file_view)
        return [
            path("<int:pk>/<slug:field>/", view, name="disclosure_letter_file"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def file_view(self, request, pk, field):
        """The file; one that is missing is made first."""
        row = get_object_or_404(Letter.objects.select_related("case", "signer"), pk=pk)
        admit(request.user, row.case)
        document = next((found for found in documents_of(row) if found.field == field), None)
        if document is None:
            raise Http404(_("没有这个文件。"))
        if not document.is_ready and is_missing_files(row):
            store_quietly(row.pk)
            row.refresh_from_db()
        if not getattr(row, field):
            messages.error(request, _("文件还没有生成，请稍后再试，或者请系统管理员查看日志。"))
            address = reverse("admin:disclosure_case_change", args=[row.case_id])
            return HttpResponseRedirect(address)
        note(request, OPEN_LETTER, row, field)
        return serve_sealed(row, field, filename=document.name, content_type=document.content_type)


@admin.register(ReleasedFile)
class ReleasedFileAdmin(Unlisted):
    def get_urls(self):
        view = self.admin_site.admin_view(self.open_view)
        return [
            path("<int:pk>/open/", view, name="disclosure_releasedfile_open"),
            *super().get_urls(),
        ]

    @method_decorator(never_cache)
    def open_view(self, request, pk):
        row = get_object_or_404(ReleasedFile.objects.select_related("case"), pk=pk)
        admit(request.user, row.case)
        note(request, OPEN_FILE, row, "file")
        return serve_sealed(
            row,
            "file",
            filename=row.name,
            content_type=row.content_type,
            inline=row.content_type in INLINE,
        )
