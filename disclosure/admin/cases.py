"""依申请公开 in the admin: the inbox, the page of a case, and the one view of all its steps."""

from django.contrib import admin, messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from disclosure import people
from disclosure.actions import roles_of
from disclosure.models import Case
from disclosure.office import acting, registered  # noqa: F401 - registers the steps
from disclosure.office.case_page import case_page
from disclosure.office.steps import Shown
from portal.admin.base import ReadOnly
from portal.numbers import plain_number

from .case_inbox import CaseInbox
from .case_reveal import CaseReveal

CONFLICT = 409
PAGES = "admin/disclosure/case/"


@admin.register(Case)
class CaseAdmin(ReadOnly, CaseInbox, CaseReveal, admin.ModelAdmin):
    """Cases are worked on by steps; no model form adds, changes or deletes one."""

    def has_module_permission(self, request):
        return bool(roles_of(request.user))

    def has_view_permission(self, request, obj=None):
        return bool(roles_of(request.user))

    def get_urls(self):
        wrap = self.admin_site.admin_view
        act = wrap(self.act_view)
        own = [
            path("<int:pk>/do/<slug:action>/", act, name="disclosure_case_act"),
            path("<int:pk>/do/<slug:action>/<int:target>/", act, name="disclosure_case_act"),
            path("<int:pk>/change/", wrap(self.case_view), name="disclosure_case_change"),
        ]
        own += [*self.inbox_urls(), *self.reveal_urls()]
        listed = [url for url in super().get_urls() if url.name == "disclosure_case_changelist"]
        return [*own, *listed]

    # --- The case -----------------------------------------------------------------------------------
    @method_decorator([never_cache, require_safe])
    def case_view(self, request, pk):
        case = acting.find_case(request.user, pk)
        context = {"title": case.number, **case_page(case, request.user)}
        return self._page(request, "detail.html", context)

    # --- One step -----------------------------------------------------------------------------------
    @method_decorator([never_cache, sensitive_post_parameters()])
    def act_view(self, request, pk, action, target=None):
        case = acting.find_case(request.user, pk)
        step = acting.find_step(action)
        row = acting.find_target(step, case, target)
        refused = acting.refusal(request.user, step.action, case)
        by = people.staff(request)
        if request.method != "POST":
            form = step(case, by, target=row)
            return self._ask(request, form, refused)
        form = step(case, by, request.POST, request.FILES, target=row)
        try:
            return self._act(request, form, refused)
        except acting.Repeated:
            messages.info(request, _("刚才已经提交成功，没有重复办理。"))
            return self._back(case)

    def _act(self, request, form, refused):
        latest = plain_number(request.POST.get("latest"), 18)
        if refused:
            acting.refuse_repeated(form, latest)
            form.add_error(None, refused)
        if not form.is_valid():
            return self._ask(request, form)
        done = acting.perform(form, latest)
        if done is None:
            return self._ask(request, form)
        if isinstance(done, HttpResponse):
            return done
        if isinstance(done, Shown):
            context = {"case": form.case, "title": form.title, **done.context}
            return self._page(request, done.template, context)
        messages.success(request, done)
        return self._back(form.case)

    def _ask(self, request, form, refused=None):
        context = {
            # By name: in a template ``form.title`` would be a field of that name.
            "title": form.title,
            "note": form.note,
            "facts": form.facts(),
            "submit_label": form.submit_label or form.title,
            "case": form.case,
            "form": form,
            "media": self.media + form.media,
            "refused": refused.messages if refused else (),
            "latest": acting.latest_event(form.case),
        }
        status = CONFLICT if refused or acting.is_wrong_stage(form) else 200
        return self._page(request, form.template, context, status)

    # --- All ----------------------------------------------------------------------------------------
    def _page(self, request, template, context, status=200):
        context = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        name = template if "/" in template else f"{PAGES}{template}"
        return render(request, name, context, status=status)

    def _back(self, case):
        name = f"{self.admin_site.name}:disclosure_case_change"
        return HttpResponseRedirect(reverse(name, args=[case.pk]))
