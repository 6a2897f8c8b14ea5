"""A released answer for everybody: from a case to the draft of an article in the 目录."""

import hashlib

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.catalogue.filing import catalogue_categories
from disclosure.choices import Visibility
from disclosure.desk import desk
from disclosure.models import CatalogueCategory
from disclosure.services.publishing import Published, findings, proposed_text
from navigation.models import Section
from navigation.permissions import editable_section_ids

from .asking import Styled
from .steps import DayField, Step, long_text, short_text, step

TEXT_ROWS = 14


def _categories():
    return [("", "---------"), *catalogue_categories().choices()]


@step
class PublishAnswer(Styled, Step):
    """The officer sees what may be personal before anything leaves the case."""

    action = Action.PUBLISH_ANSWER
    template = "admin/disclosure/answer/publish.html"
    submit_label = _("生成文章草稿")
    note = _(
        "把答复和选定的文件转为一篇文章草稿，不含申请人信息；在文章管理中修改、发布后编制索引号。"
    )

    section = forms.ModelChoiceField(
        label=_("栏目"),
        queryset=Section.objects.none(),
        empty_label=_("请选择栏目"),
        error_messages={"required": _("请选择栏目。")},
        help_text=_("只列出您有权写文章的栏目。"),
    )
    category = forms.ChoiceField(label=_("目录分类"), choices=_categories, required=False)
    title = short_text(_("标题"), max_length=150)
    doc_number = short_text(_("文号"), max_length=60, required=False)
    issuer = short_text(_("发文机关"), max_length=100)
    written_on = DayField(_("成文日期"))
    text = long_text(
        _("正文"),
        rows=TEXT_ROWS,
        max_length=60000,
        help_text=_("一行一段。请逐句核对，删去能够识别个人的内容。"),
    )
    files = forms.MultipleChoiceField(
        label=_("随文公开的文件"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出经过保密审查的文件。"),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    confirmed = forms.BooleanField(label=_("我已逐条核对列出的内容，可以公开"), required=False)

    def __init__(self, case, by, *args, **options):
        super().__init__(case, by, *args, **options)
        sections = Section.objects.filter(pk__in=editable_section_ids(by.user))
        self.fields["section"].queryset = sections
        self.released = {str(r.pk): r for r in case.released.all() if r.checked_at}
        self.fields["files"].choices = [(pk, row.name) for pk, row in self.released.items()]
        if not self.is_bound and case.decision and case.received_on:
            self.initial = {**self._proposed(), **self.initial}
        self.found = []

    @classmethod
    def is_offered(cls, case, user):
        return case.visibility == Visibility.LISTED and case.published_as_id is None

    def _proposed(self) -> dict:
        letter = services.answer_of(self.case)
        return {
            "title": _t("关于“%s”的信息公开答复") % self.case.title if self.case.title else "",
            "doc_number": letter.reference if letter else "",
            "issuer": desk().name,
            "written_on": self.case.decided_on,
            "text": proposed_text(self.case),
            "files": list(self.released),
        }

    def shown_fields(self):
        """``confirmed`` is asked for once there is something to confirm."""
        hidden = {"seen"} if self.released else {"seen", "files"}
        hidden |= set() if self.found else {"confirmed"}
        return [self[name] for name in self.fields if name not in hidden]

    def clean_category(self):
        pk = self.cleaned_data["category"]
        return CatalogueCategory.objects.get(pk=pk) if pk else None

    def clean(self):
        """What was found is confirmed only if it is the same that was shown."""
        data = self.cleaned_data
        files = [self.released[pk] for pk in data.get("files", ())]
        texts = {str(self.fields[n].label): data.get(n, "") for n in ("title", "text")}
        self.found = findings(self.case, texts, files)
        if not self.found:
            return
        digest = hashlib.sha256(repr(self.found).encode()).hexdigest()[:16]
        is_same = data.get("seen") == digest
        self.data = self.data.copy()
        self.data["seen"] = digest
        if not (is_same and data.get("confirmed")):
            self.data.pop("confirmed", None)
            raise ValidationError(
                {
                    "confirmed": _t(
                        "发现可能的个人信息，请逐条核对，修改后重新提交，或者确认可以公开。"
                    )
                }
            )

    def act(self):
        data = self.cleaned_data
        answer = Published(
            **{n: data[n] for n in ("section", "category", "title", "text", "issuer")},
            doc_number=data["doc_number"],
            written_on=data["written_on"],
            files=[self.released[pk] for pk in data["files"]],
        )
        article = services.publish_answer(
            self.case, self.by, answer, found=self.found, confirmed=data["confirmed"]
        )
        address = reverse("admin:news_article_change", args=[article.pk])
        return format_html(
            '{} <a href="{}">{}</a>', _t("已生成文章草稿，请修改后发布。"), address, article.title
        )
