"""The tree page's own actions: move, drop, shift, show or hide, merge.

Every one takes the tree lock before it loads a row, then asks for the rights anew: what the page
showed when it was loaded may no longer be true.
"""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from navigation import permissions
from navigation.admin.forms import MergeForm, MoveForm
from navigation.exceptions import SectionRefused
from navigation.locks import tree_lock
from navigation.models import Section
from navigation.services import merge_sections, move_section, set_visibility, shift_section
from navigation.services.update import SWITCHES

STEPS = {"up": -1, "down": 1}
STEP_LABELS = {
    "move": {
        "title": gettext_lazy("移动栏目"),
        "submit_label": gettext_lazy("移动"),
        "confirm_label": gettext_lazy("确认移动"),
    },
    "merge": {
        "title": gettext_lazy("合并栏目"),
        "submit_label": gettext_lazy("下一步"),
        "confirm_label": gettext_lazy("确认合并"),
    },
}


def tree_url(section_id=None) -> str:
    url = reverse("admin:navigation_section_changelist")
    return f"{url}#section-{section_id}" if section_id else url


def wants_json(request) -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


class TreeActions:
    """Mixed into the section admin."""

    def get_urls(self):
        wrap = self.admin_site.admin_view
        name = "navigation_section_%s"
        return [
            path("toggle/", wrap(self.toggle_view), name=name % "toggle"),
            path("shift/", wrap(self.shift_view), name=name % "shift"),
            path("drop/", wrap(self.drop_view), name=name % "drop"),
            path("<int:pk>/move/", wrap(self.move_view), name=name % "move"),
            path("<int:pk>/merge/", wrap(self.merge_view), name=name % "merge"),
            *super().get_urls(),
        ]

    # --- One-click buttons ---------------------------------------------------------------------
    def toggle_view(self, request):
        """POST ``set=<id>:<switch>:<0|1>``: the button says what it wants, so twice does no harm."""
        return self._post(request, "set", r"(\d{1,18}):(\w+):([01])", self._toggle)

    def _toggle(self, request, section, switch, value):
        if switch not in SWITCHES:
            raise Http404
        set_visibility(section, switch, value == "1")
        field = str(Section._meta.get_field(SWITCHES[switch]).verbose_name)
        self.log_change(request, section, [{"changed": {"fields": [field]}}])
        text = (
            _("“%(title)s”：%(field)s已打开。")
            if value == "1"
            else _("“%(title)s”：%(field)s已关闭。")
        )
        return text % {"title": section.title, "field": field}

    def shift_view(self, request):
        """POST ``move=<id>:<up|down>``."""
        return self._post(request, "move", r"(\d{1,18}):(up|down)", self._shift)

    def _shift(self, request, section, direction):
        shift_section(section, STEPS[direction])
        self.log_change(request, section, [{"changed": {"fields": [_("顺序")]}}])
        return _("已移动“%(title)s”。") % {"title": section.title}

    def _post(self, request, name, pattern, action):
        """Run a one-click action on the section its button names."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        wanted = re.fullmatch(pattern, request.POST.get(name, ""), re.ASCII)
        if not wanted:
            raise Http404
        section_id, *arguments = wanted.groups()
        with tree_lock():
            section = self._restructurable(request, int(section_id))
            try:
                message, status = action(request, section, *arguments), 200
            except SectionRefused as refusal:
                message, status = refusal.message, 409
        if wants_json(request):
            return JsonResponse({"message": str(message)}, status=status)
        level = messages.SUCCESS if status == 200 else messages.ERROR
        self.message_user(request, message, level)
        return HttpResponseRedirect(tree_url(section.pk))

    def _restructurable(self, request, section_id) -> Section:
        """The section, if this user may change its place; asked under the lock."""
        permissions.forget(request.user)
        section = get_object_or_404(Section, pk=section_id)
        if not permissions.can_restructure(request.user, section.pk):
            raise PermissionDenied
        return section

    # --- Moving --------------------------------------------------------------------------------
    def drop_view(self, request):
        """POST from drag and drop, answered in JSON: done, a question, or a refusal."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        section_id = request.POST.get("section", "")
        if not re.fullmatch(r"\d{1,18}", section_id, re.ASCII):
            raise Http404
        with tree_lock():
            section = self._restructurable(request, int(section_id))
            form = MoveForm(request.POST, section=section, user=request.user)
            if not form.is_valid():
                text = " ".join(error for errors in form.errors.values() for error in errors)
                return JsonResponse({"message": text}, status=409)
            if form.preview.changes_addresses and not form.is_confirmed:
                return JsonResponse(
                    {
                        "question": form.preview.message,
                        "examples": form.preview.examples,
                        "confirmed": form.preview.token,
                    }
                )
            self._move(request, section, form)
        return JsonResponse({"url": tree_url(section.pk)})

    def move_view(self, request, pk):
        """The same by form: choose a place, confirm when addresses change."""
        return self._step(request, pk, MoveForm, self._move, "move")

    def _move(self, request, section, form):
        move_section(section, form.cleaned_data["target"], form.cleaned_data["where"])
        self.log_change(request, section, [{"changed": {"fields": [_("位置")]}}])
        self.message_user(request, _("已移动“%(title)s”。") % {"title": section.title})
        return section.pk

    # --- Merging -------------------------------------------------------------------------------
    def merge_view(self, request, pk):
        return self._step(request, pk, MergeForm, self._merge, "merge")

    def _merge(self, request, section, form):
        target = form.cleaned_data["target"]
        merge_sections(section, target)
        self.log_deletions(request, [section])
        text = _("已把“%(source)s”合并到“%(target)s”。")
        self.message_user(request, text % {"source": section.title, "target": target.title})
        return target.pk

    # --- Forms in two steps --------------------------------------------------------------------
    def _step(self, request, pk, form_class, carry_out, template):
        """Show the form; preview what it would do; carry it out once confirmed."""
        if request.method != "POST":
            section = self._restructurable(request, pk)
            form = form_class(section=section, user=request.user)
            return self._step_page(request, section, form, template)
        with tree_lock():
            section = self._restructurable(request, pk)
            form = form_class(request.POST, section=section, user=request.user)
            if not form.is_valid() or not self._may_go_ahead(form):
                return self._step_page(request, section, form, template).render()
            try:
                done = carry_out(request, section, form)
            except SectionRefused as refusal:
                form.add_error("target", refusal.message)
                return self._step_page(request, section, form, template).render()
        return HttpResponseRedirect(tree_url(done))

    @staticmethod
    def _may_go_ahead(form):
        """A pure reorder needs no second yes; everything else does."""
        harmless = getattr(form.preview, "changes_addresses", True) is False
        return harmless or form.is_confirmed

    def _step_page(self, request, section, form, template):
        context = {
            **self.admin_site.each_context(request),
            **STEP_LABELS[template],
            "opts": self.opts,
            "section": section,
            "section_editable": self.has_change_permission(request, section),
            "form": form,
            "preview": None if form.errors else form.preview,
            "tree_url": tree_url(section.pk),
            "media": self.media,
        }
        return TemplateResponse(request, f"admin/navigation/section/{template}.html", context)
