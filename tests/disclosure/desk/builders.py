"""Cases brought to a stage by the verbs themselves, one sentence a step."""

from datetime import date, timedelta

from disclosure import codes, people
from disclosure import services as do
from disclosure.models import Case
from disclosure.outcomes import OUTCOMES
from portal.models import Department
from tests.disclosure.examples import decision_on
from tests.factories import make_user

NAME, NUMBER = "欧阳小丽", "11010519491231002X"
PHONE, EMAIL = "13800138000", "ouyang@example.cn"
PERSON = do.Applicant(
    name=NAME,
    id_type="resident_id",
    id_number=NUMBER,
    phone=PHONE,
    email=EMAIL,
    address="北京市海淀区中关村大街1号",
)
WANTED = do.Wanted("2025年度大型仪器采购合同全文", title="仪器采购合同")


def submit(*wanted, applicant=PERSON, token="", **options):
    return do.submit(
        applicant,
        wanted or [WANTED],
        token=token or codes.new_token(),
        consent=options.pop("consent", do.Consent()),
        **options,
    )


def case_of(receipt) -> Case:
    return Case.objects.get(pk=receipt.case_id)


class Desk:
    """The people of the desk, and what they do in the ordinary course."""

    def __init__(self, users, clock=None):
        self.users, self.clock = users, clock

    def by(self, role):
        if role == "applicant":
            return people.By(people.APPLICANT, people.audit.Actor("applicant", "申请人"))
        return people.staff_member(self.users[role])

    def later(self, days):
        """Move the wall clock to ten in the morning ``days`` after 2 March 2026."""
        self.clock.move_to(f"{date(2026, 3, 2) + timedelta(days=days)} 10:00+08:00")

    # --- Stages -------------------------------------------------------------------------------
    def new(self, **options) -> Case:
        return case_of(submit(**options)[0])

    def counter(self, applicant=PERSON) -> Case:
        receipts = do.enter(self.by("intake"), applicant, [WANTED], channel="counter")
        return case_of(receipts[0])

    def handling(self) -> Case:
        case = self.counter()
        do.register(case, self.by("intake"))
        return case

    def waiting(self) -> Case:
        case = self.handling()
        do.ask_supplement(case, self.by("intake"), items="请写明年度", until=date(2026, 3, 16))
        return case

    def drafted(self, outcome="released", method="post") -> Case:
        case = self.handling()
        self.ask_first(case, outcome)
        do.draft_decision(case, self.by("intake"), decision_on(OUTCOMES[outcome]), method=method)
        return case

    def ask_first(self, case, outcome):
        """What the outcome says was asked of the applicant, and of a third party."""
        if outcome == "still_unclear":
            do.ask_supplement(case, self.by("intake"), items="请写明年度")
            do.receive_supplement(case, self.by("applicant"))
        elif outcome == "excessive":
            do.ask_reasons(case, self.by("intake"), until=date(2027, 1, 4))
        elif outcome in ("third_party", "partial"):
            self.objection(case)

    def objection(self, case, name="某公司", result="refused"):
        """A third party is asked and answers on the same day: no day of the term is lost."""
        by = self.by("intake")
        row = do.consult(case, by, party="third_party", name=name, concerns="合同单价")
        do.consultation_delivered(case, by, row)
        return do.consultation_returned(case, by, row, result=result, reasons="商业秘密")

    def review(self, outcome="released") -> Case:
        case = self.drafted(outcome)
        do.send_to_review(case, self.by("intake"))
        return case

    def signing(self, outcome="released") -> Case:
        case = self.review(outcome)
        do.pass_review(case, self.by("reviewer"))
        return case

    def signed(self, outcome="released") -> Case:
        case = self.signing(outcome)
        do.sign(case, self.by("head"))
        return case

    def replied(self, outcome="released") -> Case:
        case = self.signed(outcome)
        do.deliver(case, self.by("intake"), tracking="EX123456789CN")
        return case

    def closed(self, outcome="released") -> Case:
        case = self.replied(outcome)
        do.close(case, self.by("intake"))
        return case

    def department(self, name="科研处"):
        department = Department.objects.create(name=name)
        department.members.create(user=self.users["department"])
        return department

    def another(self, role):
        """A second person with the same role."""
        return people.staff_member(
            make_user(f"{role}2", groups=list(self.users[role].groups.all()))
        )


STAGES = ["new", "handling", "waiting", "review", "signing", "signed", "replied", "closed"]
