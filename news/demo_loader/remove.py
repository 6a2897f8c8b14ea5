"""Removing the demo: only what it made, only while nothing of anybody else's hangs on it."""

from django.db import transaction
from django.db.models import CASCADE, DO_NOTHING, ProtectedError, RestrictedError

from navigation.exceptions import SectionRefused
from navigation.models import Section
from navigation.services import delete_section
from news.demo_loader import extras
from news.demo_loader.ledger import PARTS, Ledger, fingerprint
from news.models import Article, DemoRecord, Document
from portal.models import Picture


class DemoRemover:
    """``kept`` tells what stayed and why, in words for the person at the keyboard."""

    def __init__(self, *, force=False):
        self.force = force
        self.removed = 0
        self.kept: list[str] = []

    def remove(self):
        """Remove in the reverse order of making, so that nothing is still referred to."""
        staying = extras.remove(self)
        for record in DemoRecord.objects.all_real().order_by("-pk"):
            if record.key.startswith(staying):
                continue
            instance = Ledger.find(record)
            if instance is None:
                record.delete()
                continue
            reason = self._reason_to_keep(record, instance) or self._delete(record, instance)
            if reason:
                self.kept.append(f"{instance._meta.verbose_name}“{instance}”（{reason}）")

    def _reason_to_keep(self, record, instance) -> str:
        if not self.force and record.fingerprint != fingerprint(instance):
            return "已被修改"
        user = other_user_of(instance)
        return f"{user._meta.verbose_name}“{user}”在使用" if user else ""

    def _delete(self, record, instance) -> str:
        try:
            with transaction.atomic():
                record.delete()
                if isinstance(instance, Section):
                    delete_section(instance)
                else:
                    instance.delete()
                if isinstance(instance, Article):
                    Article.history.filter(id=record.object_id).delete()
                if isinstance(instance, Document):
                    Document.history.filter(article_id=record.object_id).delete()
        except SectionRefused as refusal:
            return str(refusal)
        except (ProtectedError, RestrictedError):
            return "还有内容在使用"
        self.removed += 1
        return ""


def other_user_of(instance):
    """A row that refers to ``instance`` and would lose by its deletion, or ``None``.

    Deletion would silently empty such a reference (a cover, a block's section); rows that are a
    part of ``instance`` go with it and do not count.
    """
    if isinstance(instance, Section):
        return None  # delete_section asks everybody itself
    parts = {
        getattr(type(instance), name).rel.related_model
        for name in PARTS.get(instance._meta.label_lower, ())
    }
    for relation in instance._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        # CASCADE goes with the row; DO_NOTHING is the history, which may outlive what it names.
        goes_along = relation.on_delete in (CASCADE, DO_NOTHING)
        # The demo's own documents went before their articles: this one is somebody's work.
        goes_along = goes_along and relation.related_model is not Document
        if relation.related_model in parts or goes_along:
            continue
        found = relation.related_model._base_manager.filter(**{relation.field.name: instance})
        user = found.first()
        if user:
            return user
    return _text_that_shows(instance) if isinstance(instance, Picture) else None


def _text_that_shows(picture):
    """An article whose text shows the picture: texts refer to files, not to rows."""
    stem = picture.file.name.rpartition("/")[2].rpartition(".")[0]
    return Article.objects.filter(body__contains=stem).first() if stem else None
