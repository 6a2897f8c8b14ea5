"""What narrows the inbox: by address for what is no secret, by POST for an ID number."""

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from disclosure.choices import ApplicantType, Channel
from disclosure.lookup import MAX_NUMBER, tidy_number
from disclosure.models import Assignment, Case
from portal.models import Department
from portal.names import name_of

ANY = ("", _("全部"))
FIRST_YEAR = 2008  # 条例 first in force


class Named(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        return name_of(obj)


class InboxForm(forms.Form):
    """A wrong value narrows nothing."""

    q = forms.CharField(label=_("登记编号"), required=False, max_length=MAX_NUMBER)
    handler = Named(label=_("经办人"), queryset=None, required=False, empty_label=ANY[1])
    department = forms.ModelChoiceField(
        label=_("承办部门"), queryset=None, required=False, empty_label=ANY[1]
    )
    channel = forms.ChoiceField(
        label=_("提交渠道"), choices=[ANY, *Channel.choices], required=False
    )
    year = forms.TypedChoiceField(label=_("年度"), required=False, coerce=int, empty_value=None)
    applicant_type = forms.ChoiceField(
        label=_("申请人类型"), choices=[ANY, *ApplicantType.choices], required=False
    )

    def __init__(self, *args, this_year: int, **options):
        super().__init__(*args, auto_id="inbox_%s", **options)
        handlers = Case.objects.filter(handler=OuterRef("pk"))
        self.fields["handler"].queryset = (
            get_user_model().objects.filter(Exists(handlers)).order_by("pk")
        )
        asked = Assignment.objects.filter(department=OuterRef("pk"))
        self.fields["department"].queryset = Department.objects.filter(Exists(asked))
        years = [(str(year), str(year)) for year in range(this_year, FIRST_YEAR - 1, -1)]
        self.fields["year"].choices = [ANY, *years]

    def narrowed(self, cases):
        self.is_valid()
        data = {name: value for name, value in self.cleaned_data.items() if value}
        if number := tidy_number(data.pop("q", "")):
            cases = cases.filter(number__icontains=number)
        if department := data.pop("department", None):
            asked = Assignment.objects.filter(case=OuterRef("pk"), department=department)
            cases = cases.filter(Exists(asked))
        if year := data.pop("year", None):
            cases = cases.filter(created_at__year=year)
        return cases.filter(**data)


class IdNumberForm(forms.Form):
    """The exact number of a document, looked up through the keyed index (docs/privacy.md)."""

    id_number = forms.CharField(
        label=_("证件号码"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "class": "vTextField"}),
        help_text=_("须输入完整的号码。查找会记入审计记录，号码本身不留存。"),
    )
