"""The inbox: tabs, filters, search by number, and by ID number without leaving it in an address."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseNotAllowed
from django.urls import path
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from disclosure.actions import Role, may_enter, roles_of
from disclosure.models import Case
from disclosure.office import inbox
from disclosure.office.inbox_form import IdNumberForm, InboxForm
from disclosure.office.urgency import urgency_of
from portal import audit

PER_PAGE = 25
FOUND_SHOWN = 100
FIND = audit.register_verb("disclosure.find", gettext_lazy("按证件号码查找申请"))
# Whoever may read an applicant's number may look for one.
SEARCHERS = {Role.INTAKE, Role.HEAD}


class CaseInbox:
    """The list part of ``CaseAdmin``."""

    def inbox_urls(self):
        find = self.admin_site.admin_view(self.find_view)
        return [path("find/", find, name="disclosure_case_find")]

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        form = InboxForm(request.GET, this_year=today.year)
        cases = inbox.with_marks(form.narrowed(inbox.visible(request.user)), request.user)
        tabs = inbox.counted(cases, today)
        tab = inbox.chosen(tabs, request.GET.get("tab", ""))
        paginator = Paginator(inbox.by_urgency(cases.filter(tab.condition)), PER_PAGE)
        paginator.count = tab.count  # known already
        page = paginator.get_page(request.GET.get("p"))
        query = request.GET.copy()
        for name in ("tab", "p"):
            query.pop(name, None)
        context = {
            "title": _("依申请公开"),
            "form": form,
            "is_narrowed": any(query.values()),
            "tabs": tabs,
            "tab": tab,
            # 全部 is the last: what a search finds under another tab than the one it was made on.
            "elsewhere": tabs[-1].count,
            "page": page,
            "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "rows": _rows(page.object_list),
            "query": f"{query.urlencode()}&" if query else "",
            "may_find": _may_find(request.user),
            "may_enter": may_enter(request.user),
            **(extra_context or {}),
        }
        return self._page(request, "inbox.html", context)

    @method_decorator([never_cache, sensitive_post_parameters("id_number")])
    def find_view(self, request):
        """Cases of the bearer of one document. POST only: the number stands in no address."""
        if not _may_find(request.user):
            raise PermissionDenied
        if request.method not in ("GET", "HEAD", "POST"):
            return HttpResponseNotAllowed(["GET", "POST"])
        form = IdNumberForm(request.POST if request.method == "POST" else None)
        rows = _rows(self._found(request, form)) if form.is_valid() else None
        context = {"title": _("按证件号码查找"), "form": form, "rows": rows}
        return self._page(request, "find.html", context)

    @sensitive_variables("form")
    def _found(self, request, form):
        audit.record(audit.by_user(request), FIND, Case)
        cases = Case.objects.visible_to(request.user).filter(anonymised_at=None)
        cases = cases.filter(id_number_index=form.cleaned_data["id_number"])
        marked = inbox.with_marks(cases, request.user)
        return inbox.by_urgency(marked)[:FOUND_SHOWN]


def _may_find(user) -> bool:
    return bool(roles_of(user) & SEARCHERS)


def _rows(cases) -> list[tuple]:
    """Each case with its urgency. Two queries for any number of rows."""
    found = cases.select_related("handler").prefetch_related("events")
    return [(case, urgency_of(case)) for case in found]
