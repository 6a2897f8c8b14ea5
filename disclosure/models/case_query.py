"""Scopes of cases."""

from django.db import models
from django.db.models import Exists, OuterRef

from disclosure.choices import OPEN_STAGES


class CaseQuerySet(models.QuerySet):
    def open(self):
        """Still owed an answer."""
        return self.filter(stage__in=OPEN_STAGES)

    def visible_to(self, user):
        """The cases ``user`` may see: all for the desk, their own departments' for contributors.

        The list form of ``actions.may(user, "view", case)``; auditors read ledgers, not cases.
        """
        from disclosure.actions import Role, roles_of
        from disclosure.models import Assignment

        roles = roles_of(user)
        if roles & {Role.INTAKE, Role.REVIEWER, Role.HEAD}:
            return self
        if Role.DEPARTMENT in roles:
            mine = Assignment.objects.filter(case=OuterRef("pk"), department__members__user=user)
            return self.filter(Exists(mine))
        return self.none()

    def with_letters_out(self):
        """``has_letter_out``: a 征求意见书 of this round went out whose delivery nobody recorded, and
        still can (条例 art. 32 counts from receipt; until then the term is not held for it)."""
        from disclosure.actions import Action, stages_of
        from disclosure.models import Consultation

        out = Consultation.objects.undelivered().filter(
            case=OuterRef("pk"), letter__round=OuterRef("round")
        )
        stages = stages_of(Action.CONSULTATION_DELIVERED)
        return self.annotate(
            has_letter_out=models.Case(
                models.When(Exists(out), stage__in=stages, then=models.Value(True)),
                default=models.Value(False),
            )
        )

    def overdue(self, day):
        return self.open().filter(due_on__lt=day)

    def due_by(self, day):
        return self.open().filter(due_on__lte=day)

    def of_applicant(self, case):
        """Cases of the same applicant, by document number; none when there is no number."""
        if not case.id_number_index:
            return self.none()
        return self.filter(id_number_index=case.id_number_index)
