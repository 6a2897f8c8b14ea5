"""The verbs of the desk. Each is one transaction, asks ``actions.may`` first, and leaves an event
in the ledger and one in the audit log. The first argument is the case, the second who does it::

    receipts = submit(Applicant(...), [Wanted(...)], token=codes.new_token(), consent=Consent())
    register(case, people.staff(request))

``ValidationError`` (Chinese, beside a field where there is one) says what stands in the way,
``PermissionDenied`` that this person may never do it.
"""

from .afterwards import (
    answer_limit,
    answer_proceeding,
    end_proceeding,
    rate,
    set_visibility,
    start_proceeding,
)
from .annual import (
    delete_report,
    freeze_report,
    publish_report,
    start_report,
    write_report,
)
from .answering import (
    answer_of,
    close,
    deliver,
    draft_decision,
    pass_review,
    reopen,
    return_review,
    send_to_review,
    sign,
    transfer_advice,
)
from .application import Applicant, Consent, Receipt, Upload, Wanted
from .consulting import (
    consult,
    consultation_delivered,
    consultation_returned,
    consultation_undelivered,
)
from .correcting import ask_supplement, lapse, receive_supplement
from .drafts import drop_draft, drop_expired, load_draft, save_draft
from .feeds import make_feed, revoke_feed
from .fees import fee_lapse, fee_paid, notify_fee
from .inside import assign, claim, return_assignment
from .intake import (
    confirm_receipt,
    correct,
    edit,
    register,
    reissue_code,
    set_handler,
    verify_identity,
    withdraw,
)
from .letters import (
    attach_documents,
    check_file,
    deliver_letter,
    draft_letter,
    issue_letter,
    release_file,
)
from .publishing import publish_answer
from .submission import enter, receipts_of, submit
from .terms import (
    approve_extension,
    ask_reasons,
    give_reasons,
    pending_extension,
    refuse_extension,
    request_extension,
    set_delay,
)

__all__ = [
    "Applicant",
    "Consent",
    "Receipt",
    "Upload",
    "Wanted",
    "answer_limit",
    "answer_of",
    "answer_proceeding",
    "approve_extension",
    "ask_reasons",
    "ask_supplement",
    "assign",
    "attach_documents",
    "check_file",
    "claim",
    "close",
    "confirm_receipt",
    "consult",
    "consultation_delivered",
    "consultation_returned",
    "consultation_undelivered",
    "correct",
    "delete_report",
    "deliver",
    "deliver_letter",
    "draft_decision",
    "draft_letter",
    "drop_draft",
    "drop_expired",
    "edit",
    "end_proceeding",
    "enter",
    "fee_lapse",
    "fee_paid",
    "freeze_report",
    "give_reasons",
    "issue_letter",
    "lapse",
    "load_draft",
    "make_feed",
    "notify_fee",
    "pass_review",
    "pending_extension",
    "publish_answer",
    "publish_report",
    "rate",
    "receipts_of",
    "receive_supplement",
    "refuse_extension",
    "register",
    "reissue_code",
    "release_file",
    "reopen",
    "request_extension",
    "return_assignment",
    "return_review",
    "revoke_feed",
    "save_draft",
    "send_to_review",
    "set_delay",
    "set_handler",
    "set_visibility",
    "sign",
    "start_proceeding",
    "start_report",
    "submit",
    "transfer_advice",
    "verify_identity",
    "withdraw",
    "write_report",
]
