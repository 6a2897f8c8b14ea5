"""The closed list of what can be recorded. Rooms register their verbs in ``AppConfig.ready``."""

from django.utils.translation import gettext_lazy as _

MAX_LENGTH = 40
_verbs = {}


class UnknownVerb(ValueError):
    """A verb nobody registered: a slip of the pen would otherwise be a kind of event of its own."""


def register_verb(code: str, label) -> str:
    """Add ``code`` ("room.verb", ASCII) with the label people read; returns the code.

    Registering a code twice is refused.
    """
    if len(code) > MAX_LENGTH or not code.isascii() or "." not in code:
        raise UnknownVerb(f"{code!r} is no verb: write room.verb, at most {MAX_LENGTH} letters.")
    if code in _verbs:
        raise UnknownVerb(f"{code!r} is already registered.")
    _verbs[code] = label
    return code


def known_verb(code: str) -> str:
    if code not in _verbs:
        raise UnknownVerb(f"{code!r} is not registered; see portal.audit.register_verb.")
    return code


def verb_label(code: str) -> str:
    """What people read; the code itself for a verb that is no longer in use."""
    return str(_verbs.get(code, code))


def verb_choices():
    return list(_verbs.items())


REVEAL = register_verb("portal.reveal", _("查看个人信息原文"))
REVEAL_FILE = register_verb("portal.reveal_file", _("查看或下载申请人文件"))
EXPORT_LOG = register_verb("portal.export_audit", _("导出审计记录"))
PRUNE_LOG = register_verb("portal.prune_audit", _("清理到期的审计记录"))
ROTATE_KEYS = register_verb("portal.rotate_keys", _("更换加密密钥"))
