"""The small forms of the status page. What they hold is checked once more by the verbs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services as do
from disclosure.choices import Category, Way
from disclosure.choices import Form as Kinds
from disclosure.desk import worded
from disclosure.models import ApplicantFile
from portal.personal import DOCUMENT_CHOICES
from portal.uploads import DOCUMENTS, IMAGES, clean_name, verify

MAX_FILES, MAX_BYTES = 5, 10 * 1024 * 1024
SCORES = [
    (5, _("非常满意")),
    (4, _("满意")),
    (3, _("基本满意")),
    (2, _("不满意")),
    (1, _("非常不满意")),
]


class Small(forms.Form):
    """Fields in the looks of the design; ``case`` gives what they start with."""

    use_required_attribute = False
    # Names of fields that take the whole width.
    wide = ()

    def __init__(self, *args, case=None, **options):
        super().__init__(*args, **options)
        self.case = case
        for name, field in self.fields.items():
            field.is_wide = name in self.wide or isinstance(field.widget, forms.Textarea)
            field.is_group = isinstance(
                field.widget, forms.CheckboxSelectMultiple | forms.RadioSelect
            )
            if not field.is_group and not isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs.setdefault("class", "inp")

    def refuse(self, error: ValidationError) -> None:
        """Show what a verb refused beside its field, or above them all."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


class Nothing(Small):
    """A button."""


class Withdraw(Small):
    sure = forms.BooleanField(
        label=worded(_("我确定撤回这件{申请}")),
        error_messages={"required": _("请勾选，确认您要撤回。")},
    )


class Reasons(Small):
    reasons = forms.CharField(
        label=_("理由"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("请填写理由。")},
    )


class Rate(Small):
    score = forms.ChoiceField(
        label=_("总体评价"),
        choices=SCORES,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择一项评价。"), "invalid_choice": _("请选择一项评价。")},
    )
    comment = forms.CharField(
        label=_("意见和建议"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )


class Wanting(Small):
    """What is wanted, and how."""

    wide = ("title", "ways")

    title = forms.CharField(label=_("信息名称或文件标题"), max_length=200, required=False)
    document_number = forms.CharField(label=_("发文字号"), max_length=100, required=False)
    index_number = forms.CharField(label=_("索引号"), max_length=60, required=False)
    description = forms.CharField(
        label=_("内容描述"),
        help_text=_("请写明便于查询的特征，如时间范围、对象、事项等"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("请描述所需的信息，便于查找。")},
    )
    form = forms.ChoiceField(label=_("提供形式"), choices=Kinds.choices)
    ways = forms.MultipleChoiceField(
        label=_("获取方式"),
        choices=Way.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accepts_other = forms.BooleanField(label=_("可接受其他方式"), required=False)

    def __init__(self, *args, case=None, **options):
        names = [name for name in self.base_fields if case and hasattr(case, name)]
        start = {name: getattr(case, name) for name in names if name != "files"}
        super().__init__(*args, case=case, initial=start, **options)

    def wanted(self, case) -> do.Wanted:
        names = do.Wanted.__dataclass_fields__
        return do.Wanted(**{name: self.cleaned_data[name] for name in names})


class Files(forms.FileField):
    """Several files, each looked at for what it is."""

    widget = forms.FileInput

    def clean(self, data, initial=None):
        files = [super(Files, self).clean(item, initial) for item in data or ()]
        if len(files) > MAX_FILES:
            raise ValidationError(_("最多上传%(most)d个文件。") % {"most": MAX_FILES})
        return [(file, verify(file, DOCUMENTS | IMAGES, max_bytes=MAX_BYTES)) for file in files]


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class Supplement(Wanting):
    wide = ("title", "ways", "files")

    files = Files(
        label=_("补正材料"),
        help_text=_("可选，最多5个，每个不超过10 MB；请不要上传证件照片"),
        required=False,
        widget=FilesInput(attrs={"multiple": True}),
    )

    def uploads(self) -> list[do.Upload]:
        return [
            do.Upload(file, clean_name(file.name), kind.content_type, ApplicantFile.Kind.SUPPLEMENT)
            for file, kind in self.cleaned_data["files"] or ()
        ]


class Edit(Wanting):
    """Also who applies and how to reach them, as long as it stays a person or an organisation: from
    one to the other it is another application. Name and number are shown masked: whoever looks over
    a shoulder reads no more here than on the page before."""

    wide = ("title", "ways", "address")
    KEPT = ("name", "id_number")
    REACHED = ("phone", "email", "address", "postcode")

    name = forms.CharField(label=_("姓名"), max_length=100, required=False)
    id_type = forms.ChoiceField(label=_("证件类型"), choices=DOCUMENT_CHOICES, required=False)
    id_number = forms.CharField(label=_("证件号码"), max_length=40, required=False)
    category = forms.ChoiceField(label=_("组织类型"), choices=Category.choices, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    email = forms.CharField(label=_("电子邮箱"), max_length=120, required=False)
    address = forms.CharField(label=_("通信地址"), max_length=200, required=False)
    postcode = forms.CharField(label=_("邮政编码"), max_length=10, required=False)

    def __init__(self, *args, case=None, **options):
        super().__init__(*args, case=case, **options)
        self.kind_now = case.id_type
        if case.is_organisation:
            del self.fields["id_type"]
            self.fields["name"].label = _("单位名称")
            self.fields["id_number"].label = _("统一社会信用代码")
        else:
            del self.fields["category"]
        for name in self.KEPT:
            self.initial[name] = ""
            now = getattr(case, f"{name}_masked")
            self.fields[name].help_text = _t("现为 %(value)s，留空不改") % {"value": now}
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_id_number(self):
        """A number belongs to its kind of document: the one without the other is a slip."""
        number = self.cleaned_data["id_number"]
        if not number and self.cleaned_data.get("id_type", "") not in ("", self.kind_now):
            raise ValidationError(_t("改了证件类型的，请填写这种证件的号码。"))
        return number

    def applicant(self, case) -> do.Applicant:
        typed, fields = self.cleaned_data, do.Applicant.__dataclass_fields__
        known = {name: getattr(case, name) for name in fields}
        mine = {name: typed[name] for name in self.REACHED}
        chosen = ("id_type", "category", *self.KEPT)
        mine |= {name: typed[name] for name in chosen if typed.get(name)}
        return do.Applicant(**{**known, **mine})
