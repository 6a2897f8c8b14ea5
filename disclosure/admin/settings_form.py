"""The form of the desk's settings: previews of numbers, and the remedies the law leaves open."""

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from disclosure.models import DeskSettings
from disclosure.outcomes import GROUNDS, OUTCOMES, Remedy
from disclosure.patterns import render, validate_pattern

PATTERNS = "case_pattern reply_pattern notice_pattern consult_pattern".split()
EXAMPLE_SERIAL = 12
BY_DEFAULT = ""
REMEDY_WORDS = {
    Remedy.REVIEW_FIRST: _("先复议，再起诉"),
    Remedy.REVIEW_OR_SUIT: _("复议或者起诉"),
    Remedy.NOTICE: _("程序性告知，不写救济途径"),
}
HELP = {
    "prefix": _("文号开头的代字，如“京科创”。写法中用到 {prefix} 的必须填写。"),
    "reply_days": _("条例第三十三条第二款：20个工作日。"),
    "extension_days": _("条例第三十三条第二款：延长最长不超过20个工作日。"),
    "supplement_notice_days": _("条例第三十条：收到申请之日起7个工作日内一次性告知。"),
    "third_party_days": _("条例第三十二条：15个工作日。"),
    "co_author_days": _("条例第三十四条：15个工作日。"),
    "other_organ_days": _("条例没有规定；留空表示不限。"),
    "max_extensions": _("条例没有规定延长几次，通常一次。"),
    "extension_notified_within_term": _("要求在原期限届满前把延长告知申请人。"),
    "late_supplement_restarts": _("超过7个工作日才告知补正的，收到补正后是否仍重新起算。"),
    "extension_survives_restart": _("补正后重新起算的，此前批准的延长是否仍然有效。"),
    "pause_from_sending_day": _("不选：自发出次日起扣除。"),
    "silence_ends_pause": _("不选：直到收到意见才停止扣除。"),
    "reasons_pause": _("条例没有规定要求说明理由期间可以不计；一般不选。"),
    "roll_stated_dates": _("民法典第二百零三条。"),
    "fee_clock": _("选中后，通知收费至缴费期间不计，缴费后重新起算。"),
    "fee_days": _("收费办法：收到通知次日起20个工作日内缴费。"),
    "court": _("写全称，例如“北京市海淀区人民法院”。"),
    "review_agency": _("写全称，例如“北京市人民政府”。第五十五条单位不填。"),
}


def _open_remedies():
    """What the law does not settle: outcomes and grounds whose remedy an institution decides."""
    entries = {**GROUNDS, **OUTCOMES}
    return {f"remedy_{code}": entry for code, entry in entries.items() if not entry.is_settled}


OPEN_REMEDIES = _open_remedies()
REMEDY_FIELDS = list(OPEN_REMEDIES)


def _remedy_field(entry):
    usual = _("按默认：%(remedy)s") % {"remedy": REMEDY_WORDS[entry.remedy]}
    return forms.ChoiceField(
        label=entry.name,
        required=False,
        choices=[(BY_DEFAULT, usual), *((r.value, words) for r, words in REMEDY_WORDS.items())],
    )


# ModelForm finds declared fields on its bases, so those of a varying number are made on one.
RemedyFields = type(
    "RemedyFields",
    (forms.ModelForm,),
    {name: _remedy_field(entry) for name, entry in OPEN_REMEDIES.items()},
)


class DeskSettingsForm(RemedyFields):
    class Meta:
        model = DeskSettings
        exclude = ["privacy_text"]  # noqa: DJ006 - all that is typed here; the notice has its page
        help_texts = HELP
        widgets = dict.fromkeys(("notice_text", "appeal_text"), AdminTextareaWidget({"rows": 3}))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, entry in OPEN_REMEDIES.items():
            if name in self.fields:
                self.initial[name] = self.instance.remedy_overrides.get(entry.code, BY_DEFAULT)
        for name in PATTERNS:
            if name in self.fields:
                self._preview(name)

    def _preview(self, name):
        """The number the field makes, below it; the page's script keeps it up with the typing."""
        field = self.fields[name]
        field.help_text = format_html(
            '{}<output class="number-example" for="id_{}">{}</output>',
            _("例如："),
            name,
            self._example(name),
        )

    def _example(self, name) -> str:
        pattern, prefix = self._now(name), self._now("prefix")
        try:
            validate_pattern(pattern)
        except ValidationError:
            return "—"
        year = timezone.localdate().year
        return render(pattern, year=year, serial=EXAMPLE_SERIAL, prefix=prefix)

    def _now(self, name) -> str:
        """As typed, or as saved. (Asking the bound field would fix its help text for good.)"""
        found = self.data.get(self.add_prefix(name)) if self.is_bound else self.initial.get(name)
        return found or ""

    def clean(self):
        data = super().clean()
        self._clean_patterns(data)
        chosen = {entry.code: data[name] for name, entry in OPEN_REMEDIES.items() if data.get(name)}
        self.instance.remedy_overrides = chosen
        return data

    def _clean_patterns(self, data):
        """Two series with one pattern give the same number twice; a gap where the prefix should be
        shows on every letter."""
        seen = {}
        for name in PATTERNS:
            pattern = data.get(name)
            if not pattern:
                continue
            if "{prefix" in pattern and not data.get("prefix") and name == "reply_pattern":
                self.add_error("prefix", _("文号的写法中有 {prefix}，请填写机关代字。"))
            if pattern in seen:
                other = self.fields[seen[pattern]].label
                self.add_error(
                    name,
                    ValidationError(
                        _("与“%(other)s”的写法相同，编出的号会重复。"), params={"other": other}
                    ),
                )
            seen.setdefault(pattern, name)
