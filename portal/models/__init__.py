"""What every room shares: identity of the site, links, people, pictures, the content
version, the audit log.

These models know nothing of sections, articles or applications.
"""

from .audit import AuditEvent
from .identity import MourningPeriod, SiteIdentity
from .links import Link, LinkGroup
from .people import Department, Person
from .pictures import Picture
from .search import SearchEntry, SearchOccurrence, SearchSynonym, SearchTerm, SearchTermKey
from .version import ContentVersion
from .workdays import CalendarVersion, CalendarYear

__all__ = [
    "AuditEvent",
    "CalendarVersion",
    "CalendarYear",
    "ContentVersion",
    "Department",
    "Link",
    "LinkGroup",
    "MourningPeriod",
    "Person",
    "Picture",
    "SearchEntry",
    "SearchOccurrence",
    "SearchSynonym",
    "SearchTerm",
    "SearchTermKey",
    "SiteIdentity",
]
