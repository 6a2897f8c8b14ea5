"""The base of what belongs to a case and holds personal data."""

from portal.vault import SealedModel


class OfCase(SealedModel):  # noqa: DJ008 - SealedModel names rows
    """A row with a ``case``, whose number names it. Whoever may read the case's personal data may
    read the row's."""

    class Meta:
        abstract = True

    def may_reveal(self, user, field):
        return self.case.may_reveal(user, field)

    def audit_label(self):
        return f"{self.case.number} {self._meta.verbose_name} {self.pk}"
