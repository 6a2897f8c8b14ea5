"""The base of every model with encrypted columns."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from .index import BlindIndexField


class SealedModel(models.Model):
    """Gives a row the identity its encrypted values are bound to, and a say in who may read them.

    The identity is set before the row has a primary key and never changes. A copy of a row needs
    its plaintext assigned anew: sealed values of one row do not open in another.
    """

    vault_id = models.UUIDField(_("加密标识"), default=uuid.uuid4, editable=False, unique=True)

    class Meta:
        abstract = True

    def __str__(self):
        """The audit label: ``str()`` goes into the admin's own log, into messages and reports."""
        return self.audit_label()

    def __repr__(self):
        return f"<{type(self).__name__} {self.pk}>"

    def may_reveal(self, user, field: str) -> bool:
        """Whether ``user`` may read ``field`` of this very row in plaintext. Nobody, until the model
        says who: the right ``portal.reveal_personal_data`` alone opens no record."""
        return False

    def audit_label(self) -> str:
        """What logs, messages and lists call this row. It must hold no personal data."""
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args, update_fields=None, **options):
        """An index is written whenever the column it indexes is."""
        if update_fields is not None:
            update_fields = set(update_fields)
            for field in self._meta.concrete_fields:
                if isinstance(field, BlindIndexField) and field.source in update_fields:
                    update_fields.add(field.name)
        super().save(*args, update_fields=update_fields, **options)
