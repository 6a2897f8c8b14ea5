"""The application form: shown, worked on step by step without JavaScript, and sent.

Every step is a submit button with a name; what was typed comes back with each answer and is kept
as a draft. Only 提交申请 checks the form.
"""

import logging

from django.core.exceptions import ValidationError
from django.db import DatabaseError, InterfaceError
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from disclosure import codes, lookup, services
from disclosure.applying import captcha, cookies, drafts, found
from disclosure.applying.sheet import Sheet
from disclosure.applying.typed import Typed
from disclosure.desk import desk
from disclosure.views.apply_pages import form_page, without_database

logger = logging.getLogger(__name__)
AWAY = (DatabaseError, InterfaceError, OSError)
SAVED = gettext_lazy("草稿已保存，24小时内可以在这台设备上继续填写。证件号码和已选的文件不会保存。")
NOT_SAVED = gettext_lazy("内容太多或者保存过于频繁，草稿没有保存；您填写的内容仍在本页。")
TOO_OFTEN = gettext_lazy(
    "提交过于频繁：同一地址每小时最多提交%(most)d次。填写的内容都在本页，请一小时后再试。"
)
AGAIN = gettext_lazy(
    "系统暂时无法保存，申请没有提交。您填写的内容都在本页，请稍后再次提交，不会生成两件申请。"
)


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request, kind):
    """``/apply/person/``, ``/apply/organisation/``: one form, opened for either applicant."""
    if request.method != "POST":
        return _opened(request, kind)
    try:
        return _posted(request)
    except AWAY as error:
        # The error may quote values of the form: only its kind is logged.
        logger.error("An application form was not taken: %s", type(error).__name__)
        return _failed(request)


# The page cache asks for it when the database does not answer at all (portal.middleware).
apply.without_database = without_database


def _opened(request, kind):
    kept = drafts.load(request)
    if kept and "resume" in request.GET:
        typed, token = kept
        return form_page(request, Sheet(typed, token=token), said=_("已恢复草稿，请继续填写。"))
    sheet = Sheet(Typed({"applicant": kind}), token=codes.new_token())
    return form_page(request, sheet, is_draft_offered=kept is not None)


@sensitive_variables()
def _posted(request):
    step, _hyphen, number = request.POST.get("step", "send").partition("-")
    if step == "clear":
        return _cleared(request)
    token = request.POST.get("token", "")
    try:
        if services.receipts_of(token):
            return _to_receipt(request, token, "?again=1")
    except ValidationError:
        token = codes.new_token()  # not one of ours: the form goes on under a good one
    typed = Typed.of(request.POST)
    if step == "send":
        return _sent(request, typed, token)
    return _step(request, step, int(number) if number in PLACES else 0, typed, token)


PLACES = {str(number) for number in range(100)}


# --- Steps on the way -------------------------------------------------------------------------------
def _step(request, step, at, typed, token):
    """A change of the form itself, or looking something up: nothing is checked."""
    context = {"has_files": bool(request.FILES)}
    if step == "add":
        typed = typed.with_one_more()
        context["focus"] = len(typed.requests) - 1
    elif step == "remove":
        typed = typed.without(at)
        context["focus"] = 0
    elif step == "find" and at < len(typed.requests):
        context |= {"found": found.published(typed.requests[at]), "found_at": at}
    saved = drafts.save(request, typed, token)
    if step == "save":
        context["said"] = SAVED if saved else NOT_SAVED
    response = form_page(request, Sheet(typed, token=token, ticks=request.POST), **context)
    if saved:
        cookies.keep_draft(request, response, saved)
    return response


def _cleared(request):
    drafts.drop(request)
    response = HttpResponseRedirect(request.path)
    cookies.forget_draft(response)
    return response


# --- Sending ----------------------------------------------------------------------------------------
@sensitive_variables()
def _sent(request, typed, token):
    sheet = Sheet(typed, token=token, sent=request.POST, files=request.FILES)
    address = request.META.get("REMOTE_ADDR", "")
    is_valid = sheet.is_valid
    if problem := captcha.problem(request.POST, token, address):
        sheet.refuse("captcha", problem)
        return _refused(request, sheet, is_person=False)
    if not is_valid:
        return _refused(request, sheet)
    if not lookup.may_submit(address):
        sheet.refuse("", TOO_OFTEN % {"most": desk().submissions_per_hour})
        return _refused(request, sheet, status=429)
    try:
        _submit(request, sheet)
    except ValidationError as error:
        sheet.refuse_all(error)
        return _refused(request, sheet)
    return _to_receipt(request, token)


@sensitive_variables()
def _submit(request, sheet):
    services.submit(
        sheet.applicant_form.applicant,
        sheet.wanted,
        token=sheet.token,
        consent=sheet.consent,
        files=sheet.uploads,
        request=request,
    )


def _refused(request, sheet, *, status=200, is_person=True):
    """The form again with what has to be changed; a draft of it outlives the browser."""
    saved = drafts.save(request, sheet.typed, sheet.token)
    has_files = bool(request.FILES)
    response = form_page(request, sheet, status=status, is_person=is_person, has_files=has_files)
    if saved:
        cookies.keep_draft(request, response, saved)
    return response


def _to_receipt(request, token, query=""):
    """See Other: reloading the receipt sends nothing again. The address tells nobody anything."""
    response = HttpResponseRedirect(reverse("disclosure:receipt") + query)
    response.status_code = 303
    cookies.keep_receipt(request, response, token)
    _drop_draft(request, response)
    return response


def _drop_draft(request, response):
    """After the application is safe nothing may keep its receipt back."""
    try:
        drafts.drop(request)
    except AWAY as error:
        logger.error("A draft was not dropped: %s", type(error).__name__)
    cookies.forget_draft(response)


def _failed(request):
    """The form as it was sent, with a word; if not even that can be drawn, what needs nothing."""
    token = request.POST.get("token", "") or codes.new_token()
    sheet = Sheet(Typed.of(request.POST), token=token, ticks=request.POST)
    sheet.refuse("", AGAIN)
    try:
        response = form_page(request, sheet, status=503, has_files=bool(request.FILES))
    except AWAY:
        return without_database(request)
    response["Retry-After"] = "30"
    return response
