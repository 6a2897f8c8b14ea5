"""Personal data of a case in plaintext: a reason first, shown once, on record."""

from pathlib import PurePath

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from disclosure.actions import Action, may
from disclosure.office import acting
from disclosure.office.revealing import ReasonForm, RevealForm, find_row
from portal import audit
from portal.audit.verbs import REVEAL, REVEAL_FILE
from portal.vault import reveal_file
from portal.vault.access import PERMISSION

SHOWN_INLINE = ("application/pdf", "image/")


class CaseReveal:
    """The revealing part of ``CaseAdmin``."""

    def reveal_urls(self):
        wrap = self.admin_site.admin_view
        row = wrap(self.reveal_view)
        file = wrap(self.file_view)
        return [
            path("<int:pk>/reveal/<slug:kind>/<int:row>/", row, name="disclosure_case_reveal"),
            path("<int:pk>/file/<int:file>/", file, name="disclosure_case_file"),
        ]

    @method_decorator([never_cache, sensitive_post_parameters()])
    def reveal_view(self, request, pk, kind, row):
        case = acting.find_case(request.user, pk)
        found, names = find_row(case, kind, row)
        self._admit(request, case, REVEAL)
        posted = request.POST if request.method == "POST" else None
        form = RevealForm(found, names, posted, asked=request.GET.get("field", ""))
        shown = form.revealed(request) if form.is_valid() else None
        context = {"title": _("查看原文"), "case": case, "form": form, "shown": shown}
        return self._page(request, "reveal.html", context)

    @method_decorator([never_cache, sensitive_post_parameters()])
    def file_view(self, request, pk, file):
        case = acting.find_case(request.user, pk)
        row = case.files.filter(pk=file).first()
        if row is None:
            raise Http404(_("没有这个文件。"))
        self._admit(request, case, REVEAL_FILE)
        form = ReasonForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            title = _("查看申请人文件")
            context = {"title": title, "case": case, "form": form, "file": row}
            return self._page(request, "reveal.html", context)
        return reveal_file(
            request,
            row,
            "file",
            form.cleaned_data["reason"],
            # Not what the applicant called it: that can be a name.
            filename=f"{case.number}-{row.pk}{PurePath(row.name).suffix[:8]}",
            content_type=row.content_type,
            inline=row.content_type.startswith(SHOWN_INLINE),
        )

    @staticmethod
    def _admit(request, case, verb):
        """Refuse before anything is asked; a try leaves its trace like one of the vault's own."""
        if request.user.has_perm(PERMISSION) and may(request.user, Action.REVEAL, case):
            return
        audit.record(audit.by_user(request), verb, case, success=False)
        raise PermissionDenied
