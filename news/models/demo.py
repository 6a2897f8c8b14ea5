"""What ``load_demo`` made, so that it can be found, left alone or removed again."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DemoRecordQuerySet(models.QuerySet):
    # Keys of synthetic articles start with this; there may be a hundred thousand of them.
    BULK = "bulk:"
    # The mark that the demo was loaded once; it survives --remove.
    LOADED = "loaded"

    def bulk(self):
        return self.filter(key__startswith=self.BULK)

    def all_real(self):
        """The demo proper: neither synthetic articles nor the mark."""
        return self.exclude(key__startswith=self.BULK).exclude(key=self.LOADED)


class DemoRecord(models.Model):
    """One row that ``load_demo`` created.

    ``fingerprint`` is a digest of the row as it was made: a row that staff changed since then
    belongs to them and is neither overwritten nor removed.
    """

    key = models.CharField(max_length=160, unique=True)
    model = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    fingerprint = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = DemoRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("演示数据记录")
        verbose_name_plural = _("演示数据记录")
        indexes = [models.Index(fields=["model", "object_id"], name="demo_object")]

    def __str__(self):
        return self.key
