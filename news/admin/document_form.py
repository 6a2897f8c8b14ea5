"""The part of the article form that makes an article a document, or the 解读 of one."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from news.catalogue.categories import document_categories
from news.models import Article, Document
from news.rights import may_explain, readable_articles
from news.section_kinds import library_section_ids
from news.services.documents import save_document

# What a document is made of; to fill any of these is to say that the article is one.
DETAILS = ("issuer", "written_on", "category", "ends_on", "superseded_by", "explanations")
CURRENT = Document.Validity.CURRENT
SUGGESTED = 200


def _field(name):
    return Document._meta.get_field(name)


def _choices_of_categories():
    return [("", "---------"), *document_categories().choices()]


class SuggestingInput(forms.TextInput):
    """A line of text that offers what was typed before, so that one issuer has one spelling."""

    def render(self, name, value, attrs=None, renderer=None):
        issuers = Document.objects.published().order_by("issuer").values_list("issuer").distinct()
        options = format_html_join("", '<option value="{}">', issuers[:SUGGESTED])
        html = super().render(name, value, {**(attrs or {}), "list": f"{name}-known"}, renderer)
        return format_html('{}<datalist id="{}-known">{}</datalist>', html, name, options)


class DocumentFields(forms.ModelForm):
    """Fields, checks and saving; the form that inherits them is one of :class:`Article`.

    In a library section whatever goes to review or out must be a document or explain one, because
    the library shows nothing else. Elsewhere the details are optional.
    """

    issuer = _field("issuer").formfield(
        required=False, widget=SuggestingInput(attrs={"class": "vTextField"})
    )
    written_on = _field("written_on").formfield(required=False, widget=AdminDateWidget)
    category = forms.TypedChoiceField(
        label=_("主题分类"),
        required=False,
        choices=_choices_of_categories,
        coerce=int,
        empty_value=None,
        help_text=_("分类由管理员在“主题分类”中维护。"),
    )
    validity = forms.ChoiceField(
        label=_("有效性"), required=False, choices=Document.Validity.choices, initial=CURRENT
    )
    ends_on = _field("ends_on").formfield(widget=AdminDateWidget)
    superseded_by = forms.ModelChoiceField(
        queryset=None,
        required=False,
        label=_field("superseded_by").verbose_name,
        help_text=_field("superseded_by").help_text,
        widget=AutocompleteSelect(_field("superseded_by"), admin.site),
    )
    explanations = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        label=_("本文件的解读"),
        help_text=_field("explanations").help_text,
        widget=AutocompleteSelectMultiple(_field("explanations"), admin.site),
    )
    explains = forms.ModelMultipleChoiceField(
        queryset=None,
        required=False,
        label=_("解读的文件"),
        help_text=_("本文是解读时，选择所解读的文件；两边的页面会互相链接。"),
        # Offers what the other field offers: articles that are documents.
        widget=AutocompleteSelectMultiple(_field("superseded_by"), admin.site),
    )

    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.document = Document.objects.filter(pk=self.instance.pk).first()
        stored = {name: [] for name in ("superseded_by", "explanations", "explains")}
        if self.instance.pk:
            stored["explains"] = list(self.instance.explains.values_list("pk", flat=True))
        if self.document:
            stored |= self._show_stored_document()
        for name, ids in stored.items():
            if name in self.fields:
                self.fields[name].queryset = self._offered(name, ids)
        self.initial["explains"] = stored["explains"]
        if "section" in self.fields:
            ids = ",".join(map(str, sorted(library_section_ids())))
            self.fields["section"].widget.attrs["data-libraries"] = ids

    def _show_stored_document(self) -> dict:
        document = self.document
        explanations = list(document.explanations.values_list("pk", flat=True))
        self.initial |= {
            "issuer": document.issuer,
            "written_on": document.written_on,
            "category": document.category_id,
            "validity": document.validity,
            "ends_on": document.ends_on,
            "superseded_by": document.superseded_by_id,
            "explanations": explanations,
        }
        return {"superseded_by": [document.superseded_by_id], "explanations": explanations}

    def _offered(self, name, ids):
        """What the user may see in the admin, and what is chosen already."""
        readable = readable_articles(self.user).values("pk")
        offered = Q(pk__in=readable)
        if name != "explanations":
            offered &= Q(document__isnull=False)
        articles = Article.objects.filter(offered | Q(pk__in=ids))
        return articles.exclude(pk=self.instance.pk) if self.instance.pk else articles

    # --- Checks -------------------------------------------------------------------------------
    def check_document(self, data, section_ids):
        """Called by ``clean`` with the sections the article is filed in."""
        if "issuer" not in self.fields:
            return
        data["validity"] = data.get("validity") or CURRENT
        self.is_document = data["validity"] != CURRENT or any(map(data.get, DETAILS))
        goes_out = data.get("status") in (Article.Status.REVIEW, Article.Status.PUBLISHED)
        must_be = goes_out and bool(library_section_ids() & set(section_ids))
        if self.is_document or (must_be and not data.get("explains")):
            self._require_details(data, self.is_document)
        if data.get("superseded_by") and data["validity"] == CURRENT:
            self.add_error(
                "validity", _("选了代替它的文件，有效性就应是“已修订”“已废止”或者“已失效”。")
            )
        start, end = data.get("written_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", _("失效日期不会早于成文日期。"))
        self._check_explains(data)

    def _require_details(self, data, is_document):
        message = (
            _("文件须填写此项；如果本文不是文件，请把文件信息各项清空。")
            if is_document
            else _("所选栏目是文件库，请填写；如果本文是解读，请选择“解读的文件”。")
        )
        for name in ("issuer", "written_on"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, message)

    def _check_explains(self, data):
        """What readers see on a document's page is changed only by those who may change it."""
        before = set(self.initial["explains"])
        after = {article.pk for article in data.get("explains") or []}
        was_seen = before if self.instance.status == Article.Status.PUBLISHED else set()
        will_be = after if data.get("status") == Article.Status.PUBLISHED else set()
        # Withdrawing the article is its own affair; taking the link off a public one is not.
        seen = (will_be - was_seen) | (was_seen - after)
        for article in Article.objects.filter(pk__in=seen | (after - before)):
            if not may_explain(self.user, article, public=article.pk in seen):
                self.add_error(
                    "explains",
                    _t("您没有权限修改《%(title)s》，不能在它的页面上增减解读。")
                    % {"title": article.title},
                )

    # --- Saving -------------------------------------------------------------------------------
    def save_document(self):
        """Store the details; without any, the article is no document (any more)."""
        if "issuer" not in self.fields:
            return
        data = self.cleaned_data
        values = None
        if self.is_document:
            values = {
                "issuer": data["issuer"],
                "written_on": data["written_on"],
                "category_id": data["category"],
                "validity": data["validity"],
                "ends_on": data["ends_on"],
                "superseded_by": data["superseded_by"],
            }
        save_document(self.instance, values, explanations=data["explanations"])
        if {article.pk for article in data["explains"]} != set(self.initial["explains"]):
            self.instance.explains.set([article.pk for article in data["explains"]])
