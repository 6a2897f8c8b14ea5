"""Who did what to which record, when, from where and why: a log nobody edits.

``record(actor, verb, obj, reason)`` adds one event. Events hold no values and no personal data of
applicants, only the names of fields and the labels of records. Each carries a code over itself and
over the one before it (HMAC under a key outside the database), so that an event that was changed,
removed or slipped in is found by ``manage.py check_audit``. The model refuses to change or delete
events, and so does the database (``portal.audit.triggers``).
"""

from .actors import Actor, by_applicant, by_system, by_user
from .log import record
from .verbs import UnknownVerb, register_verb, verb_choices, verb_label

__all__ = [
    "Actor",
    "UnknownVerb",
    "by_applicant",
    "by_system",
    "by_user",
    "record",
    "register_verb",
    "verb_choices",
    "verb_label",
]
