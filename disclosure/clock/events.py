"""The ledger's entries: what happened, on which day.

The clock counts whole days, so several events of one day are read in the order in which they can
have happened (:class:`Kind` lists them in it): an application is submitted before it is confirmed,
a letter is sent before it is answered. Hence the order in which a ledger is written down, even on
one day, never changes a due date.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from .rules import Channel, Delivery, Party


class Kind(StrEnum):
    """Every kind of event. Those of one day are read in this order, except ``_TERM``."""

    SUBMITTED = "submitted"
    CONFIRMED = "confirmed"
    TRANSFERRED = "transferred"
    CONSULT_SENT = "consult_sent"
    CONSULT_DELIVERED = "consult_delivered"
    CONSULT_UNDELIVERED = "consult_undelivered"
    CONSULT_RETURNED = "consult_returned"
    REASONS_ASKED = "reasons_asked"
    REASONS_GIVEN = "reasons_given"
    EXTENDED = "extended"
    DELAY_SET = "delay_set"
    SUPPLEMENT_ASKED = "supplement_asked"
    SUPPLEMENTED = "supplemented"
    FEE_NOTIFIED = "fee_notified"
    FEE_PAID = "fee_paid"
    DECIDED = "decided"
    DELIVERED = "delivered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        return LABELS[self]

    @property
    def rank(self) -> int:
        return _RANKS[self]

    @classmethod
    def named(cls, text: str) -> "Kind":
        """The kind called ``text``, by code or by Chinese label. Raises ``ValueError``."""
        try:
            return cls(_BY_LABEL.get(text, text))
        except ValueError as error:
            raise ValueError(f"没有“{text}”这种事件。") from error


LABELS = {
    Kind.SUBMITTED: "提交申请",
    Kind.CONFIRMED: "双方确认收到",
    Kind.TRANSFERRED: "内部转办",
    Kind.CONSULT_SENT: "发出征求意见书",
    Kind.CONSULT_DELIVERED: "征求意见书送达",
    Kind.CONSULT_UNDELIVERED: "征求意见书退回",
    Kind.CONSULT_RETURNED: "收到意见",
    Kind.REASONS_ASKED: "要求说明理由",
    Kind.REASONS_GIVEN: "收到说明的理由",
    Kind.EXTENDED: "延长答复期限",
    Kind.DELAY_SET: "确定延迟答复期限",
    Kind.SUPPLEMENT_ASKED: "告知补正",
    Kind.SUPPLEMENTED: "收到补正",
    Kind.FEE_NOTIFIED: "送达收费通知",
    Kind.FEE_PAID: "缴费",
    Kind.DECIDED: "作出答复决定",
    Kind.DELIVERED: "送达答复",
    Kind.LAPSED: "视为放弃申请",
    Kind.WITHDRAWN: "撤回申请",
}
_BY_LABEL = {label: kind for kind, label in LABELS.items()}
# Both are about the term that runs at the end of their day: read after what begins it anew.
_TERM = (Kind.EXTENDED, Kind.DELAY_SET)
_OTHERS = [kind for kind in Kind if kind not in _TERM]
_DECIDED = _OTHERS.index(Kind.DECIDED)
_RANKS = {
    kind: rank for rank, kind in enumerate([*_OTHERS[:_DECIDED], *_TERM, *_OTHERS[_DECIDED:]])
}


def _as_date(value) -> date:
    if isinstance(value, datetime):
        raise ValueError(f"日期“{value}”应只写到日。")
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"日期“{value}”无法识别，请写成 2026-02-02 的形式。") from error


def _as_flag(value) -> bool:
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    return value if isinstance(value, bool) else known[str(value).lower()]


# What each kind may carry besides its date; every kind may carry a ``note``.
DATA: dict[Kind, dict[str, Callable]] = {
    Kind.SUBMITTED: {"channel": Channel},
    Kind.CONSULT_SENT: {"letter": str, "party": Party},
    Kind.CONSULT_DELIVERED: {"letter": str},
    Kind.CONSULT_UNDELIVERED: {"letter": str},
    Kind.CONSULT_RETURNED: {"letter": str},
    Kind.EXTENDED: {"days": int, "approved": _as_flag, "notified": _as_date},
    Kind.DELAY_SET: {"until": _as_date},
    Kind.SUPPLEMENT_ASKED: {"until": _as_date},
    Kind.FEE_NOTIFIED: {"until": _as_date},
    Kind.DELIVERED: {"method": Delivery},
}


def _parsed(kind: Kind, name: str, value):
    """``value`` as this kind stores it; text from a form, a command or JSON is understood too."""
    parse = str if name == "note" else DATA.get(kind, {}).get(name)
    if parse is None:
        known = "、".join(DATA.get(kind, {})) or "无"
        raise ValueError(f"“{kind.label}”没有数据项“{name}”（可用：{known}）。")
    try:
        return parse(value)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"“{kind.label}”的数据项“{name}”不能是“{value}”。") from error


@dataclass(frozen=True, slots=True, init=False)
class Event:
    """One dated fact. ``Event(date, kind, **data)``; ``time`` and ``id`` only break ties.

    ``kind`` is a :class:`Kind`, its code or its Chinese label, ``date`` may be ISO text. Data the
    kind does not know and values it cannot hold raise ``ValueError`` with a Chinese sentence.
    """

    date: date
    kind: Kind
    data: tuple[tuple[str, object], ...]
    time: time | None
    id: int

    def __init__(self, date, kind, *, time=None, id=0, **data):
        kind = Kind.named(kind)
        values = sorted((name, _parsed(kind, name, value)) for name, value in data.items())
        object.__setattr__(self, "date", _as_date(date))
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "data", tuple(values))
        object.__setattr__(self, "time", time)
        object.__setattr__(self, "id", id)

    def get(self, name: str, default=None):
        """A value of the data, or ``default``."""
        return next((value for key, value in self.data if key == name), default)

    @property
    def values(self) -> dict:
        """The data as JSON can hold it; ``Event(date, kind, **values)`` is this event again."""
        plain = {}
        for name, value in self.data:
            plain[name] = value.isoformat() if isinstance(value, date) else value
        return plain

    @property
    def sort_key(self):
        """Day, then what can come first, then time, then id; the rest only makes it unambiguous."""
        moment = self.time.isoformat() if self.time else ""
        return (self.date, self.kind.rank, moment, self.id, repr(self.data))
