"""The desk's settings as everything reads them: one immutable value, kept in memory."""

from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

from django.utils.functional import lazy

from disclosure.clock import ClockRules, Institution
from disclosure.fees import FeeRules
from disclosure.outcomes import Body, InstitutionProfile, Remedy, RemedySettings
from disclosure.outcomes.placeholders import fill_in
from disclosure.patterns import render
from portal.site import get_site
from portal.snapshot import snapshot

BODIES = {
    Institution.ORGAN: Body.AGENCY,
    Institution.AUTHORISED: Body.AUTHORISED,
    Institution.PUBLIC_SERVICE: Body.PUBLIC_INSTITUTION,
}
SERIES = ("case", "reply", "notice", "consult")


@dataclass(frozen=True)
class Desk:
    """``values`` holds every field of ``DeskSettings`` by name, also reachable as attributes."""

    values: MappingProxyType
    site_name: str
    notice_id: int | None = None
    notice_version: int = 0

    def __getattr__(self, name):
        try:
            return self.__dict__["values"][name]
        except KeyError:
            raise AttributeError(name) from None

    @cached_property
    def name(self) -> str:
        """The institution as its letters call it."""
        return self.values["institution_name"] or self.site_name

    @cached_property
    def rules(self) -> ClockRules:
        from disclosure.models.settings import CLOCK_RULES

        numbers = {name: self.values[name] for name in CLOCK_RULES}
        return ClockRules.for_institution(self.values["institution"], **numbers)

    @cached_property
    def profile(self) -> InstitutionProfile:
        """The body that signs, for ``disclosure.outcomes``."""
        value = self.values
        return InstitutionProfile(
            name=self.name,
            body=BODIES[Institution(value["institution"])],
            rules=f"《{value['own_rules']}》" if value["own_rules"] else "",
            takes_inquiries=value["uses_inquiry_wording"],
            third_party_days=value["third_party_days"],
            co_author_days=value["co_author_days"],
            remedies=RemedySettings(
                review_agency=value["review_agency"],
                court=value["court"],
                appeal_body=value["appeal_body"],
                overrides={
                    code: Remedy(remedy) for code, remedy in value["remedy_overrides"].items()
                },
                notice_text=value["notice_text"],
                appeal_text=value["appeal_text"],
            ),
        )

    @cached_property
    def fee_rules(self) -> FeeRules:
        value = self.values
        return FeeRules(
            enabled=value["fees_enabled"],
            payment_working_days=value["fee_days"],
            clock_restarts=value["fee_clock"],
        )

    @property
    def is_statutory(self) -> bool:
        """Whether the 条例 binds it (arts. 2, 54), or only its sector's rules do (art. 55)."""
        return self.rules.is_statutory

    @property
    def application_word(self) -> str:
        """What an application is called on pages and in mails."""
        return fill_in("{政府信息}公开{申请}", self.profile.values())

    def number(self, series: str, year: int, serial: int) -> str:
        """A number of one of ``SERIES``, as its pattern writes it."""
        pattern = self.values[f"{series}_pattern"]
        return render(pattern, year=year, serial=serial, prefix=self.values["prefix"])


@snapshot
def desk() -> Desk:
    """The current settings; the model's defaults before anybody saved any."""
    from disclosure.models import DeskSettings, PrivacyNotice

    row = DeskSettings.objects.filter(pk=1).first() or DeskSettings(pk=1)
    names = [field.attname for field in row._meta.concrete_fields]
    notice = PrivacyNotice.objects.first()
    return Desk(
        values=MappingProxyType({name: getattr(row, name) for name in names}),
        site_name=get_site().name,
        notice_id=notice and notice.pk,
        notice_version=notice.version if notice else 0,
    )


def _worded(text) -> str:
    return fill_in(str(text), desk().profile.values())


# A text of a page that names what letters name (``{申请}``, ``{政府信息}``), as the settings say when
# it is shown.
worded = lazy(_worded, str)
