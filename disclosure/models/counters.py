"""Gapless numbers: one row a series and year."""

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """The last number given out in a series. Only :meth:`take` writes it."""

    series = models.CharField(_("序列"), max_length=20)
    year = models.PositiveSmallIntegerField(_("年份"))
    last = models.PositiveIntegerField(_("最后编号"))

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="counter_once_a_year")
        ]

    def __str__(self):
        return f"{self.series} {self.year}: {self.last}"

    @classmethod
    def take(cls, series: str, year: int) -> int:
        """The next number, from 1. It is used up only if the current transaction commits.

        One statement makes the row or raises it and keeps it locked until then, so others wait:
        nobody doubles a number, and a rollback gives it back. Lock order: after the case's row,
        before the audit log.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("A number is taken with what uses it.")
        table = connection.ops.quote_name(cls._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} (series, year, last) VALUES (%s, %s, 1) "  # noqa: S608
                f"ON CONFLICT (series, year) DO UPDATE SET last = {table}.last + 1 RETURNING last",
                [series, year],
            )
            return cursor.fetchone()[0]
