"""Structured data (JSON-LD) in the words of schema.org.

A data block is no script: browsers do not run it and the content security policy does not count
it, so pages without any inline script may hold it. Functions here take the page's
:class:`portal.meta.Head` and return a ``dict``; empty values are dropped when it is written.
"""

import json

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe

from portal.text import plain

LANGUAGE = "zh-CN"
EMBLEM = "img/emblem.svg"
# Nothing in the text may end the element or begin another; U+2028 and U+2029 end a line of
# JavaScript, and some readers take JSON for that.
ESCAPES = {ord(char): f"\\u{ord(char):04X}" for char in "<>&\u2028\u2029"}


def moment(at) -> str:
    """A moment with its zone, e.g. ``2026-11-20T09:30:00+08:00``."""
    return timezone.localtime(at).isoformat(timespec="seconds")


def organization(head) -> dict:
    """The institution, short: as publisher, employer, owner of the site."""
    site = head.site
    return {
        "@type": site.organization_type,
        "@id": head.absolute("/") + "#organization",
        "name": site.name,
        "url": head.absolute("/"),
        "logo": head.absolute(site.logo_url or static(EMBLEM)),
    }


def organization_card(head) -> dict:
    """The institution with where and how it is reached, for 首页 and 联系我们."""
    site = head.site
    address = {"streetAddress": site.address, "postalCode": site.postcode}
    if any(address.values()):
        address |= {"@type": "PostalAddress", "addressCountry": "CN"}
    return organization(head) | {
        "alternateName": [name for name in (site.short_name, site.name_en) if name != site.name],
        "description": site.description,
        "address": address,
        "telephone": site.phone,
        "faxNumber": site.fax,
        "email": site.email,
    }


def website(head) -> dict:
    """The site as a whole, with its search box."""
    site = head.site
    found = {
        "@type": "WebSite",
        "@id": head.absolute("/") + "#website",
        "name": site.name,
        "alternateName": site.short_name if site.short_name != site.name else "",
        "url": head.absolute("/"),
        "inLanguage": LANGUAGE,
        "publisher": {"@id": head.absolute("/") + "#organization"},
    }
    # As a form does it: the words replace whatever query the address had.
    address = site.search_url.split("#")[0].split("?")[0] or reverse("news:search")
    found["potentialAction"] = {
        "@type": "SearchAction",
        "target": {
            "@type": "EntryPoint",
            "urlTemplate": head.absolute(address) + "?q={search_term_string}",
        },
        "query-input": "required name=search_term_string",
    }
    return found


def breadcrumbs(head) -> dict:
    """当前位置, from 首页 down to the page itself."""
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": number, "name": title, "item": address}
            for number, (title, address) in enumerate(head.trail, start=1)
        ],
    }


def _tidy(value):
    """``value`` with texts cleaned and without anything empty in it."""
    if isinstance(value, dict):
        tidied = {name: _tidy(item) for name, item in value.items()}
        return {name: item for name, item in tidied.items() if item not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [item for item in map(_tidy, value) if item not in ("", None, [], {})]
    return value if value is None or isinstance(value, int) else plain(value)


def script(head):
    """The ``<script type="application/ld+json">`` of a page; "" when there is nothing to say."""
    if not head.canonical:
        return ""
    things = [describe(head) for describe in head.meta.things]
    if head.meta.crumbs:
        things.append(breadcrumbs(head))
    if not things:
        return ""
    data = {"@context": "https://schema.org", "@graph": _tidy(things)}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    # Escaped just above, for the place where it stands.
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
