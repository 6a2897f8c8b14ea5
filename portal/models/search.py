"""What the search knows: one entry per record that can be found, and the words it suggests.

All of it is derived (``manage.py rebuild_search`` makes it anew); ``portal.search`` writes it. The
inverted index itself is not a model: each database has its own kind (``portal.search.backends``).
"""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SearchEntryQuerySet(models.QuerySet):
    def visible(self):
        """Entries of records the public sees now."""
        now = timezone.now()
        return self.filter(
            Q(visible_from=None) | Q(visible_from__lte=now),
            Q(visible_until=None) | Q(visible_until__gt=now),
        )


class SearchEntry(models.Model):
    """One findable record. ``position`` orders entries by date and is the index's row number."""

    position = models.BigIntegerField(primary_key=True)
    kind = models.CharField(max_length=16)
    object_id = models.BigIntegerField()
    # The record whose page shows this one (the article of an attachment), else the same.
    owner_id = models.BigIntegerField()
    # The section that filters and visibility go by, where the kind has one.
    section_id = models.BigIntegerField(null=True)
    visible_from = models.DateTimeField(null=True)
    visible_until = models.DateTimeField(null=True)
    # Of the texts and of the way they are cut: an unchanged entry need not be written again.
    digest = models.CharField(max_length=32)
    # Folded; lines are alternatives (title, subtitle, document number).
    title = models.CharField(max_length=600)
    body = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="one_entry_per_record")
        ]
        indexes = [models.Index(fields=["kind", "owner_id"], name="search_owner")]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchTerm(models.Model):
    """A word that suggestions may offer: a keyword, a name, a title of a section.

    ``weight`` tells names and titles (2) from keywords (1) and words only cut from titles (0),
    which serve corrections alone.
    """

    text = models.CharField(max_length=40, unique=True)
    weight = models.PositiveSmallIntegerField(default=0)

    def __str__(self):
        return self.text


class SearchTermKey(models.Model):
    """One way to arrive at a term: how it is written, how it sounds, how it is mistyped."""

    class Form(models.TextChoices):
        TEXT = "t"
        INITIALS = "i"
        PINYIN = "p"
        # The word without one of its characters, for near misses.
        GAP = "g"

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="keys")
    form = models.CharField(max_length=1, choices=Form)
    # Bytes, so that an index serves "begins with" on every database whatever its collation.
    key = models.BinaryField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["form", "key"], name="search_term_key")]

    def __str__(self):
        return bytes(self.key).decode()


class SearchOccurrence(models.Model):
    """A term in an entry. Terms without a visible occurrence are never offered."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="occurrences")
    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="occurrences")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "entry"], name="one_occurrence_per_entry")
        ]

    def __str__(self):
        return f"{self.term_id} in {self.entry_id}"


def split_words(text: str) -> list[str]:
    """The words of a group as staff typed them: parted by spaces, commas or 、."""
    return [word for word in re.split(r"[\s,，、;；]+", text) if word]


class SearchSynonym(models.Model):
    """Words that mean the same to people who search: 年报 also finds 年度报告."""

    words = models.CharField(
        _("同义词"),
        max_length=200,
        help_text=_(
            "一组意思相同的词，用空格分开，如“年报 年度报告”。搜其中一个，也会找到其他几个。"
        ),
    )

    class Meta:
        verbose_name = _("检索同义词")
        verbose_name_plural = _("检索同义词")
        ordering = ["words"]

    def __str__(self):
        return self.words

    def clean(self):
        if len(set(split_words(self.words))) < 2:
            raise ValidationError({"words": _("请填写至少两个不同的词，中间用空格分开。")})
