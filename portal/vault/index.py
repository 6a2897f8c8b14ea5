"""Exact search in an encrypted column, without anybody learning its values from the index."""

import hashlib
import hmac

from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull
from django.views.decorators.debug import sensitive_variables

from portal.personal.documents import normalise_number

from .keys import permanent_key

LOOKUPS = ("exact", "in", "isnull")


class Digest(str):
    """A finished digest, told from a plaintext that is still to be hashed."""

    __slots__ = ()


@sensitive_variables()
def blind_index(value: str, context: str) -> Digest:
    """HMAC-SHA256 of a normalised ``value`` under a key outside the database ("" for "")."""
    if value in (None, ""):
        return Digest("")
    key = permanent_key(f"blind index {context}")
    return Digest(hmac.new(key, value.encode(), hashlib.sha256).hexdigest())


class BlindIndexField(models.CharField):
    """The digest of the encrypted field ``source``, kept by itself.

    ``filter(id_number_index="110101 19900307 123x")`` finds the row: what is searched for is
    normalised and hashed like what was stored. ``normalise`` must give equal text for what people
    hold to be equal; changing it, or ``context``, means saving every row again. Whoever knows the
    key can try out all ID numbers, so it is kept like the encryption keys, but outlives them.
    """

    def __init__(self, source, *, context, normalise=normalise_number, **options):
        self.source, self.context, self.normalise = source, context, normalise
        options.update(max_length=64, editable=False, blank=True, default=Digest(""))
        options.setdefault("db_index", True)
        super().__init__(**options)

    def deconstruct(self):
        name, path, _args, options = super().deconstruct()
        for fixed in ("max_length", "editable", "blank", "default", "verbose_name"):
            options.pop(fixed, None)
        if not self.db_index:
            options["db_index"] = False
        else:
            options.pop("db_index", None)
        return name, path, [self.source], {**options, "context": self.context}

    @sensitive_variables()
    def digest(self, value):
        return blind_index(self.normalise(value) if value else "", self.context)

    def pre_save(self, instance, add):
        value = self.digest(getattr(instance, self.source))
        setattr(instance, self.attname, value)
        return value

    def from_db_value(self, value, expression, connection):
        return None if value is None else Digest(value)

    def to_python(self, value):
        """Fixtures hold digests."""
        return None if value is None else Digest(value)

    def get_prep_value(self, value):
        if isinstance(value, Digest):
            return str(value)
        # Nothing searched for is nothing found, not all rows without a number.
        return str(self.digest(value) or "-")

    def get_lookup(self, lookup_name):
        if lookup_name not in LOOKUPS:
            raise FieldError(f"{self.name} finds exact values only: {', '.join(LOOKUPS)}.")
        return IsNull if lookup_name == "isnull" else super().get_lookup(lookup_name)
