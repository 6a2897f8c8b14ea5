"""更正登记内容: what was typed wrongly is typed anew; what is stored is not shown for it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.choices import ApplicantType, Category, Form, Way
from disclosure.models.case import ID_TYPES
from disclosure.services.application import Applicant, Wanted

from .steps import Step, long_text, short_text, step

# Of the applicant: encrypted, so a field left empty keeps what there is.
SEALED = (
    "name id_number phone email address postcode fax work_unit legal_representative contact_person"
).split()
OPTIONAL = "phone email address postcode fax work_unit legal_representative contact_person".split()
PLAIN = ["applicant_type", "category", "id_type"]
WANTED = "title document_number index_number description form ways accepts_other".split()


class WantedFields(forms.Form):
    """What is wanted, as it stands now."""

    title = short_text(_("信息名称或文件标题"), required=False)
    document_number = short_text(_("发文字号"), max_length=100, required=False)
    index_number = short_text(_("索引号"), max_length=60, required=False)
    description = long_text(_("内容描述"), rows=5, max_length=4000)
    form = forms.ChoiceField(label=_("提供形式"), choices=Form)
    ways = forms.MultipleChoiceField(
        label=_("获取方式"), choices=Way, required=False, widget=forms.CheckboxSelectMultiple
    )
    accepts_other = forms.BooleanField(label=_("可接受其他方式"), required=False)

    def wanted(self) -> Wanted:
        return Wanted(**{name: self.cleaned_data[name] for name in WANTED})


@step
class Correct(WantedFields, Step):
    action = Action.CORRECT
    note = _(
        "更正登记时录错的内容；办理过程只记改了哪些项，不记内容。"
        "申请人一栏的现有内容不在此显示，留空即不改。"
    )
    applicant_type = forms.ChoiceField(label=_("申请人类型"), choices=ApplicantType)
    category = forms.ChoiceField(
        label=_("组织类别"), choices=[("", "---------"), *Category.choices], required=False
    )
    name = short_text(_("姓名或者名称"), max_length=100, required=False)
    id_type = forms.ChoiceField(
        label=_("证件类型"), choices=[("", "---------"), *ID_TYPES], required=False
    )
    id_number = short_text(_("证件号码"), max_length=40, required=False)
    phone = short_text(_("联系电话"), max_length=40, required=False)
    email = short_text(_("电子邮箱"), max_length=120, required=False)
    address = short_text(_("通信地址"), required=False)
    postcode = short_text(_("邮政编码"), max_length=10, required=False)
    fax = short_text(_("传真号码"), max_length=40, required=False)
    work_unit = short_text(_("工作单位"), max_length=100, required=False)
    legal_representative = short_text(_("法定代表人"), max_length=60, required=False)
    contact_person = short_text(_("联系人"), max_length=60, required=False)
    clear = forms.MultipleChoiceField(
        label=_("清空"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("勾选的项目将被清空。"),
    )
    reason = short_text(_("更正理由"), help_text=_("会记入审计记录；不要写个人信息。"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name in (*PLAIN, *WANTED):
            self.initial.setdefault(name, getattr(self.case, name))
        for name in SEALED:
            if now := getattr(self.case, f"{name}_masked"):
                self.fields[name].help_text = _t("现为 %(value)s，留空不改。") % {"value": now}
        self.fields["clear"].choices = [(name, self.fields[name].label) for name in OPTIONAL]

    def clean(self):
        data = super().clean()
        for name in data.get("clear", ()):
            if data.get(name):
                self.add_error(name, ValidationError(_("已勾选清空，请不要同时填写。")))
        return data

    def applicant(self) -> Applicant:
        data = self.cleaned_data
        values = {name: data[name] for name in PLAIN}
        for name in SEALED:
            kept = "" if name in data["clear"] else getattr(self.case, name)
            values[name] = data[name] or kept
        return Applicant(**values)

    def act(self):
        changed = services.correct(
            self.case,
            self.by,
            applicant=self.applicant(),
            wanted=self.wanted(),
            reason=self.cleaned_data["reason"],
        )
        return _t("已更正。") if changed else _t("内容没有变化。")
