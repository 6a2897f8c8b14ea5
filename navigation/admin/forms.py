"""Forms of the section admin. They rehearse the service, so its refusals stand beside the field."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from navigation.exceptions import SectionRefused
from navigation.forms import SectionChoiceField
from navigation.models import Section
from navigation.permissions import rights_of
from navigation.services import (
    Where,
    create_section,
    preview_merge,
    preview_move,
    preview_rename,
    update_section,
)


class _Rehearsed(Exception):
    """Ends a rehearsal, so that its transaction is rolled back."""


def rehearse(verb):
    """Run ``verb`` and undo it; what it raises comes out, what it writes does not."""
    try:
        with transaction.atomic():
            verb()
            raise _Rehearsed
    except _Rehearsed:
        pass


class SectionForm(forms.ModelForm):
    """Add or change one section. Must be validated under the tree lock."""

    parent = SectionChoiceField(
        label=_("上级栏目"), required=False, empty_label=_("（顶级栏目）"), help_text=""
    )
    link_section = SectionChoiceField(
        label=_("链接到栏目"),
        required=False,
        help_text=_("优先于链接地址；目标栏目移动后链接自动跟随。"),
    )
    confirmed = forms.CharField(label=_("确认修改网址"), required=False, widget=forms.HiddenInput)

    class Meta:
        model = Section
        fields = [
            "title",
            "short_title",
            "slug",
            "parent",
            "kind",
            "is_active",
            "link_url",
            "link_section",
            "new_window",
            "show_in_top",
            "top_order",
            "show_in_side",
            "side_order",
            "show_in_mobile",
            "mobile_order",
            "description",
            "keywords",
            "category",
            "intro",
            "color",
            "page_size",
            "update_days",
        ]
        widgets = {"intro": forms.Textarea(attrs={"rows": 4, "cols": 80})}

    user = None  # set by the admin

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_new:
            self._limit_parents()
        else:
            del self.fields["parent"]  # moving has its own page, with a preview

    def _limit_parents(self):
        rights, field = rights_of(self.user), self.fields["parent"]
        if not rights.everywhere:
            field.queryset = field.queryset.filter(pk__in=rights.manage)
            field.required, field.empty_label = True, None

    @property
    def is_new(self):
        return self.instance._state.adding

    def clean(self):
        cleaned = super().clean()
        kind = cleaned.get("kind")
        if kind == "link" and not (cleaned.get("link_url") or cleaned.get("link_section")):
            self.add_error("link_url", _("请填写链接地址，或者在下面选择一个栏目。"))
        if not self.errors:
            self._rehearse()
        if not self.errors and not self.is_new and "slug" in self.changed_data:
            self._ask_about_addresses()
        return cleaned

    def _rehearse(self):
        try:
            rehearse(self.commit)
        except SectionRefused as refusal:
            known = refusal.field if refusal.field in self.fields else NON_FIELD_ERRORS
            self.add_error(known, refusal.message)
        except ValidationError as error:
            self.add_error(None, error)

    def _ask_about_addresses(self):
        """A new slug moves every address below it: say how many, and want a second yes."""
        preview = preview_rename(self.instance.pk, self.cleaned_data["slug"])
        if preview.token == self.cleaned_data.get("confirmed"):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("confirmed")] = preview.token
        self.add_error("slug", preview.message + _("确定要修改，请再点一次保存。"))

    def commit(self) -> Section:
        """Write the change through the services."""
        columns = {field.name for field in Section._meta.fields}
        names = [name for name in self.cleaned_data if name in columns]
        if self.is_new:
            return create_section(**{name: self.cleaned_data[name] for name in names})
        changed = {name: self.cleaned_data[name] for name in names if name in self.changed_data}
        return update_section(self.instance.pk, **changed)


class _StepForm(forms.Form):
    """A form whose answer is previewed first and carried out when ``confirmed`` fits the preview."""

    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, section, user, **kwargs):
        self.section, self.user = section, user
        super().__init__(*args, **kwargs)

    preview = None

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            try:
                self.preview = self.make_preview(cleaned)
            except SectionRefused as refusal:
                self.add_error("target", refusal.message)
        return cleaned

    @property
    def is_confirmed(self):
        return self.cleaned_data.get("confirmed") == self.preview.token


class MoveForm(_StepForm):
    """Where a section goes, without a mouse and without JavaScript."""

    target = SectionChoiceField(label=_("目标栏目"), required=False)
    where = forms.ChoiceField(
        label=_("位置"), choices=Where, widget=forms.RadioSelect, initial=Where.INSIDE
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, rights = self.fields["target"], rights_of(self.user)
        field.queryset = field.queryset.exclude(pk__in=_branch_ids(self.section))
        if rights.everywhere:
            field.empty_label = _("（顶级栏目末尾）")
        else:
            field.queryset = field.queryset.filter(pk__in=rights.manage)
            field.required, field.empty_label = True, None

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.is_allowed():
            self.add_error("target", _("您没有管理目标位置的权限。"))
        return cleaned

    def is_allowed(self):
        target, where = self.cleaned_data["target"], self.cleaned_data["where"]
        parent = target.parent_id if target and where != Where.INSIDE else target and target.pk
        return rights_of(self.user).can_manage(parent)

    def make_preview(self, cleaned):
        if cleaned["target"] is None and cleaned["where"] != Where.INSIDE:
            cleaned["where"] = Where.INSIDE
        return preview_move(self.section, cleaned["target"], cleaned["where"])


class MergeForm(_StepForm):
    """Which section takes everything over."""

    target = SectionChoiceField(label=_("合并到"), empty_label=_("请选择栏目"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field, rights = self.fields["target"], rights_of(self.user)
        field.queryset = field.queryset.exclude(pk__in=_branch_ids(self.section))
        if not rights.everywhere:
            field.queryset = field.queryset.filter(pk__in=rights.manage)

    def make_preview(self, cleaned):
        return preview_merge(self.section, cleaned["target"])


def _branch_ids(section):
    return section.get_descendants(include_self=True).values("pk")
