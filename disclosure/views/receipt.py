"""The receipt: numbers and query codes of what was just sent, to the browser that sent it.

It is made from the form's token, which a signed cookie keeps for half an hour: neither number nor
code stands in an address, and the codes are stored nowhere. Cases are read from the database, so a
receipt is only ever shown of what is durably there.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from disclosure import letters, services
from disclosure.applying import cookies
from disclosure.choices import ApplicantType, Form
from disclosure.desk import desk, worded
from disclosure.models import Case
from disclosure.models.public import DRAFT_HOURS
from disclosure.views.frame import FOLLOW, frame
from portal.addresses import absolute
from portal.personal import mask_email, mask_name
from portal.qr import qr_svg
from portal.uploads import content_disposition, harmless_headers

MAX_CONTENT = 80
TITLE = worded(gettext_lazy("{申请}回执"))


@dataclass(frozen=True, repr=False)
class Slip:
    """One application on the receipt."""

    number: str
    code: str
    case: Case

    @property
    def applicant(self) -> str:
        """Masked: the page may be printed on a shared printer."""
        return f"{mask_name(self.case.name)}（{ApplicantType(self.case.applicant_type).label}）"

    @property
    def content(self) -> str:
        text = self.case.title or self.case.description
        return text if len(text) <= MAX_CONTENT else text[:MAX_CONTENT] + "……"

    @property
    def delivery(self) -> str:
        ways = "、".join(self.case.way_labels)
        form = _("纸质文本") if self.case.form == Form.PAPER else _("电子文档")
        mail = ""
        if "email" in self.case.ways and self.case.email:
            mail = _("，发送至%(email)s") % {"email": mask_email(self.case.email)}
        return f"{form}（{ways}）{mail}"


@sensitive_variables()
def slips_of(request) -> list[Slip]:
    """What this browser may see, in the order of the form; [] when it is too late."""
    token = cookies.receipt_token(request)
    receipts = services.receipts_of(token) if token else []
    cases = Case.objects.in_bulk([receipt.case_id for receipt in receipts])
    return [
        Slip(receipt.number, receipt.code, cases[receipt.case_id])
        for receipt in receipts
        if _is_recent(cases[receipt.case_id])
    ]


def _is_recent(case) -> bool:
    """A form sent again shows its receipt as long as its draft would have lasted; a form that was
    left open on somebody else's computer must not tell the code for ever."""
    return (
        case.created_at > timezone.now() - timedelta(hours=DRAFT_HOURS) and not case.anonymised_at
    )


@never_cache
@require_safe
def receipt(request):
    """``/apply/receipt/``."""
    slips = slips_of(request)
    title = str(TITLE)
    context = {
        **frame(request, title),
        "slips": slips,
        "is_again": "again" in request.GET,
        "desk": desk(),
        "qr": qr_svg(absolute(request, FOLLOW)),
        "follow_address": absolute(request, FOLLOW),
        "can_pdf": letters.is_available(),
        "minutes": cookies.RECEIPT_SECONDS // 60,
    }
    return render(request, "disclosure/apply/receipt.html", context)


@never_cache
@require_safe
def receipt_pdf(request, place):
    """``/apply/receipt/1.pdf``: the receipt of one application of those sent together."""
    slips = slips_of(request)
    if not 1 <= place <= len(slips):
        raise Http404
    slip = slips[place - 1]
    paper = letters.Receipt(
        institution=desk().profile,
        number=slip.number,
        query_code=slip.code or _("已更换"),
        applicant=slip.case.name,
        submitted_on=timezone.localtime(slip.case.created_at).date(),
        content=slip.content,
        follow_url=absolute(request, FOLLOW),
        received_on=slip.case.received_on,
        due_on=slip.case.due_on,
        contact=desk().office_phone,
    )
    try:
        response = HttpResponse(letters.receipt_pdf(paper), content_type="application/pdf")
    except letters.PdfUnavailable as error:
        raise Http404 from error
    # The file's name says nothing about whose it is.
    response["Content-Disposition"] = content_disposition(f"{TITLE}-{place}.pdf")
    return harmless_headers(response)


@never_cache
@require_POST
def forget_receipt(request):
    """``/apply/receipt/done/``: nobody after us at this computer sees the receipt."""
    response = HttpResponseRedirect(request.path.removesuffix("done/"))
    cookies.forget_receipt(response)
    return response
