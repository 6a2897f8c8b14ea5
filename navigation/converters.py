"""The form of a section path in an address."""

import re


class SectionPathConverter:
    """Slugs joined by slashes. Anything else (``/favicon.ico``, ``/A/``) is no section at all."""

    regex = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)*"

    @classmethod
    def matches(cls, value) -> bool:
        return re.fullmatch(cls.regex, value) is not None

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
