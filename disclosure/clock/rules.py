"""The numbers of the clock and its answers where the law is silent, as data.

Numbers the 条例 gives are defaults with their article. Everything it does not say, and everything
we could not read in an official text, is a named rule here with the default explained beside it
and in docs/clock.md; an institution may decide otherwise by setting another value.
"""

from dataclasses import dataclass
from enum import StrEnum

from .articles import ARTICLES


class Institution(StrEnum):
    """Whose clock it is (条例第二条、第五十四条、第五十五条)."""

    ORGAN = "organ"  # 行政机关
    AUTHORISED = "authorised"  # 法律、法规授权的组织: art 54, the 条例 applies in full
    PUBLIC_SERVICE = "public_service"  # 公共企事业单位: art 55, sector rules; numbers are settings


class Channel(StrEnum):
    """How an application came in (条例第三十一条)."""

    COUNTER = "counter"
    REGISTERED_MAIL = "registered_mail"
    ORDINARY_MAIL = "ordinary_mail"
    INTERNET = "internet"
    FAX = "fax"

    @property
    def label(self) -> str:
        return CHANNEL_LABELS[self]

    @property
    def needs_confirmation(self) -> bool:
        """Whether it is received only on the day both sides confirm it."""
        return self in (Channel.ORDINARY_MAIL, Channel.INTERNET, Channel.FAX)

    @property
    def article(self) -> str:
        return f"receipt.{self}"


CHANNEL_LABELS = {
    Channel.COUNTER: "当面提交",
    Channel.REGISTERED_MAIL: "邮寄（签收）",
    Channel.ORDINARY_MAIL: "平常信函",
    Channel.INTERNET: "互联网",
    Channel.FAX: "传真",
}


class Party(StrEnum):
    """Who is asked for an opinion."""

    THIRD_PARTY = "third_party"
    CO_AUTHOR = "co_author"
    OTHER_ORGAN = "other_organ"

    @property
    def label(self) -> str:
        return PARTY_LABELS[self]


PARTY_LABELS = {
    Party.THIRD_PARTY: "第三方",
    Party.CO_AUTHOR: "共同制作机关",
    Party.OTHER_ORGAN: "其他机关",
}


class Delivery(StrEnum):
    """How a reply reached the applicant; what the event's date is (国办公开办函〔2016〕235号)."""

    DIRECT = "direct"
    ENTRUSTED = "entrusted"
    POST = "post"
    ON_SPOT = "on_spot"
    ELECTRONIC = "electronic"

    @property
    def label(self) -> str:
        return DELIVERY[self][0]

    @property
    def date_label(self) -> str:
        """Which day the reply counts as made on."""
        return DELIVERY[self][1]

    @property
    def article(self) -> str:
        """The article behind that day, "" where none was found."""
        return DELIVERY[self][2]


DELIVERY = {
    Delivery.DIRECT: ("直接送达", "申请人签收之日", "delivery"),
    Delivery.ENTRUSTED: ("委托送达", "申请人签收之日", "delivery"),
    Delivery.POST: ("邮寄送达", "交邮之日", "delivery"),
    Delivery.ON_SPOT: ("当场答复", "当场答复之日", "on_spot"),
    Delivery.ELECTRONIC: ("电子送达", "发出之日", ""),
}


@dataclass(frozen=True, kw_only=True)
class ClockRules:
    """All numbers are working days unless said otherwise."""

    institution: Institution = Institution.ORGAN
    # The unit's own rules a PUBLIC_SERVICE unit goes by, cited in the place of the 条例.
    own_rules: str = ""

    # --- What the 条例 says -----------------------------------------------------------------------
    reply_days: int = 20  # art 33②
    extension_days: int = 20  # art 33②: at most
    supplement_notice_days: int = 7  # art 30
    third_party_days: int = 15  # art 32, from the day the letter is received
    co_author_days: int = 15  # art 34, likewise; silence is consent

    # --- What it does not say ---------------------------------------------------------------------
    # Art 33② speaks of one extension; its parts may not be added up to several.
    max_extensions: int = 1
    # The extension must be decided in the first term; so must telling the applicant.
    extension_notified_within_term: bool = True
    # A 补正 notice after the seventh day does not restart the term (the stricter reading).
    late_supplement_restarts: bool = False
    # An extension or delay belongs to the term it lengthens; a restarted term begins without it.
    extension_survives_restart: bool = False
    # Time for opinions: from the day after sending to the day of the answer (as 民法典 201 counts).
    # True: from the day of sending to the day before the answer.
    pause_from_sending_day: bool = False
    # Who says nothing within the 15 days holds the clock no longer than those.
    silence_ends_pause: bool = True
    # 其他机关 that are not co-authors have no limit in the 条例.
    other_organ_days: int | None = None
    # Being asked for reasons (art 35) does not stop the clock.
    reasons_pause: bool = False
    # A stated last day that is no working day moves to the next one (民法典 203①).
    roll_stated_dates: bool = True
    # How soon an application by internet, fax or ordinary mail should be confirmed.
    confirm_within: int | None = None

    # --- 信息处理费: the clock rules of 国办函〔2020〕109号 were not read (tag M), hence off ----------
    fee_clock: bool = False
    fee_days: int = 20

    def __post_init__(self):
        limits = ("reply_days", "supplement_notice_days", "third_party_days", "co_author_days")
        if any(getattr(self, name) < 1 for name in limits):
            raise ValueError("A term has at least one working day.")

    @classmethod
    def for_institution(cls, institution: Institution | str, **numbers) -> "ClockRules":
        """Rules of an institution type; ``numbers`` replace defaults.

        For art 55 units the 条例 sets no reply term: the defaults are then only followed by
        analogy and cited as such, unless ``own_rules`` names what they go by.
        """
        return cls(institution=Institution(institution), **numbers)

    @property
    def is_statutory(self) -> bool:
        return self.institution is not Institution.PUBLIC_SERVICE

    def cite(self, key: str) -> str:
        """The article behind ``key``, worded for this institution."""
        article = ARTICLES[key]
        if article.law != "条例" or self.is_statutory:
            return str(article)
        if self.own_rules:
            return f"《{self.own_rules}》（参照{article}）"
        return f"参照{article}"

    def letter_days(self, party: Party) -> int | None:
        """Working days ``party`` has from receiving the letter; ``None`` without a limit."""
        return {
            Party.THIRD_PARTY: self.third_party_days,
            Party.CO_AUTHOR: self.co_author_days,
            Party.OTHER_ORGAN: self.other_organ_days,
        }[party]


DEFAULT_RULES = ClockRules()
