"""What an officer types in of an application that came by letter, fax, e-mail or in person."""

from dataclasses import fields as names_of

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from disclosure.choices import ApplicantType, Category, Channel, Form, Way
from disclosure.desk import desk
from disclosure.models import Case
from disclosure.models.case import ID_TYPES
from disclosure.services import Applicant, Upload, Wanted
from disclosure.services.application import MAX_REQUESTS
from portal.personal import scrub
from portal.uploads import DOCUMENTS, IMAGES, clean_name, verify

MAX_FILES, MAX_FILE_MB = 10, 20
EMPTY = [("", "———")]
# Channel → which day is typed in, and what 条例 art. 31 makes of it.
RULES = {
    Channel.COUNTER: _("填提交之日。提交当日就是收到之日，期限从次日起算。"),
    Channel.ORAL: _("书面申请确有困难的，由工作机构代为填写，填写当日就是收到之日。"),
    Channel.REGISTERED_MAIL: _("填签收之日。本单位签收当日就是收到之日。"),
    Channel.ORDINARY_MAIL: _("填信函到达之日，并在当日联系申请人；双方确认之日才是收到之日。"),
    Channel.EMAIL: _("填邮件到达之日，并联系申请人；双方确认之日才是收到之日。"),
    Channel.FAX: _("填传真到达之日，并联系申请人；双方确认之日才是收到之日。"),
}


def channel_rules():
    """Channel, label, rule and article, for the page beside the choice."""
    rules = desk().rules
    return [
        {
            "value": channel.value,
            "label": channel.label,
            "rule": text,
            "article": rules.cite(channel.for_clock.article),
            "waits": channel.for_clock.needs_confirmation,
        }
        for channel, text in RULES.items()
    ]


def _text(name, **options):
    """A field for the column of a case called ``name``."""
    column = Case._meta.get_field(f"{name}_sealed" if name in SEALED else name)
    options = {"label": column.verbose_name, "required": False} | options
    return forms.CharField(max_length=column.max_length, **options)


SEALED = set(
    "name id_number phone email address postcode fax work_unit legal_representative "
    "contact_person description".split()
)


def _area(rows):
    return forms.Textarea(attrs={"rows": rows, "class": "vLargeTextField"})


def _day(label, **options):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **options)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each checked by its content."""

    widget = FilesInput

    def clean(self, data, initial=None):
        files = [file for file in data or [] if file]
        if len(files) > MAX_FILES:
            raise ValidationError(gettext("一次最多上传%(most)d个文件。") % {"most": MAX_FILES})
        return [_upload(super(FilesField, self).clean(file, initial)) for file in files]


def _upload(file) -> Upload:
    kind = verify(file, DOCUMENTS | IMAGES, max_bytes=MAX_FILE_MB * 1024 * 1024)
    name = clean_name(file.name, extension=kind.extension)
    return Upload(file, name, kind.content_type, "other")


class ArrivalForm(forms.Form):
    """How and when it came in."""

    channel = forms.ChoiceField(
        label=_("提交渠道"),
        choices=[(channel.value, channel.label) for channel in RULES],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择提交渠道。")},
    )
    on = _day(_("收件日期"), error_messages={"required": _("请填写收件日期。")})
    confirmed_on = _day(
        _("双方确认之日"),
        required=False,
        help_text=_("已经联系上申请人并确认的，填确认日期；还没有联系上的留空，联系后再登记。"),
    )
    note = forms.CharField(
        label=_("确认方式"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=_("例如“电话联系申请人本人”。不要写号码和姓名，办理过程记录不留个人信息。"),
    )

    def clean_on(self):
        return _not_future(self.cleaned_data["on"])

    def clean_confirmed_on(self):
        day = self.cleaned_data["confirmed_on"]
        return _not_future(day) if day else None

    def clean_note(self):
        return scrub(self.cleaned_data["note"])

    def clean(self):
        data = super().clean()
        on, confirmed = data.get("on"), data.get("confirmed_on")
        channel = data.get("channel")
        if channel and not Channel(channel).for_clock.needs_confirmation:
            # Hidden on the page, where such a channel is chosen.
            data["confirmed_on"], data["note"] = None, ""
        elif on and confirmed and confirmed < on:
            self.add_error("confirmed_on", _("确认之日不能早于收件日期。"))
        return data


def _not_future(day):
    if day > timezone.localdate():
        raise ValidationError(gettext("日期不能晚于今天。"))
    if day.year < 2000:
        raise ValidationError(gettext("请检查年份。"))
    return day


class ApplicantForm(forms.Form):
    """Who applies; what is missing can be asked for by 补正, only the name cannot."""

    applicant_type = forms.ChoiceField(
        label=_("申请人类型"),
        choices=ApplicantType,
        widget=forms.RadioSelect,
        initial=ApplicantType.NATURAL,
    )
    name = _text("name", required=True, error_messages={"required": _("请填写姓名或者名称。")})
    category = forms.ChoiceField(
        label=_("组织类别"), choices=[*EMPTY, *Category.choices], required=False
    )
    id_type = forms.ChoiceField(label=_("证件类型"), choices=[*EMPTY, *ID_TYPES], required=False)
    id_number = _text("id_number", help_text=_("来件没有写明的可以留空，以后告知补正。"))
    work_unit = _text("work_unit")
    legal_representative = _text("legal_representative")
    contact_person = _text("contact_person")
    phone = _text("phone")
    email = _text("email")
    fax = _text("fax")
    address = _text("address")
    postcode = _text("postcode")

    @sensitive_variables()
    def clean(self):
        data = super().clean()
        if data.get("applicant_type") == ApplicantType.NATURAL:
            data |= {"category": "", "legal_representative": "", "contact_person": ""}
        else:
            data["work_unit"] = ""
        if not self.errors:
            _checked(self, Applicant, is_complete=False)
        return data

    @property
    def applicant(self) -> Applicant:
        return Applicant(**self.cleaned_data)


class WantedForm(forms.Form):
    """One thing that is wanted."""

    description = _text(
        "description",
        widget=_area(3),
        required=True,
        error_messages={"required": _("请描述所需的信息，便于查找。")},
        help_text=_("照来件原文填写。"),
    )
    title = _text("title")
    document_number = _text("document_number")
    index_number = _text("index_number")
    form = forms.ChoiceField(label=_("提供形式"), choices=Form, initial=Form.ELECTRONIC)
    ways = forms.MultipleChoiceField(
        label=_("获取方式"), choices=Way, required=False, widget=forms.CheckboxSelectMultiple
    )
    accepts_other = forms.BooleanField(label=_("可接受其他方式"), required=False, initial=True)

    @sensitive_variables()
    def clean(self):
        data = super().clean()
        if not self.errors and self.has_changed():
            _checked(self, Wanted)
        return data

    @property
    def wanted(self) -> Wanted:
        return Wanted(**self.cleaned_data)


@sensitive_variables()
def _checked(form, kind, **options) -> None:
    """The service's own checks, beside the fields they name."""
    known = {entry.name for entry in names_of(kind)}
    values = {name: value for name, value in form.cleaned_data.items() if name in known}
    try:
        kind(**values).values(**options)
    except ValidationError as error:
        form.add_error(None, error)


class AllWanted(forms.BaseFormSet):
    default_error_messages = {
        **forms.BaseFormSet.default_error_messages,
        "too_many_forms": _("一次最多登记 %(num)d 项申请。"),
    }


WantedFormSet = forms.formset_factory(
    WantedForm,
    AllWanted,
    extra=0,
    min_num=1,
    max_num=MAX_REQUESTS,
    validate_max=True,
)
