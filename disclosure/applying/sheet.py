"""The form as a page shows it: empty, with a draft, or as it was sent, with what is wrong with it."""

from dataclasses import dataclass
from functools import cached_property

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure.applying.files import papers_of, uploads_of
from disclosure.applying.forms import ORGANISATION, ApplicantForm, RequestForm, add_errors
from disclosure.applying.typed import Typed, prefix
from disclosure.desk import desk
from disclosure.models import ApplicantFile
from disclosure.services import Consent, Wanted

# Fields of the page that belong to neither form → where a link of the summary leads.
ANCHORS = {"consent": "id_consent", "scan_consent": "id_scan_consent", "captcha": "captcha"}


@dataclass(frozen=True)
class Mistake:
    """One line of the error summary; ``anchor`` is the id of what has to be changed."""

    anchor: str
    message: str


class Sheet:
    """One form, never stored. ``sent`` is the POST of a submission, and then errors show."""

    @sensitive_variables()
    def __init__(self, typed: Typed, *, token: str, sent=None, files=None, ticks=()):
        self.typed, self.token, self.sent = typed, token, sent
        self.applicant_form = ApplicantForm(data=sent, initial=typed.main)
        self.request_forms = [
            RequestForm(data=sent, initial=item, prefix=prefix(number))
            for number, item in enumerate(typed.requests)
        ]
        self.uploads, self.own_errors = [], {}
        if files is not None:
            self.uploads, self.own_errors = uploads_of(files, len(typed.requests))
        for number, form in enumerate(self.request_forms):
            form.papers = papers_of(number)
            form.papers_errors = self.own_errors.get(form.papers, ())
        ticked = ticks if sent is None else sent
        self.ticks = {name: name in ticked for name in ("consent", "scan_consent")}
        if sent is not None:
            self._check_consent()

    def _check_consent(self):
        if desk().notice_version and not self.ticks["consent"]:
            self.own_errors["consent"] = [_("请阅读并同意个人信息处理告知。")]
        pictures = any(item.kind == ApplicantFile.Kind.IDENTITY for item in self.uploads)
        if pictures and not self.ticks["scan_consent"]:
            self.own_errors["scan_consent"] = [_("上传证件照片需要您单独同意；也可以不上传。")]

    @property
    def kind(self) -> str:
        return self.applicant_form["applicant"].value() or ""

    @cached_property
    def is_valid(self) -> bool:
        forms = [self.applicant_form, *self.request_forms]
        return all(form.is_valid() for form in forms) and not self.own_errors

    # --- What a verb wants ----------------------------------------------------------------------
    @property
    def wanted(self) -> list[Wanted]:
        common = {name: self.applicant_form.cleaned_data[name] for name in self.COMMON}
        return [Wanted(**form.cleaned_data, **common) for form in self.request_forms]

    COMMON = ("form", "ways", "accepts_other")

    @property
    def consent(self) -> Consent:
        """The version that was on the page, not the one in force now."""
        version = self.sent.get("notice_version", "") if self.sent else ""
        seen = int(version) if version.isdecimal() and len(version) < 9 else None
        return Consent(seen if self.ticks["consent"] else None, self.ticks["scan_consent"])

    # --- Errors ---------------------------------------------------------------------------------
    def refuse(self, field: str, message: str) -> None:
        """Say ``message`` beside a field of the page, or, with a name of no field, above all."""
        self.own_errors.setdefault(field, []).append(message)

    def refuse_all(self, error: ValidationError) -> None:
        """What a verb found wrong after the forms had nothing to say."""
        if not hasattr(error, "error_dict"):
            return self.refuse("", "".join(error.messages))
        own = {
            name: found
            for name, found in error.message_dict.items()
            if name in ANCHORS or name == NON_FIELD_ERRORS
        }
        for name, messages in own.items():
            self.refuse(name if name in ANCHORS else "", "".join(messages))
        rest = {name: found for name, found in error.error_dict.items() if name not in own}
        add_errors(self.applicant_form, ValidationError(rest), self.kind or ORGANISATION)
        return None

    @property
    def general(self) -> list[str]:
        """What is wrong with no field of its own: the site's trouble, or the whole form's."""
        found = list(self.own_errors.get("", ()))
        if self.sent is not None:
            for form in (self.applicant_form, *self.request_forms):
                found += form.non_field_errors()
        return found

    @property
    def mistakes(self) -> list[Mistake]:
        """What is wrong with fields, in the order of the page."""
        if self.sent is None:
            return []
        found = _mistakes_of(self.applicant_form, lambda name: name not in self.COMMON)
        found += self._own(("identity", "scan_consent"))
        for form in self.request_forms:
            found += _mistakes_of(form) + self._own((form.papers,))
        found += _mistakes_of(self.applicant_form, lambda name: name in self.COMMON)
        return found + self._own(("consent", "captcha"))

    def _own(self, names):
        return [
            Mistake(ANCHORS.get(name, f"id_{name}"), text)
            for name in names
            for text in self.own_errors.get(name, ())
        ]


def _mistakes_of(form, wanted=lambda name: True) -> list[Mistake]:
    found = []
    for name in form.fields:
        if name in form.errors and wanted(name):
            # Of a group of buttons, the first.
            anchor = form[name].auto_id + ("_0" if form[name].use_fieldset else "")
            found += [Mistake(anchor, text) for text in form.errors[name]]
    return found
