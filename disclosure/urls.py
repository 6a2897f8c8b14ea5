"""Addresses of applying, following a case, and the files of the desk."""

from django.urls import path, re_path, register_converter

from disclosure.converters import ReportsSectionConverter, YearConverter
from disclosure.views import annual, apply, apply_parts, follow, follow_acts, receipt
from disclosure.views.feed import calendar_feed

register_converter(ReportsSectionConverter, "reports_section")
register_converter(YearConverter, "report_year")

app_name = "disclosure"

APPLY = [
    re_path(r"^apply/(?P<kind>person|organisation)/$", apply.apply, name="apply"),
    path("apply/challenge/", apply_parts.challenge, name="challenge"),
    path("apply/draft/", apply_parts.save_draft, name="draft"),
    path("apply/found/", apply_parts.found, name="found"),
    re_path(
        r"^apply/blank/(?P<kind>person|organisation)\.(?P<form>docx|pdf)$",
        apply_parts.blank,
        name="blank",
    ),
    path("apply/receipt/", receipt.receipt, name="receipt"),
    path("apply/receipt/done/", receipt.forget_receipt, name="forget-receipt"),
    path("apply/receipt/<int:place>.pdf", receipt.receipt_pdf, name="receipt-pdf"),
]

# --- Following a case ---------------------------------------------------------------------------
FOLLOW = [
    path("apply/follow/", follow.look_up, name="follow"),
    path("apply/follow/leave/", follow.leave, name="follow-leave"),
    path("apply/follow/case/", follow.case_page, name="follow-case"),
    path("apply/follow/case/mine/", follow_acts.mine, name="follow-mine"),
    path("apply/follow/case/export/", follow_acts.export, name="follow-export"),
    path("apply/follow/case/<slug:name>/", follow_acts.act, name="follow-act"),
    path("apply/follow/file/<str:token>/", follow_acts.file, name="follow-file"),
]

urlpatterns = [
    *APPLY,
    *FOLLOW,
    path("desk/calendar/<str:token>.ics", calendar_feed, name="calendar-feed"),
    path(
        "<reports_section:section_path>/report_<report_year:year>.html",
        annual.report,
        name="annual-report",
    ),
    path(
        "<reports_section:section_path>/report_<report_year:year>.<str:form>",
        annual.report_file,
        name="annual-report-file",
    ),
]
