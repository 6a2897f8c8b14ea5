"""历史: what was changed, by whom, word for word, and a way back."""

import difflib
import re
from html import unescape

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from navigation.models import Section
from news.admin.document_history import changed_details
from news.models import Article
from portal.models import Picture

# Written by people, so worth comparing and bringing back. Status and sections are not: bringing
# back a text must neither publish nor move anything.
TEXTS = (
    "title kicker subtitle short_title summary body author editor keywords doc_number external_url"
).split()
OTHERS = "status section source cover published_at expires_at sticky_until".split()
RESTORED = [*TEXTS, "source", "cover"]
BREAKS = re.compile(r"</(p|h[2-4]|li|tr|caption|figcaption|blockquote)>|<br ?/?>")
TAG = re.compile(r"<[^>]+>")
WORDS = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
CONTEXT = 24


def readable(html: str) -> str:
    """Rich text as lines of plain text; a picture is shown by what it says."""
    text = re.sub(r'<img[^>]*alt="([^"]*)"[^>]*>', r"［图：\1］\n", html or "")
    lines = unescape(TAG.sub("", BREAKS.sub("\n", text))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def marked_difference(old: str, new: str) -> str:
    """``old`` and ``new`` in one text, with ``<del>`` and ``<ins>``; long equal parts shortened."""
    before, after = WORDS.findall(old), WORDS.findall(new)
    # autojunk would treat frequent characters of a long Chinese text as noise.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    parts = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind == "equal":
            parts.append(_shortened("".join(before[i:j])))
            continue
        if j > i:
            parts.append(f"<del>{escape(''.join(before[i:j]))}</del>")
        if m > k:
            parts.append(f"<ins>{escape(''.join(after[k:m]))}</ins>")
    # Every piece of text was escaped above.
    return mark_safe("".join(parts))


def _shortened(text):
    if len(text) <= 3 * CONTEXT:
        return escape(text)
    return f"{escape(text[:CONTEXT])}<i>……</i>{escape(text[-CONTEXT:])}"


def _line_differences(old: str, new: str):
    """Differences of long texts: only changed lines are compared word by word."""
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return [
        marked_difference("\n".join(before[i:j]), "\n".join(after[k:m]))
        for kind, i, j, k, m in matcher.get_opcodes()
        if kind != "equal"
    ]


def _shown(record, name):
    """A field of a historical record, in words."""
    if name in ("section", "source", "cover"):
        model = {"section": Section, "cover": Picture}.get(name)
        pk = getattr(record, f"{name}_id")
        if pk is None:
            return "—"
        if model is None:
            model = Article._meta.get_field("source").related_model
        return str(model.objects.filter(pk=pk).first() or _("（已删除）"))
    if name == "status":
        return record.get_status_display()
    value = getattr(record, name)
    if hasattr(value, "strftime"):
        from django.utils import timezone

        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value or "—")


def differences(old, new) -> list[dict]:
    """``[{"label", "parts"}]`` for every field that differs between two records."""
    found = []
    for name in [*TEXTS, *OTHERS]:
        attname = Article._meta.get_field(name).attname
        if getattr(old, attname) == getattr(new, attname):
            continue
        label = Article._meta.get_field(name).verbose_name
        if name == "body":
            parts = _line_differences(readable(old.body), readable(new.body))
            parts = parts or [_("只有格式变化，文字没有变。")]
        else:
            parts = [marked_difference(_shown(old, name), _shown(new, name))]
        found.append({"label": label, "parts": parts})
    for label, before, after in changed_details(old, new):
        found.append({"label": label, "parts": [marked_difference(before, after)]})
    return found


class ArticleHistoryMixin(admin.ModelAdmin):
    """The history page lists versions; each opens as a comparison with the one before it."""

    def _article(self, request, pk):
        article = get_object_or_404(Article, pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article

    def history_view(self, request, object_id, extra_context=None):
        if not re.fullmatch(r"[0-9]{1,18}", str(object_id)):
            raise Http404
        article = self._article(request, object_id)
        records = list(article.history.select_related("history_user").defer("body")[:200])
        context = {
            **self.admin_site.each_context(request),
            "title": _("历史：%(title)s") % {"title": article.title},
            "opts": self.opts,
            "original": article,
            "records": records,
            "current": records[0].pk if records else None,
        }
        request.current_app = self.admin_site.name
        return render(request, "admin/news/article/history.html", context)

    def version_view(self, request, pk, version):
        """Compare a version with the one before it, or (``?with=current``) with today's text."""
        article = self._article(request, pk)
        record = get_object_or_404(article.history, history_id=version)
        if request.method == "POST":
            return self._restore(request, article, record)
        with_current = request.GET.get("with") == "current"
        other = article.history.first() if with_current else record.prev_record
        pair = (record, other) if with_current else (other, record)
        context = {
            **self.admin_site.each_context(request),
            "title": _("比较版本：%(title)s") % {"title": article.title},
            "opts": self.opts,
            "original": article,
            "record": record,
            "other": other,
            "with_current": with_current,
            "differences": differences(*pair) if other else [],
            "text": readable(record.body) if not other else "",
            "may_restore": self.has_change_permission(request, article)
            and record.pk != article.history.first().pk,
        }
        request.current_app = self.admin_site.name
        return render(request, "admin/news/article/version.html", context)

    def _restore(self, request, article, record):
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        for name in RESTORED:
            field = Article._meta.get_field(name)
            value = getattr(record, field.attname)
            if field.is_relation and not field.related_model.objects.filter(pk=value).exists():
                value = None
            setattr(article, field.attname, value)
        article._change_reason = _("恢复到 %(at)s 的版本") % {
            "at": f"{record.history_date:%Y-%m-%d %H:%M}"
        }
        article.save()
        self.log_change(request, article, article._change_reason)
        messages.success(request, _("文章已恢复到所选版本，状态和栏目没有改变。"))
        return HttpResponseRedirect(reverse("admin:news_article_change", args=[article.pk]))
