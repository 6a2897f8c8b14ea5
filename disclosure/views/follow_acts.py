"""What an applicant does to the own case: a page with a small form for each act."""

import io
import json
import zipfile

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from disclosure import letters, people
from disclosure.actions import DOWNLOAD, Action
from disclosure.desk import desk, worded
from disclosure.following import documents, links, own
from disclosure.following.acts import ACTS, Standing
from disclosure.following.status import status
from portal import audit
from portal.uploads import content_disposition

from .follow import below_case, long_texts, to_case, with_case


@with_case
@require_http_methods(["GET", "HEAD", "POST"])
def act(request, case, name):
    """``/apply/follow/case/<name>/``. Done twice it is done once, and thanked for both times."""
    deed = ACTS.get(name)
    if deed is None:
        raise Http404(_("没有这项操作。"))
    if request.POST.get("case", case.number) != case.number:
        return _of_another(request, case, deed)
    standing = Standing(case)
    if deed.is_done(standing):
        return to_case(request, case, f"{name}-again")
    if not deed.is_offered(standing):
        return _refused(request, standing, deed)
    form = deed.form(request.POST or None, request.FILES or None, case=case)
    if request.method == "POST":
        form = deed.form(request.POST, request.FILES, case=case)
        if form.is_valid():
            return _do(request, case, name, deed, form)
    return _form_page(request, case, deed, form)


def _do(request, case, name, deed, form):
    try:
        deed.run(case, people.applicant(request, case), form)
    except PermissionDenied:
        return _refused(request, Standing(case), deed, 403)
    except ValidationError as error:
        # Somebody may have been quicker: the house, or the same finger on the same button.
        case.refresh_from_db()
        standing = Standing(case)
        if deed.is_done(standing):
            return to_case(request, case, f"{name}-again")
        if not deed.is_offered(standing):
            return _refused(request, standing, deed)
        form.refuse(error)
        return _form_page(request, case, deed, form)
    return to_case(request, case, name)


def _form_page(request, case, deed, form):
    context = {"case": case, "act": deed, "form": form, "asked": deed.asked(Standing(case))}
    return below_case(request, "act", deed.title, context)


def _of_another(request, case, deed):
    """The form is of a case looked up before, in another window of this browser."""
    reason = worded(
        _(
            "这个窗口里填写的是另一件{申请}，而这个浏览器后来查询的是%(number)s，所以没有提交。"
            "请重新查询那一件{申请}，再填写。"
        )
    )
    context = {"case": case, "act": deed, "reason": reason % {"number": case.number}}
    context["typed"] = long_texts(request)
    return below_case(request, "refused", deed.title, context, status=409)


def _refused(request, standing, deed, code=409):
    case = standing.case
    now, _sentence = status(case, standing.clock, timezone.localdate())
    reason = deed.refusal if deed.refusal and deed.action in standing.allowed else ""
    reason = reason or worded(_("这件{申请}现在的状态是“%(status)s”，不能%(act)s。")) % {
        "status": now,
        "act": deed.title,
    }
    context = {"case": case, "act": deed, "reason": reason}
    return below_case(request, "refused", deed.title, context, status=code)


@with_case
@require_http_methods(["GET", "HEAD"])
def file(request, case, token):
    """``/apply/follow/file/<token>/``: a letter or a released file."""
    try:
        model, pk, form = links.read(token)
    except links.Expired:
        return to_case(request, case, "link")
    except links.Forged as error:
        raise Http404(_("没有这个文件。")) from error
    try:
        response, row = documents.response_of(case, model, pk, form)
    except letters.PdfUnavailable:
        return to_case(request, case, "no-pdf")
    actor = people.applicant(request, case).actor
    audit.record(actor, DOWNLOAD, row, part=row._meta.get_field(form).verbose_name)
    return response


@with_case
@require_POST
def mine(request, case):
    """``显示我填写的信息``: in full, and on record."""
    rows = own.rows_of(case)
    actor = people.applicant(request, case).actor
    audit.record(actor, f"disclosure.{Action.VIEW}", case, part=_("申请人信息"))
    return below_case(request, "mine", _("我填写的信息"), {"case": case, "rows": rows})


@with_case
@require_POST
def export(request, case):
    """``导出本人信息`` (个人信息保护法 art. 45): for machines and for people, in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        data = own.data_of(case)
        bundle.writestr("data.json", json.dumps(data, ensure_ascii=False, indent=2))
        context = {
            "case": case,
            "rows": own.rows_of(case),
            "history": own.history_of(case),
            "application": desk().profile.application,
        }
        bundle.writestr("data.html", render_to_string("disclosure/follow/export.html", context))
    actor = people.applicant(request, case).actor
    audit.record(actor, f"disclosure.{Action.EXPORT}", case)
    response = HttpResponse(packed.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = content_disposition(f"{case.number}.zip")
    return response
