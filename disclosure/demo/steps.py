"""The steps of the stories: each a line around a verb of the desk, done by whoever does it there."""

from django.core.files.base import ContentFile
from django.utils import timezone

from disclosure import codes, people, services
from disclosure.choices import Channel
from disclosure.desk import desk
from disclosure.models import Case
from disclosure.outcomes import Decision, Withheld
from portal.audit import Actor

from .cast import applicant

APPLICANT = people.By(people.APPLICANT, Actor("applicant", "申请人"))


class Player:
    """Does the steps and remembers the cases. ``by`` holds the staff by role."""

    def __init__(self, staff: dict, departments: dict, files: dict):
        self.by = {role: people.staff_member(user) for role, user in staff.items()}
        self.departments, self.files, self.cases = departments, files, {}

    # --- Coming in ------------------------------------------------------------------------------
    def arrive(self, story):
        who = applicant(story.who)
        if story.channel == Channel.INTERNET:
            consent = services.Consent(desk().notice_version or None)
            receipts = services.submit(who, story.wanted, token=codes.new_token(), consent=consent)
        else:
            receipts = services.enter(self.by["intake"], who, story.wanted, channel=story.channel)
        for number, receipt in enumerate(receipts):
            key = f"{story.key}-{number + 1}" if number else story.key
            self.cases[key] = Case.objects.get(pk=receipt.case_id)

    def confirm(self, story, note="电话确认"):
        services.confirm_receipt(self._case(story), self.by["intake"], note=note)

    def register(self, story):
        services.register(self._case(story), self.by["intake"])

    def verify(self, story):
        services.verify_identity(self._case(story), self.by["intake"])

    def _case(self, story) -> Case:
        return self.cases[story.key]

    # --- Departments ------------------------------------------------------------------------------
    def assign(self, story, to):
        services.assign(self._case(story), self.by["intake"], self.departments[to])

    def claim(self, story, to):
        services.claim(self._case(story), self.by["department"], self._task(story, to))

    def give_back(self, story, to, opinion):
        task = self._task(story, to)
        services.return_assignment(self._case(story), self.by["department"], task, opinion=opinion)

    def _task(self, story, to):
        tasks = self._case(story).assignments
        return tasks.open().get(department=self.departments[to])

    # --- What moves the term ----------------------------------------------------------------------
    def ask_supplement(self, story, items, until=None):
        services.ask_supplement(self._case(story), self.by["intake"], items=items, until=until)

    def supplemented(self, story):
        services.receive_supplement(self._case(story), self.by["intake"])

    def lapse(self, story):
        services.lapse(self._case(story), self.by["intake"])

    def request_extension(self, story, reason, days=20):
        services.request_extension(self._case(story), self.by["intake"], days=days, reason=reason)

    def approve_extension(self, story):
        services.approve_extension(self._case(story), self.by["head"])

    def consult(self, story, party, name, concerns):
        services.consult(
            self._case(story), self.by["intake"], party=party, name=name, concerns=concerns
        )

    def consult_delivered(self, story):
        row = self._case(story).consultations.last()
        services.consultation_delivered(self._case(story), self.by["intake"], row)

    def consult_returned(self, story, result, reasons=""):
        row = self._case(story).consultations.last()
        services.consultation_returned(
            self._case(story), self.by["intake"], row, result=result, reasons=reasons
        )

    def ask_reasons(self, story, until):
        services.ask_reasons(self._case(story), self.by["intake"], until=until)

    def give_reasons(self, story, reasons):
        services.give_reasons(self._case(story), self.by["intake"], reasons=reasons)

    # --- The answer -----------------------------------------------------------------------------
    def draft(self, story, outcome, inputs, withheld=(), method="direct"):
        schedule = tuple(Withheld(row["content"], row["ground"], row["inputs"]) for row in withheld)
        decision = Decision(outcome, inputs, schedule)
        services.draft_decision(self._case(story), self.by["intake"], decision, method=method)

    def release_file(self, story, name):
        content = self.files[name].read_bytes()
        upload = services.Upload(ContentFile(content, name), name, "application/pdf")
        row = services.release_file(self._case(story), self.by["intake"], upload)
        services.check_file(self._case(story), self.by["reviewer"], row)

    def send_to_review(self, story):
        services.send_to_review(self._case(story), self.by["intake"])

    def pass_review(self, story):
        services.pass_review(self._case(story), self.by["reviewer"])

    def return_review(self, story, reason):
        services.return_review(self._case(story), self.by["reviewer"], reason=reason)

    def sign(self, story):
        services.sign(self._case(story), self.by["head"])

    def deliver(self, story):
        services.deliver(self._case(story), self.by["intake"])

    def close(self, story):
        services.close(self._case(story), self.by["intake"])

    def withdraw(self, story, reason):
        services.withdraw(self._case(story), self.by["intake"], reason=reason)

    # --- Afterwards -----------------------------------------------------------------------------
    def rate(self, story, score, comment=""):
        services.rate(self._case(story), APPLICANT, score=score, comment=comment)

    def listed(self, story):
        services.set_visibility(self._case(story), self.by["intake"], "listed")

    def proceeding(self, story, route, body, body_number):
        case = self._case(story)
        # The notice arrives on the day it is entered.
        services.start_proceeding(
            case,
            self.by["intake"],
            route=route,
            body=body,
            body_number=body_number,
            received_on=timezone.localdate(),
        )

    def concluded(self, story, result, note=""):
        case = self._case(story)
        row = case.proceedings.get(concluded_on=None)
        services.end_proceeding(
            case, self.by["intake"], row, result=result, on=timezone.localdate(), note=note
        )

    def reopen(self, story, reason):
        services.reopen(self._case(story), self.by["head"], reason=reason)
