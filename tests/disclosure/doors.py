"""The doors of the desk: a row of everything, and every address that leads to one."""

from datetime import date

from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from disclosure import services as do
from disclosure.following import links
from disclosure.following.acts import ACTS
from disclosure.models import (
    CatalogueCategory,
    CatalogueSettings,
    DepartmentMember,
    DeskSettings,
    LetterTemplate,
    OutgoingMail,
    PrivacyNotice,
    Satisfaction,
)
from disclosure.office.steps import all_steps
from disclosure.services.submission import attach
from tests.doors import model_doors
from tests.factories import make_section

from .desk.annual_helpers import published_report
from .desk.builders import EMAIL, NAME, NUMBER, PERSON, PHONE, WANTED, case_of, submit

# In a file of the applicant, in one for the applicant, in a letter; nowhere else.
IN_UPLOAD, IN_RELEASED, IN_LETTER = "申请人附件内容", "提供文件内容", "文书文件内容"
THIRD_PARTY, CONCERNS, OPINION = "机密第三方公司", "第三方报价明细", "办得很慢的意见"
PERSONAL = (NAME, NUMBER, PHONE, EMAIL, PERSON.address, THIRD_PARTY)
CONTENT = (WANTED.title, WANTED.description, CONCERNS, OPINION)
FILES = (IN_UPLOAD, IN_RELEASED, IN_LETTER)


def file_of(text):
    return ContentFile(f"%PDF-1.4 {text}".encode(), name="x.pdf")


class Furnished:
    """An application in hand and an answered one, both given to a department, and all around."""

    def __init__(self, desk):
        self.desk = desk
        self.department = desk.department()
        self.in_hand = self._with_rows(desk.handling())
        self.answered = self._with_rows(desk.replied())
        self.letter = do.answer_of(self.answered)
        do.attach_documents(self.letter, docx=file_of(IN_LETTER), pdf=file_of(IN_LETTER))
        row = self.answered.released.get()
        row.letter, row.checked_at = self.letter, timezone.now()
        row.save()
        do.rate(self.answered, desk.by("applicant"), score=2, comment=OPINION)
        # Of somebody else, sent a moment ago.
        other = do.Applicant(
            name="路人甲", id_type="passport", id_number="E12345678", email="luren@example.cn"
        )
        self.other = case_of(submit(do.Wanted("别的事情"), applicant=other)[0])
        self.template = LetterTemplate.objects.create(
            kind="refusal", version=1, content=b"PK", size=2
        )
        self.report = published_report(2025)
        make_section("年度报告", slug="gknb", kind="annual-reports")
        self.feed = do.make_feed(desk.by("intake"))
        PrivacyNotice.objects.create(version=1, text="告知")
        CatalogueCategory.objects.create(name="规章制度")
        CatalogueSettings.objects.create(prefix="01404053X")

    def _with_rows(self, case):
        day = date(2026, 3, 2)
        case.assignments.create(department=self.department, due_on="2026-03-10")
        case.consultations.create(
            code="01", party="third_party", name=THIRD_PARTY, concerns=CONCERNS, sent_on=day
        )
        case.proceedings.create(
            route="review", body="市政府", received_on=day, answer_by=date(2026, 3, 12)
        )
        case.letters.create(kind="correction")
        attach(case, [do.Upload(file_of(IN_UPLOAD), f"{NAME}.pdf", "application/pdf")])
        upload = do.Upload(file_of(IN_RELEASED), "合同.pdf", "application/pdf")
        released = case.released.model(case=case, name=upload.name, content_type="application/pdf")
        released.file.save("x.pdf", upload.file, save=True)
        return case

    def rows(self):
        """Of every model the admin gives pages of its own."""
        return {
            "disclosure_cataloguecategory": CatalogueCategory.objects.get(),
            "disclosure_cataloguesettings": CatalogueSettings.objects.get(),
            "disclosure_departmentmember": DepartmentMember.objects.get(department=self.department),
            "disclosure_desksettings": DeskSettings.objects.get(),
            "disclosure_letter": self.letter,
            "disclosure_outgoingmail": OutgoingMail.objects.first(),
            "disclosure_privacynotice": PrivacyNotice.objects.get(),
            "disclosure_releasedfile": self.answered.released.get(),
            "disclosure_satisfaction": Satisfaction.objects.get(),
        }


def target_of(step, case):
    """The row of ``case`` a step is about, or ``None``."""
    model = step.target_model
    return model.objects.filter(case=case).first() if model else None


def act_doors(case):
    """Every step of the desk at ``case``."""
    doors = {}
    for action, step in all_steps().items():
        row = target_of(step, case)
        args = [case.pk, action.value, *([row.pk] if row else [])]
        data = {"reason": "理由", "on": "2026-03-02"}
        doors[f"admin:disclosure_case_act ({action.value})"] = (
            reverse("admin:disclosure_case_act", args=args),
            data,
        )
    return doors


def _case_doors(case):
    base, reason = f"/admin/disclosure/case/{case.pk}/", {"reason": "电话联系"}
    named = {**reason, "fields_wanted": ["name"]}
    reveal = f"{base}reveal/"
    return {
        "admin:disclosure_case_changelist": ("/admin/disclosure/case/?tab=all", {}),
        "admin:disclosure_case_changelist (number)": (
            f"/admin/disclosure/case/?tab=all&q={case.number}",
            {},
        ),
        "admin:disclosure_case_find": ("/admin/disclosure/case/find/", {"id_number": NUMBER}),
        "admin:disclosure_case_change": (f"{base}change/", {}),
        "admin:disclosure_case_reveal": (
            f"{reveal}applicant/{case.pk}/",
            {**reason, "fields_wanted": ["name", "id_number", "phone", "email", "address"]},
        ),
        "admin:disclosure_case_reveal (consultation)": (
            f"{reveal}consultation/{case.consultations.get().pk}/",
            named,
        ),
        "admin:disclosure_case_reveal (satisfaction)": (
            f"{reveal}satisfaction/{case.satisfaction.pk}/",
            {**reason, "fields_wanted": ["comment"]},
        ),
        "admin:disclosure_case_file": (f"{base}file/{case.files.get().pk}/", reason),
    }


def _tool_doors(f):
    letter, released = f.letter.pk, f.answered.released.get().pk
    report, kind = "/admin/disclosure/annualreport/", "/admin/disclosure/lettertemplate/refusal/"
    cell = f"{report}2025/cell/3/4/natural/"
    return {
        "admin:disclosure_entry": ("/admin/disclosure/entry/", {"save": "1"}),
        "admin:disclosure_entry_receipt": ("/admin/disclosure/entry/receipt/", {}),
        "admin:disclosure_deadlines": ("/admin/disclosure/deadlines/", {"new": "1"}),
        "admin:disclosure_workload": ("/admin/disclosure/workload/", {}),
        "admin:disclosure_radar": ("/admin/disclosure/radar/", {}),
        "admin:disclosure_letter_file": (f"/admin/disclosure/letter/{letter}/docx/", {}),
        "admin:disclosure_letter_file (pdf)": (f"/admin/disclosure/letter/{letter}/pdf/", {}),
        "admin:disclosure_releasedfile_open": (
            f"/admin/disclosure/releasedfile/{released}/open/",
            {},
        ),
        "admin:disclosure_lettertemplate_changelist": ("/admin/disclosure/lettertemplate/", {}),
        "admin:disclosure_lettertemplate_kind": (kind, {}),
        "admin:disclosure_lettertemplate_use": (f"{kind}use/", {"version": "0"}),
        "admin:disclosure_lettertemplate_file": (f"{kind}file/", {}),
        "admin:disclosure_lettertemplate_version": (f"{kind}file/1/", {}),
        "admin:disclosure_lettertemplate_sample": (
            "/admin/disclosure/lettertemplate/correction/sample/docx/",
            {},
        ),
        "admin:disclosure_annualreport_changelist": (report, {"year": "2024"}),
        "admin:disclosure_annualreport_year": (f"{report}2025/", {}),
        "admin:disclosure_annualreport_edit": (f"{report}2025/edit/", {}),
        "admin:disclosure_annualreport_delete": (f"{report}2025/delete/", {}),
        "admin:disclosure_annualreport_cell": (cell, {}),
        "admin:disclosure_annualreport_cell (frozen)": (f"{cell}?version=1", {}),
        "admin:disclosure_annualreport_freeze": (f"{report}2025/freeze/", {"reason": "有误"}),
        "admin:disclosure_annualreport_publish": (f"{report}2025/publish/", {}),
        "admin:disclosure_annualreport_draft": (f"{report}2025/draft.xlsx", {}),
        "admin:disclosure_annualreport_version": (f"{report}2025/versions/1/", {}),
        "admin:disclosure_annualreport_version-file": (f"{report}2025/versions/1.docx", {}),
        "admin:disclosure_cataloguecategory_preset": (
            "/admin/disclosure/cataloguecategory/preset/",
            {"preset": "cas"},
        ),
    }


def _public_doors(f):
    follow = "/apply/follow/"
    letter, released = links.link(f.letter, "docx"), f.answered.released.get()
    return {
        "disclosure:apply": ("/apply/person/", {}),
        "disclosure:challenge": ("/apply/challenge/", {}),
        "disclosure:draft": ("/apply/draft/", {"token": "x" * 43}),
        "disclosure:found": ("/apply/found/", {"title": WANTED.title}),
        "disclosure:blank": ("/apply/blank/person.docx", {}),
        "disclosure:receipt": ("/apply/receipt/", {}),
        "disclosure:receipt-pdf": ("/apply/receipt/1.pdf", {}),
        "disclosure:forget-receipt": ("/apply/receipt/done/", {}),
        "disclosure:follow": (follow, {"number": f.answered.number, "code": "0000-0000-0000"}),
        "disclosure:follow-leave": (f"{follow}leave/", {}),
        "disclosure:follow-case": (f"{follow}case/", {}),
        "disclosure:follow-mine": (f"{follow}case/mine/", {}),
        "disclosure:follow-export": (f"{follow}case/export/", {}),
        **{
            f"disclosure:follow-act ({name})": (f"{follow}case/{name}/", {})
            for name in sorted(ACTS)
        },
        "disclosure:follow-act (unknown)": (f"{follow}case/unknown/", {}),
        "disclosure:follow-file (letter)": (letter, {}),
        "disclosure:follow-file (released)": (links.link(released, "file"), {}),
        "disclosure:calendar-feed": (f"/desk/calendar/{f.feed}.ics", {}),
        "disclosure:calendar-feed (unknown)": ("/desk/calendar/x.ics", {}),
        "disclosure:annual-report": ("/gknb/report_2025.html", {}),
        "disclosure:annual-report-file": ("/gknb/report_2025.docx", {}),
        "disclosure:annual-report (missing)": ("/gknb/report_2024.html", {}),
    }


def desk_doors(f) -> dict:
    """Pattern, or pattern and case in brackets → (address, what is posted); acts are apart."""
    return {**_public_doors(f), **_case_doors(f.answered), **_tool_doors(f)}


def all_doors(f) -> dict:
    return {**desk_doors(f), **act_doors(f.answered), **model_doors(f.rows())}
