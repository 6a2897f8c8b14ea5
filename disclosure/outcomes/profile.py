"""What kind of body answers, and everything in its texts that is a setting.

Art. 54 puts bodies that a law or regulation authorises to run public affairs under the 条例 like
agencies. Art. 55 sends public enterprises and institutions (most research institutes among them)
to the rules of their sector, with 申诉 to the competent department instead of review and suit;
some of those rules call an application 咨询.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from .articles import REGULATION
from .catalogue import find
from .leaf import Ground, Outcome, Remedy
from .placeholders import unknown


class Body(StrEnum):
    """The institution in the eyes of the 条例."""

    AGENCY = "agency"  # 行政机关
    AUTHORISED = "authorised"  # art. 54
    PUBLIC_INSTITUTION = "public-institution"  # art. 55


@dataclass(frozen=True)
class RemedySettings:
    """Names the remedy paragraph prints, and the texts the law leaves to judgement.

    ``overrides``
        Outcome or ground code → remedy, only where the taxonomy says it is not settled.
    ``notice_text``
        Printed under notices of procedure; empty by default, for courts do not take such suits.
    """

    review_agency: str = ""
    court: str = "有管辖权的人民法院"
    appeal_body: str = ""
    overrides: Mapping[str, Remedy] = field(default_factory=dict)
    notice_text: str = ""
    appeal_text: str = (
        "如对本答复有异议，{您}可以依据" + REGULATION + "第五十五条第二款的规定，向{申诉机构}申诉。"
    )


@dataclass(frozen=True)
class InstitutionProfile:
    """The body that signs.

    ``rules``
        For a public institution: the name, with 《》, of the rules it goes by; decisions then cite
        them first and the 条例 by analogy.
    ``takes_inquiries``
        For a public institution whose rules speak of 咨询 where the 条例 speaks of 申请.
    ``third_party_days``, ``co_author_days``
        Working days for an opinion (arts. 32, 34); under art. 55 what those rules say instead.
    """

    name: str
    body: Body = Body.AGENCY
    rules: str = ""
    takes_inquiries: bool = False
    remedies: RemedySettings = RemedySettings()
    third_party_days: int = 15
    co_author_days: int = 15

    @property
    def is_bound_by_regulation(self) -> bool:
        return self.body is not Body.PUBLIC_INSTITUTION

    @property
    def lead(self) -> str:
        """How a decision begins to cite: 根据《…条例》, or 参照《…条例》."""
        if self.is_bound_by_regulation:
            return f"根据{REGULATION}"
        return f"根据{self.rules}，参照{REGULATION}" if self.rules else f"参照{REGULATION}"

    @property
    def self_name(self) -> str:
        return "本机关" if self.body is Body.AGENCY else "本单位"

    @property
    def information(self) -> str:
        return "政府信息" if self.is_bound_by_regulation else "信息"

    @property
    def application(self) -> str:
        """What is brought before it: 申请, or 咨询 where its rules say so."""
        return "咨询" if self.takes_inquiries and not self.is_bound_by_regulation else "申请"

    @property
    def duty(self) -> str:
        return "履行行政管理职能" if self.is_bound_by_regulation else "履行职责"

    def values(self) -> dict[str, object]:
        """What the placeholders of the institution stand for."""
        remedies = self.remedies
        return {
            "name": self.name,
            "self_name": self.self_name,
            "information": self.information,
            "application": self.application,
            "applies_for": "申请公开" if self.application == "申请" else self.application,
            "duty": self.duty,
            "lead": self.lead,
            "review_agency": remedies.review_agency,
            "court": remedies.court,
            "appeal_body": remedies.appeal_body,
            "third_party_days": self.third_party_days,
            "co_author_days": self.co_author_days,
        }

    def remedy_of(self, entry: Outcome | Ground) -> Remedy:
        """The remedy against an outcome, or against one ground of a schedule."""
        if entry.is_settled:
            return entry.remedy
        return self.remedies.overrides.get(entry.code, entry.remedy)

    def problems(self) -> list[str]:
        """Why letters cannot be signed with these settings, in Chinese."""
        remedies = self.remedies
        found = []
        if not self.name.strip():
            found.append(_("缺少机关名称。"))
        if self.is_bound_by_regulation:
            if not remedies.review_agency.strip():
                found.append(_("缺少行政复议机关的名称，救济途径无法写明。"))
            if not remedies.court.strip():
                found.append(_("缺少人民法院的名称，救济途径无法写明。"))
        elif not remedies.appeal_body.strip():
            found.append(_("缺少受理申诉的主管部门或者机构的名称。"))
        for name in unknown(remedies.notice_text, remedies.appeal_text):
            found.append(_("救济途径的文字中，“{%(name)s}”不是可用的名称。") % {"name": name})
        found += self._wrong_overrides()
        return found

    def _wrong_overrides(self) -> list[str]:
        entries = {code: find(code) for code in self.remedies.overrides}
        return [
            _("“%(name)s”的救济途径由法律规定，不能另行设置。")
            % {"name": entry.name if entry else code}
            for code, entry in entries.items()
            if entry is None or entry.is_settled
        ]
