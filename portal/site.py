"""The page frame's data (identity, link groups, mourning days), read once per content version."""

from dataclasses import dataclass, field
from urllib.parse import quote

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.snapshot import snapshot

# 我为政府网站找错: one entrance for all sites that are registered in the national system.
FAULT_FINDER = "https://zfwzgl.www.gov.cn/exposure/jiucuo.html"
# What JavaScript's encodeURIComponent leaves alone besides letters, digits and "_.-~".
UNRESERVED = "!*'()"


@dataclass(frozen=True)
class LinkItem:
    title: str
    url: str
    description: str = ""
    icon: str = ""
    new_window: bool = False


@dataclass(frozen=True)
class LinkList:
    pk: int
    name: str
    links: tuple[LinkItem, ...] = ()


@dataclass(frozen=True)
class Site:
    """What header and footer show. Field names follow ``SiteIdentity``."""

    name: str = "明窗"
    name_en: str = ""
    short_name: str = "明窗"
    description: str = ""
    keywords: str = ""
    established: str = ""
    logo_url: str = ""
    host_name: str = ""
    host_url: str = ""
    copyright: str = "明窗"
    icp: str = ""
    icp_url: str = ""
    police: str = ""
    police_url: str = ""
    gov_mark_url: str = ""
    gov_mark_image: str = ""
    site_code: str = ""
    organization_type: str = "GovernmentOrganization"
    address: str = ""
    postcode: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    office_hours: str = ""
    directions: str = ""
    qr_url: str = ""
    qr_label: str = ""
    correction_url: str = ""
    finds_faults: bool = False
    search_url: str = ""
    map_url: str = ""
    map_width: int = 0
    map_height: int = 0
    mourning: bool = False
    groups: dict = field(default_factory=dict)

    @property
    def utility_links(self):
        return [link for group in self.groups.get("utility", ()) for link in group.links]

    @property
    def footer_links(self):
        return [link for group in self.groups.get("footer_nav", ()) for link in group.links]

    @property
    def footer_groups(self):
        return self.groups.get("footer", ())

    @property
    def friend_groups(self):
        return self.groups.get("friend", ())

    @property
    def uses_fault_finder(self):
        """Registered sites only: the national system knows a site by its code."""
        return bool(self.finds_faults and self.site_code)

    @property
    def correction_label(self):
        return _("我为政府网站找错") if self.uses_fault_finder else _("网站纠错")

    def correction_link(self, page_url) -> str:
        """Where a reader reports a fault of the page at ``page_url`` (absolute); "" = nowhere."""
        if self.uses_fault_finder:
            page = quote(page_url, safe=UNRESERVED)
            return f"{FAULT_FINDER}?site_code={self.site_code}&url={page}"
        return self.correction_url

    def link_list(self, pk):
        """The link group with this primary key, whatever its placement, or ``None``."""
        for groups in self.groups.values():
            for group in groups:
                if group.pk == pk:
                    return group
        return None


PLAIN_FIELDS = (
    "name name_en short_name description keywords established host_name host_url copyright icp "
    "icp_url police police_url gov_mark_url site_code organization_type address postcode phone fax "
    "email office_hours directions qr_label correction_url finds_faults search_url"
).split()


def _link_groups() -> dict:
    from portal.models import LinkGroup

    groups = {}
    for group in LinkGroup.objects.prefetch_related("links"):
        links = tuple(
            LinkItem(link.title, link.url, link.description, link.icon, link.new_window)
            for link in group.links.all()
            if link.is_visible
        )
        groups.setdefault(group.placement, []).append(LinkList(group.pk, group.name, links))
    return {placement: tuple(lists) for placement, lists in groups.items()}


def _is_mourning() -> bool:
    from portal.models import MourningPeriod

    today = timezone.localdate()
    return MourningPeriod.objects.filter(starts_on__lte=today, ends_on__gte=today).exists()


@snapshot
def get_site() -> Site:
    """The current :class:`Site`. Three queries when the content version is new, else none."""
    from portal.models import SiteIdentity
    from portal.pictures import best_url

    identity = (
        SiteIdentity.objects.select_related("logo", "gov_mark_image", "map_picture", "qr_picture")
        .filter(pk=1)
        .first()
    )
    values = {"groups": _link_groups(), "mourning": _is_mourning()}
    if identity:
        values.update({name: getattr(identity, name) for name in PLAIN_FIELDS})
        values["short_name"] = identity.short_name or identity.name
        values["copyright"] = identity.copyright or identity.name
        values["logo_url"] = best_url(identity.logo, width=192)
        values["gov_mark_image"] = best_url(identity.gov_mark_image, width=192)
        values["qr_url"] = best_url(identity.qr_picture, width=240)
        values["map_url"] = best_url(identity.map_picture, width=1200)
        if identity.map_picture:
            values["map_width"] = identity.map_picture.width
            values["map_height"] = identity.map_picture.height
    return Site(**values)
