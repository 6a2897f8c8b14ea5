"""The form of an application: who applies, what is wanted, how it is to be had (条例 art. 29②).

What must be there is asked of ``services.Applicant`` and ``services.Wanted``, the same checks an
officer's entry passes; here is only what a form adds: labels, help, the field an error stands by.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from disclosure.choices import ApplicantType, Category, Form, Way
from disclosure.desk import worded
from disclosure.services import Applicant, Wanted
from portal.personal import DOCUMENT_CHOICES, find_personal_data

PERSON, ORGANISATION = "person", "organisation"
TYPES = {PERSON: ApplicantType.NATURAL, ORGANISATION: ApplicantType.ORGANISATION}
# Ways of the public form; fax is left to those who apply on paper.
WAYS = [(way.value, way.label) for way in Way if way != Way.FAX]
# Way of delivery → the field it cannot do without.
NEEDS = {
    Way.EMAIL: ("email", _("选择电子邮件送达的，请填写电子邮箱。")),
    Way.POST: ("address", _("选择邮寄的，请填写通信地址。")),
}


class WithoutColon(forms.Form):
    use_required_attribute = False

    def __init__(self, *args, **options):
        super().__init__(*args, label_suffix="", **options)
        for field in self.fields.values():
            if not isinstance(field.widget, forms.RadioSelect | forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "inp")


def _text(label, length, hint="", **attributes):
    widget = forms.TextInput(attrs=attributes)
    return forms.CharField(
        label=label, max_length=length, help_text=hint, required=False, widget=widget
    )


class ApplicantForm(WithoutColon):
    """Who applies. The fields of the other kind of applicant are ignored, whatever they hold."""

    applicant = forms.ChoiceField(
        label=worded(_("{申请}人类型")),
        choices=[(PERSON, _("公民")), (ORGANISATION, _("法人或者其他组织"))],
        widget=forms.RadioSelect,
        error_messages={"required": worded(_("请选择{申请}人类型。"))},
    )
    name = _text(_("姓名"), 100, autocomplete="name")
    id_type = forms.ChoiceField(
        label=_("证件类型"), choices=DOCUMENT_CHOICES, required=False, initial="resident_id"
    )
    id_number = _text(
        _("证件号码"),
        40,
        _("仅用于核验身份，加密存储，到期按规定销毁；草稿不保存这一项"),
        autocomplete="off",
    )
    work_unit = _text(_("工作单位"), 100, autocomplete="organization")
    org_name = _text(_("单位名称"), 100, autocomplete="organization")
    credit_code = _text(
        _("统一社会信用代码"),
        40,
        _("18位数字或大写字母"),
        autocomplete="off",
        autocapitalize="characters",
    )
    category = forms.ChoiceField(
        label=_("组织类型"),
        choices=[("", _("请选择")), *Category.choices],
        required=False,
        help_text=_("用于年度报告统计"),
    )
    legal_representative = _text(_("法定代表人"), 60, autocomplete="off")
    contact_person = _text(_("联系人姓名"), 60, autocomplete="name")
    phone = _text(
        _("联系电话"),
        40,
        _("电话、电子邮箱、通信地址至少填写一项"),
        autocomplete="tel",
        inputmode="tel",
    )
    email = _text(
        _("电子邮箱"), 120, _("用于接收回执和办理通知"), autocomplete="email", inputmode="email"
    )
    address = _text(
        _("通信地址"), 200, _("用于邮寄书面答复，请填写到门牌号"), autocomplete="street-address"
    )
    postcode = _text(_("邮政编码"), 10, autocomplete="postal-code", inputmode="numeric")

    form = forms.ChoiceField(
        label=_("提供形式"),
        choices=[(Form.PAPER, _("纸质文本")), (Form.ELECTRONIC, _("电子文档"))],
        widget=forms.RadioSelect,
        initial=Form.ELECTRONIC,
        error_messages={"required": _("请选择提供形式。")},
    )
    ways = forms.MultipleChoiceField(
        label=_("获取方式"),
        choices=WAYS,
        widget=forms.CheckboxSelectMultiple,
        initial=[Way.ONLINE],
        error_messages={"required": _("请选择获取方式。")},
    )
    accepts_other = forms.BooleanField(
        label=_("不能按上述方式提供的，可以接受其他方式"), required=False, initial=True
    )

    @sensitive_variables()
    def clean(self):
        found = super().clean()
        if "applicant" in found:
            self._check_applicant(found)
        for way, (name, message) in NEEDS.items():
            if way in found.get("ways", ()) and not found.get(name) and name not in self.errors:
                self.add_error(name, message)
        return found

    @sensitive_variables()
    def _check_applicant(self, found):
        kind, self.applicant = found["applicant"], None
        made = applicant_of(found)
        try:
            made.values(is_complete=True)
        except ValidationError as error:
            add_errors(self, error, kind)
        else:
            self.applicant = made


@sensitive_variables()
def applicant_of(found: dict) -> Applicant:
    """The applicant of cleaned values, without what belongs to the other kind."""
    common = {name: found.get(name, "") for name in ("phone", "email", "address", "postcode")}
    if found["applicant"] == ORGANISATION:
        own = {
            "name": found.get("org_name", ""),
            "id_type": "credit_code",
            "id_number": found.get("credit_code", ""),
            "category": found.get("category", ""),
            "legal_representative": found.get("legal_representative", ""),
            "contact_person": found.get("contact_person", ""),
        }
    else:
        own = {name: found.get(name, "") for name in ("name", "id_type", "id_number", "work_unit")}
    return Applicant(applicant_type=TYPES[found["applicant"]], **common, **own)


def add_errors(form, error: ValidationError, kind: str) -> None:
    """Put what a verb said beside the fields of ``kind`` of applicant that it is about."""
    aliases = {"name": "org_name", "id_number": "credit_code"} if kind == ORGANISATION else {}
    missing = {
        "org_name": _t("请填写单位名称。"),
        "credit_code": _t("请填写统一社会信用代码。"),
        "name": _t("请填写姓名。"),
    }
    for name, messages in error.error_dict.items():
        name = aliases.get(name, name)
        if name in form.errors or (name == "id_number" and "id_type" in form.errors):
            continue  # the field itself has said so
        if name == "email":
            messages = _t("电子邮箱的格式不正确，请核对，如 name@example.cn。")
        elif name in missing and not form.cleaned_data.get(name):
            messages = missing[name]
        form.add_error(name if name in form.fields else None, messages)


class RequestForm(WithoutColon):
    """One thing that is wanted."""

    title = _text(
        _("信息名称或文件标题"),
        200,
        _("不知道可以不填。请不要写姓名、证件号码、电话等个人信息，标题不加密"),
        autocomplete="off",
    )
    document_number = _text(_("发文字号"), 100, _("如：科创发办字〔2026〕37号"), autocomplete="off")
    index_number = _text(_("索引号"), 60, _("可从信息公开目录中查得"), autocomplete="off")
    description = forms.CharField(
        label=_("内容描述"),
        max_length=4000,
        required=False,
        help_text=worded(
            _(
                "请写明便于查询的特征，如时间范围、对象、事项等；"
                "一份{申请}只{申请}一项内容，答复会更快"
            )
        ),
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
    )

    def clean_title(self):
        title = self.cleaned_data["title"]
        if find_personal_data(title):
            raise ValidationError(_t("标题里有证件号码、电话等个人信息，请改写在内容描述里。"))
        return title

    def clean(self):
        found = super().clean()
        try:
            Wanted(found.get("description", "")).values()
        except ValidationError as error:
            if "description" not in self.errors:
                self.add_error(None, error)
        return found
