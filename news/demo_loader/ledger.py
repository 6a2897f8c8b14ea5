"""The ledger of what the demo made: it makes each thing once and knows it again.

A row is the demo's own for as long as it is as the demo left it. A row that staff changed, or that
their content hangs on, is theirs: it is neither overwritten nor removed.
"""

import hashlib
import json

from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from news.demo_loader import extras
from news.models import DemoRecord
from news.models.bases import DERIVED as DERIVED_COLUMNS

# Columns that change without anybody editing the row.
DERIVED = {
    "navigation.section": {"position", "path", "lft", "rght", "tree_id", "level"},
    "news.article": {"created_by"},
    "news.attachment": {"downloads", "text"},
    "news.document": set(DERIVED_COLUMNS),
    "portal.picture": {"renditions", "width", "height"},
}
CLOCKS = {"created_at", "updated_at"}
# Rows that belong to another one and go with it; changing them is changing it.
PARTS = {
    "portal.linkgroup": ("links",),
    "news.article": ("attachments", "placements"),
    "news.topic": ("blocks",),
    "news.topicblock": ("items",),
}


def fingerprint(instance) -> str:
    """A digest of the row, and of its parts, as they stand in the database."""
    fresh = type(instance)._default_manager.get(pk=instance.pk)
    text = json.dumps(list(_rows(fresh)), cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rows(instance):
    yield _values(instance)
    for name in PARTS.get(instance._meta.label_lower, ()):
        for part in getattr(instance, name).order_by("pk"):
            yield from _rows(part)


def _values(instance) -> dict:
    label = instance._meta.label_lower
    skipped = CLOCKS | DERIVED.get(label, set()) | extras.derived_columns(label)
    return {
        field.attname: str(field.value_from_object(instance))
        for field in instance._meta.concrete_fields
        if field.name not in skipped
    }


class Ledger:
    """``ensure`` makes what is missing; ``made`` counts it."""

    def __init__(self):
        self.records = {record.key: record for record in DemoRecord.objects.all_real()}
        self.made = 0

    def ensure(self, key, model, make, adopt=None):
        """The object recorded under ``key``; made by ``make()`` when there is no record.

        ``None`` when staff have deleted it since. ``adopt`` is a queryset of objects that already
        do the job: the first of them is used as it is, and stays theirs.
        """
        record = self.records.get(key)
        if record:
            return model._default_manager.filter(pk=record.object_id).first()
        existing = adopt.first() if adopt is not None else None
        if existing:
            return existing
        with transaction.atomic():
            instance = make()
            self.records[key] = DemoRecord.objects.create(
                key=key, model=instance._meta.label_lower, object_id=instance.pk, fingerprint=""
            )
        self.made += 1
        return instance

    def seal(self):
        """Write the fingerprints of what was made in this run, after all of it is in place."""
        for record in self.records.values():
            if not record.fingerprint:
                instance = self.find(record)
                if instance is not None:
                    record.fingerprint = fingerprint(instance)
                    record.save(update_fields=["fingerprint"])

    @staticmethod
    def find(record):
        return model_of(record)._default_manager.filter(pk=record.object_id).first()


def model_of(record) -> type[models.Model]:
    return apps.get_model(record.model)
