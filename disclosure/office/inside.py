"""Steps between the desk and the departments."""

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from disclosure import services
from disclosure.actions import Action
from disclosure.models import Assignment
from disclosure.services.inside import DEPARTMENT_WORKDAYS
from portal.models import Department
from portal.names import name_of
from portal.workdays import get_calendar

from .steps import Confirmation, DayField, Step, long_text, step


@step
class Assign(Step):
    """Departments are ticked; each has a day of its own, or the common one."""

    action = Action.ASSIGN
    template = "admin/disclosure/case/assign.html"
    note = _("可以同时交几个部门；每个部门可以另定内部期限。部门的承办人员会收到邮件提醒。")
    order = 30
    due_on = DayField(_("内部期限"), help_text=_("没有另定期限的部门，都用这一天。"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        today = timezone.localdate()
        self.fields["due_on"].initial = get_calendar().add_workdays(today, DEPARTMENT_WORKDAYS)
        for department in self.departments:
            self.fields[f"to_{department.pk}"] = forms.BooleanField(
                label=department.name, required=False
            )
            self.fields[f"due_{department.pk}"] = DayField(
                _t("%(department)s的内部期限") % {"department": department.name}, required=False
            )

    @classmethod
    def is_next(cls, case):
        return not case.assignments.all()

    @cached_property
    def departments(self) -> list[Department]:
        """Those with somebody who could answer. Two queries."""
        known = Department.objects.filter(members__isnull=False).distinct()
        return list(known.prefetch_related("members__user").order_by("position", "pk"))

    def rows(self) -> list[dict]:
        """What the page shows of each department."""
        busy = set(self.case.assignments.open().values_list("department_id", flat=True))
        return [
            {
                "department": department,
                "people": [name_of(member.user) for member in department.members.all()],
                "is_busy": department.pk in busy,
                "tick": self[f"to_{department.pk}"],
                "day": self[f"due_{department.pk}"],
            }
            for department in self.departments
        ]

    def chosen(self) -> list[Department]:
        data = self.cleaned_data
        return [each for each in self.departments if data.get(f"to_{each.pk}")]

    def clean(self):
        data, today = super().clean(), timezone.localdate()
        if not self.chosen():
            self.add_error(None, _t("请至少选择一个部门。"))
        for name in ["due_on", *(f"due_{each.pk}" for each in self.departments)]:
            if data.get(name) and data[name] < today:
                self.add_error(name, _t("内部期限不能早于今天。"))
        return data

    def act(self):
        data, chosen = self.cleaned_data, self.chosen()
        for department in chosen:
            due_on = data[f"due_{department.pk}"] or data["due_on"]
            services.assign(self.case, self.by, department, due_on=due_on)
        names = "、".join(each.name for each in chosen)
        return _t("已交%(names)s承办。") % {"names": names}


def is_member(department, user) -> bool:
    """Answered from prefetched rows where there are any."""
    return any(member.user_id == user.pk for member in department.members.all())


class OfAssignment:
    target_model = Assignment

    def facts(self):
        return [
            (_("承办部门"), self.target.department.name),
            (_("内部期限"), self.target.due_on.isoformat()),
        ]


@step
class Claim(OfAssignment, Confirmation):
    action = Action.CLAIM
    note = _("签收后由您承办，同部门的其他人员可以看到是谁。")

    @classmethod
    def is_for(cls, target, user):
        is_open = target.returned_at is None and target.claimed_by_id is None
        return is_open and is_member(target.department, user)

    def act(self):
        services.claim(self.case, self.by, self.target)
        return _t("已签收。")


@step
class ReturnAssignment(OfAssignment, Step):
    action = Action.RETURN_ASSIGNMENT
    note = _("写明有没有所需信息、能否公开、理由和依据；提交后交回受理岗，不能再改。")
    opinion = long_text(_("承办意见"), rows=8, max_length=4000)

    @classmethod
    def is_for(cls, target, user):
        return target.returned_at is None and is_member(target.department, user)

    def act(self):
        opinion = self.cleaned_data["opinion"]
        services.return_assignment(self.case, self.by, self.target, opinion=opinion)
        return _t("已回复受理岗。")
