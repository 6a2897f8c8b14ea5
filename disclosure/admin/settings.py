"""信息公开设置, the versions of the privacy notice, and who contributes for which department."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from disclosure.desk import desk
from disclosure.models import DepartmentMember, DeskSettings, PrivacyNotice
from portal.admin.base import AppendOnly, ChoosesOnly, SingletonAdmin
from portal.names import name_of

from .settings_form import REMEDY_FIELDS, DeskSettingsForm

OFFICE = (
    "institution institution_name uses_inquiry_wording office_name office_address office_postcode "
    "office_hours office_phone office_fax office_email"
).split()
NUMBERS = "prefix case_pattern reply_pattern notice_pattern consult_pattern".split()
TERMS = (
    "own_rules reply_days extension_days supplement_notice_days supplement_period third_party_days "
    "co_author_days other_organ_days confirm_within"
).split()
HABITS = (
    "max_extensions extension_notified_within_term late_supplement_restarts "
    "extension_survives_restart pause_from_sending_day silence_ends_pause reasons_pause "
    "roll_stated_dates"
).split()
REMEDIES = "review_agency court appeal_body notice_text appeal_text".split()
FEES = "fees_enabled fee_clock fee_days".split()
KEEPING = "retention_months scan_retention_days volume_per_month".split()
LIMITS = "captcha_enabled submissions_per_hour query_tries query_pause_minutes".split()


@admin.register(DeskSettings)
class DeskSettingsAdmin(SingletonAdmin):
    """One page. Everything has a default that follows the law; what it leaves open is explained."""

    form = DeskSettingsForm
    readonly_fields = ["readiness"]
    fieldsets = [
        (None, {"fields": ["readiness"]}),
        (
            _("机构"),
            {
                "fields": OFFICE,
                "description": _("申请页面、指南和答复书上怎样称呼、怎样联系本单位。"),
            },
        ),
        (
            _("编号和文号"),
            {
                "fields": NUMBERS,
                "description": _(
                    "花括号中的内容由系统代入：{prefix} 机关代字，{year} 年份，{serial} 顺序号"
                    "（{serial:06d} 补足六位）。各类编号按年从 1 开始，不跳号；改了写法，已经编的号不变。"
                ),
            },
        ),
        (
            _("期限"),
            {
                "fields": TERMS,
                "description": _(
                    "行政机关和授权组织适用条例规定的期限，不能修改；第五十五条单位按本单位规定填写。"
                    "保存后，未办结的申请立即重新计算。"
                ),
            },
        ),
        (
            _("期限的算法"),
            {
                "fields": HABITS,
                "classes": ["collapse"],
                "description": _("条例没有写明、各地做法不同的地方；一般不用改。"),
            },
        ),
        (
            _("救济途径"),
            {
                "fields": [*REMEDIES, *REMEDY_FIELDS],
                "description": _(
                    "答复书末尾告知申请人的途径。不予公开的，法律规定复议前置，不能改。"
                ),
            },
        ),
        (_("信息处理费"), {"fields": FEES}),
        (
            _("个人信息和数量"),
            {
                "fields": KEEPING,
                "description": _("个人信息处理告知另在“个人信息处理告知”中维护。"),
            },
        ),
        (_("公开页面的限制"), {"fields": LIMITS, "classes": ["collapse"]}),
    ]

    class Media:
        js = ["admin-disclosure/numbers.js"]

    def has_add_permission(self, request):
        """The row is made by saving it the first time; whoever may change it may do that."""
        return self.has_change_permission(request) and not self.model.objects.exists()

    @admin.display(description=_("能否签发"))
    def readiness(self, obj):
        """What still stands in the way of signing a letter, as saved."""
        problems = desk().profile.problems()
        if not problems:
            return gettext("设置完整，可以签发答复。")
        listed = format_html_join("", "<li>{}</li>", ((problem,) for problem in problems))
        return format_html(
            '<ul class="errorlist">{}</ul>{}',
            listed,
            gettext("补齐以前不能签发答复书；在下面的“机构”“救济途径”中填写后保存。"),
        )


@admin.register(PrivacyNotice)
class PrivacyNoticeAdmin(AppendOnly, admin.ModelAdmin):
    """Versions are added and looked at: what applicants agreed to is never changed."""

    list_display = ["version", "since", "is_current"]
    fields = ["version", "text", "since"]

    @admin.display(description=_("现行"), boolean=True)
    def is_current(self, obj):
        return obj.version == desk().notice_version

    def has_add_permission(self, request):
        return request.user.has_perm("disclosure.change_desksettings")

    def get_fields(self, request, obj=None):
        return self.fields if obj else ["text"]

    def get_form(self, request, obj=None, **kwargs):
        return super().get_form(request, obj, **kwargs) if obj else NoticeForm

    def get_changeform_initial_data(self, request):
        newest = PrivacyNotice.objects.first()
        return {"text": newest.text if newest else ""}

    def save_model(self, request, obj, form, change):
        """Through the settings: they hold the current text, and saving them makes the version."""
        row = DeskSettings.objects.first() or DeskSettings()
        row.privacy_text = obj.text
        row.save()
        made = PrivacyNotice.objects.first()
        obj.pk, obj.version, obj.since = made.pk, made.version, made.since


class NoticeForm(forms.ModelForm):
    text = forms.CharField(
        label=_("内容"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 20, "class": "vLargeTextField"}),
        help_text=_(
            "写明处理目的、方式、种类、保存期限和申请人的权利（个人信息保护法第十七条）。保存后成为"
            "新版本，立即启用；此前提交的申请仍对应当时同意的版本。"
        ),
    )

    class Meta:
        model = PrivacyNotice
        fields = ["text"]

    def clean_text(self):
        text = self.cleaned_data["text"].strip()
        newest = PrivacyNotice.objects.first()
        if newest and newest.text == text:
            raise forms.ValidationError(_("与现行版本相同，没有需要保存的修改。"))
        return text

    def _post_clean(self):
        """The version is given when it is saved; nothing else of the row is typed."""
        self.instance.text = self.cleaned_data.get("text", "")
        self.instance.since = timezone.now()


@admin.register(DepartmentMember)
class DepartmentMemberAdmin(ChoosesOnly):
    """Who sees and answers the cases that are given to a department."""

    list_display = ["department", "person"]
    list_display_links = ["department", "person"]
    list_select_related = ["department", "user"]
    list_filter = ["department"]
    search_fields = ["department__name", "user__username", "user__last_name", "user__first_name"]

    @admin.display(description=_("用户"), ordering="user__username")
    def person(self, member):
        return name_of(member.user)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if db_field.name == "user":
            field.queryset = field.queryset.filter(is_active=True, is_staff=True)
            field.label_from_instance = name_of
            field.help_text = _("还要在“用户”中加入“承办部门”组，才能登录后台签收和回复。")
        return field
