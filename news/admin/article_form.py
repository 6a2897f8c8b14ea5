"""The form in which articles are written."""

import re

from django import forms
from django.conf import settings
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from navigation.permissions import editable_section_ids, publishable_section_ids
from news.admin.document_form import DocumentFields
from news.admin.fields import LinkLinesField, SectionField, SectionsField, sections_for
from news.home import HEADLINE_LINKS
from news.models import Article
from news.rights import may_publish_in, may_write_in
from portal.pictures import check_upload

Status = Article.Status
BUTTONS = {"_publish": Status.PUBLISHED, "_submit": Status.REVIEW}


class ArticleForm(DocumentFields):
    """Checks the rights in all chosen sections and refuses to overwrite another's changes."""

    section = SectionField(queryset=None, label=_("主栏目"))
    also_in = SectionsField(
        queryset=None,
        required=False,
        label=_("同时显示在"),
        help_text=_("勾选的栏目也会列出这篇文章，网址仍以主栏目为准。"),
    )
    cover_upload = forms.FileField(
        required=False,
        label=_("上传新封面"),
        help_text=_("直接选一张图片即可，保存时进入图片库并设为封面；宽度最好不少于 1200 像素。"),
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )
    headline_links = LinkLinesField(
        max_lines=HEADLINE_LINKS,
        part_length=200,
        label=_("头条下的链接"),
        help_text=_("一行一条，最多三条，写作“文字 | 网址”，如“一图读懂 | /kjcx/kcdt/”。"),
    )
    published_at = forms.SplitDateTimeField(
        required=False,
        label=_("发布时间"),
        widget=AdminSplitDateTime,
        help_text=_("留空则为发布那一刻；填写将来的时间，到时自动显示。"),
    )
    # When the row was last changed, as this form saw it.
    version = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        exclude = ["sections", "created_by"]  # noqa: DJ006 - the admin's fieldsets name the fields

    # Set by the admin on a subclass made for the request.
    user = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._apply_button()
        allowed = sections_for(editable_section_ids(self.user))
        for name in ("section", "also_in"):
            if name in self.fields:
                self.fields[name].queryset = allowed
        self._limit_status()
        if self.instance.pk:
            self._show_stored_values()
        else:
            self.initial["published_at"] = None

    def _apply_button(self):
        """保存并发布 and 保存并送审 are the status of the same name."""
        for button, status in BUTTONS.items():
            if self.is_bound and button in self.data:
                self.data = self.data.copy()
                self.data[self.add_prefix("status")] = status

    def _limit_status(self):
        """Writers choose among what they may do; publishing elsewhere is caught in ``clean``."""
        field = self.fields.get("status")
        if field is None:
            return
        if not publishable_section_ids(self.user):
            field.choices = [
                choice for choice in field.choices if choice[0] in (Status.DRAFT, Status.REVIEW)
            ]
            if self.instance.status == Status.WITHDRAWN:
                field.choices = [*field.choices, (Status.WITHDRAWN, Status.WITHDRAWN.label)]
            field.help_text = _t("写好后选“待审”，由有发布权限的同事审核发布。")

    def _show_stored_values(self):
        self.initial["also_in"] = list(
            self.instance.placements.exclude(section_id=self.instance.section_id).values_list(
                "section_id", flat=True
            )
        )
        self.initial["version"] = version_of(self.instance)
        if self.instance.status != Status.PUBLISHED and self.instance.has_automatic_date:
            self.initial["published_at"] = None

    # --- Checks ------------------------------------------------------------------------------
    def clean_cover_upload(self):
        upload = self.cleaned_data["cover_upload"]
        if upload:
            check_upload(upload)
        return upload

    def clean_external_url(self):
        """Its own address would lead readers round in a circle."""
        url = self.cleaned_data["external_url"]
        own = rf"/.*/t\d{{8}}_{self.instance.pk}\.html([?#].*)?"
        if re.fullmatch(own, url.removeprefix(settings.SITE_URL)):
            raise ValidationError(_("这是本文自己的网址。外部链接请填写其他网页，没有就留空。"))
        return url

    def clean(self):
        data = super().clean()
        self._check_version()
        self._check_rights(data)
        self._set_published_at(data)
        self._check_times(data)
        self.check_document(data, self._chosen_sections(data))
        return data

    def _check_version(self):
        """Somebody else saved meanwhile: say so, keep what was typed, let the next save win."""
        if not self.instance.pk:
            return
        current = Article.objects.select_for_update().get(pk=self.instance.pk)
        if self.data.get(self.add_prefix("version"), "") == version_of(current):
            return
        self.data = self.data.copy()
        self.data[self.add_prefix("version")] = version_of(current)
        last = current.history.select_related("history_user").first()
        who = str(last.history_user) if last and last.history_user else _t("其他人")
        raise ValidationError(
            _(
                "您打开这篇文章之后，%(who)s 在 %(at)s 保存过新的内容。您填写的内容都还在下面，"
                "没有丢失。请先在“历史”里看看对方改了什么；再次保存，将以您的内容为准。"
            ),
            code="changed_meanwhile",
            params={"who": who, "at": timezone.localtime(current.updated_at).strftime("%H:%M:%S")},
        )

    def _check_rights(self, data):
        ids = self._chosen_sections(data)
        if not ids:
            return
        if not may_write_in(self.user, ids):
            self.add_error("section", _("您没有在所选栏目撰稿的权限。"))
        elif data.get("status") == Status.PUBLISHED and not may_publish_in(self.user, ids):
            self.add_error(
                "status", _("您没有在所选全部栏目发布的权限，请选“待审”，或者减少栏目。")
            )

    @staticmethod
    def _chosen_sections(data) -> set[int]:
        """The sections as far as they were chosen; none before the home section is."""
        home = data.get("section")
        others = (section.pk for section in data.get("also_in") or [])
        return {home.pk, *others} if home else set()

    def _set_published_at(self, data):
        """An empty time means now, or stays the moment of creation until the article comes out."""
        if data.get("published_at") or "published_at" in self.errors:
            return
        stored = self.instance.pk and self.instance.status != Status.PUBLISHED
        waiting = data.get("status") != Status.PUBLISHED
        data["published_at"] = self.instance.created_at if stored and waiting else timezone.now()

    def _check_times(self, data):
        start, end = data.get("published_at"), data.get("expires_at")
        if start and end and end <= start:
            self.add_error("expires_at", _("下线时间应晚于发布时间。"))
        if data.get("featured_until") and not (data.get("cover") or data.get("cover_upload")):
            self.add_error("featured_until", _("进入首页轮播的文章须有封面图。"))

    @property
    def section_ids(self) -> list[int]:
        """The chosen sections, home first."""
        home = self.cleaned_data["section"].pk
        return [home, *(s.pk for s in self.cleaned_data["also_in"] if s.pk != home)]


def version_of(article) -> str:
    """What tells one saved state of an article from the next."""
    return article.updated_at.isoformat()
