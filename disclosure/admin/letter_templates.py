"""Word templates of the letters: taken, adjusted in Word, put back, tried."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from disclosure import people
from disclosure.desk import desk
from disclosure.letters import (
    PdfUnavailable,
    default_template,
    names_for,
    render,
    title,
    to_pdf,
)
from disclosure.letters.specimen import specimen
from disclosure.letters.stored import CONTENT_TYPES, template_in_use
from disclosure.models import LetterTemplate
from disclosure.outcomes import LETTERS
from disclosure.services import templates
from portal.numbers import plain_number
from portal.uploads import content_disposition

from .own_pages import OwnPagesAdmin


class UploadForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("改好的模板（.docx）"),
        error_messages={"required": gettext_lazy("请选择文件。")},
        widget=forms.ClearableFileInput({"accept": ".docx"}),
    )


@admin.register(LetterTemplate)
class LetterTemplateAdmin(OwnPagesAdmin):
    """A list of all kinds, and a page for each; versions are never edited or deleted."""

    may_see = staticmethod(templates.may_see)
    folder = "admin/disclosure/lettertemplate"

    def own_pages(self):
        pages = (
            ("<slug:kind>/", self.kind_view, "kind"),
            ("<slug:kind>/use/", self.use_view, "use"),
            ("<slug:kind>/file/", self.file_view, "file"),
            ("<slug:kind>/file/<int:version>/", self.file_view, "version"),
            ("<slug:kind>/sample/<slug:form>/", self.sample_view, "sample"),
        )
        return [(route, self._guarded(view), name) for route, view, name in pages]

    def _guarded(self, view):
        def run(request, kind, **options):
            if not templates.may_see(request.user):
                raise PermissionDenied
            if kind not in LETTERS:
                raise Http404(_("没有这种文书。"))
            return view(request, kind, **options)

        return run

    # --- Pages --------------------------------------------------------------------------------------
    def changelist_view(self, request, extra_context=None):
        used = {
            row.kind: row for row in LetterTemplate.objects.filter(is_used=True).defer("content")
        }
        profile = desk().profile
        kinds = [(kind, title(code, profile), used.get(code)) for code, kind in LETTERS.items()]
        context = {"title": LetterTemplate._meta.verbose_name_plural, "kinds": kinds}
        return self.page(request, "list.html", context)

    def kind_view(self, request, kind):
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST":
            if not templates.may_change(request.user):
                raise PermissionDenied
            form = UploadForm(request.POST, request.FILES)
            if form.is_valid() and self._upload(request, kind, form):
                messages.success(request, _("模板已启用，此后签发的文书使用这个版本。"))
                return self._back(kind)
        rows = LetterTemplate.objects.filter(kind=kind).defer("content")
        versions = list(rows.select_related("uploaded_by"))
        context = {
            "title": title(kind, desk().profile),
            "kind": LETTERS[kind],
            "versions": versions,
            "in_use": any(row.is_used for row in versions),
            "names": names_for(kind),
            "form": form,
            "may_change": templates.may_change(request.user),
        }
        return self.page(request, "kind.html", context)

    def _upload(self, request, kind, form) -> bool:
        try:
            templates.upload(kind, people.staff(request), form.cleaned_data["file"])
        except ValidationError as error:
            form.add_error(None, error)
            return False
        return True

    @method_decorator(require_POST)
    def use_view(self, request, kind):
        number = plain_number(request.POST.get("version"))
        try:
            templates.use(kind, people.staff(request), number)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(
                request, _("已恢复到第%d版。") % number if number else _("已恢复内置模板。")
            )
        return self._back(kind)

    # --- Files --------------------------------------------------------------------------------------
    def file_view(self, request, kind, version=None):
        """The template in use, or one of its versions; 0 is the built-in one."""
        if version:
            row = LetterTemplate.objects.filter(kind=kind, version=version).first()
            if row is None:
                raise Http404(_("没有这个版本。"))
            content = bytes(row.content)
        else:
            content = (version is None and template_in_use(kind)) or default_template(kind)
        return _file(content, f"{kind}.docx", "docx")

    def sample_view(self, request, kind, form):
        """The template in use with invented contents, as Word or PDF."""
        if form not in CONTENT_TYPES:
            raise Http404
        content = render(specimen(kind, desk().profile), template_in_use(kind))
        if form == "pdf":
            try:
                content = to_pdf(content)
            except PdfUnavailable as error:
                messages.error(request, str(error))
                return self._back(kind)
        return _file(content, f"{kind}-sample.{form}", form)

    # --- All ----------------------------------------------------------------------------------------
    def _back(self, kind):
        return HttpResponseRedirect(reverse("admin:disclosure_lettertemplate_kind", args=[kind]))


def _file(content: bytes, name: str, form: str) -> HttpResponse:
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = content_disposition(name, as_attachment=True)
    response["Cache-Control"] = "private, no-store"
    return response
