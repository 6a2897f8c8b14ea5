"""``IN`` a list of numbers, some of which no row can have: those are left out, nothing breaks.

Anybody may write what is no number, or a number no column can hold, into a form, a list's ticked
rows or an address. ``id = 10**20`` finds no row in Django as it comes, and forms refuse ``id = x``.
But ``id IN (…)``, with which Django looks up several choices, the rows of an action and what a lookup
field shows again, raises ``ValueError``, on SQLite ``OverflowError``, on PostgreSQL "integer out of
range"; so does a foreign key that equals such a number. These lookups stand in place of Django's.
"""

from django.core.exceptions import EmptyResultSet
from django.db import models
from django.db.models.fields.related import ForeignObject
from django.db.models.fields.related_lookups import RelatedExact, RelatedIn
from django.db.models.lookups import In


def _number_field(lookup):
    """The field of numbers on the left, behind a foreign key if it is one; or ``None``."""
    field = lookup.lhs.output_field
    field = field.target_field if field.is_relation else field
    return field if isinstance(field, models.IntegerField) else None


def _is_number(value) -> bool:
    """Of texts only; what else Django takes for a key, it takes here."""
    try:
        return not isinstance(value, str) or int(value) is not None
    except ValueError:
        return False


def _fits(value, field, connection) -> bool:
    low, high = connection.ops.integer_field_range(field.get_internal_type())
    return not isinstance(value, int) or low <= value <= high


class _Possible:
    """Mixed into an ``in`` lookup: keeps the values some row may have."""

    def get_prep_lookup(self):
        if self.rhs_is_direct_value() and _number_field(self):
            self.rhs = [value for value in self.rhs if _is_number(value)]
        return super().get_prep_lookup()

    def process_rhs(self, compiler, connection):
        field = _number_field(self)
        if self.rhs_is_direct_value() and field:
            self.rhs = [value for value in self.rhs if _fits(value, field, connection)]
        return super().process_rhs(compiler, connection)


@models.IntegerField.register_lookup
class IntegerIn(_Possible, In):
    """Columns of numbers, among them the keys Django makes."""


@ForeignObject.register_lookup
class ForeignIn(_Possible, RelatedIn):
    """Foreign keys."""


@ForeignObject.register_lookup
class ForeignExact(RelatedExact):
    """One foreign key."""

    def process_rhs(self, compiler, connection):
        field = _number_field(self)
        if self.rhs_is_direct_value() and field and not _fits(self.rhs, field, connection):
            raise EmptyResultSet
        return super().process_rhs(compiler, connection)
