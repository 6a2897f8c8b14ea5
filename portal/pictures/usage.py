"""Where a picture is used: as a linked picture of some record, or inside a text."""

from dataclasses import dataclass

from django.apps import apps
from django.contrib import admin
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from .plan import stem_of

MOST = 50


@dataclass(frozen=True)
class Use:
    """One record that shows the picture."""

    kind: str
    title: str
    url: str
    in_text: bool


def _is_history(model) -> bool:
    """Old versions (simple-history's copies) do not show anything to the public."""
    return hasattr(model, "history_object")


def _text_fields(model):
    from portal.richtext.fields import HtmlField

    return [field.name for field in model._meta.concrete_fields if isinstance(field, HtmlField)]


def _link_fields(model):
    from portal.models import Picture

    return [field.name for field in model._meta.concrete_fields if field.related_model is Picture]


def _admin_url(record) -> str:
    if type(record) not in admin.site._registry:
        return ""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    try:
        return reverse(name, args=[record.pk])
    except NoReverseMatch:
        return ""


def texts_with(stem: str):
    """(model, field name, queryset) for every rich text that mentions files starting with ``stem``."""
    for model in apps.get_models():
        if _is_history(model):
            continue
        for name in _text_fields(model):
            yield model, name, model._base_manager.filter(**{f"{name}__contains": stem})


def uses_of(picture) -> list[Use]:
    """Records that show ``picture``, at most ``MOST`` of each kind; one query for each kind."""
    found = []
    stem = stem_of(picture.file.name)
    for model in apps.get_models():
        links, texts = _link_fields(model), _text_fields(model)
        if _is_history(model) or not (links or texts):
            continue
        linked, in_text = Q(pk__in=[]), Q(pk__in=[])
        for name in links:
            linked |= Q(**{name: picture.pk})
        for name in texts:
            in_text |= Q(**{f"{name}__contains": stem})
        for condition, is_text in ((linked, False), (in_text, True)):
            if not (texts if is_text else links):
                continue
            for record in model._base_manager.filter(condition)[:MOST]:
                kind = str(model._meta.verbose_name)
                found.append(Use(kind, str(record), _admin_url(record), is_text))
    return found


def replace_in_texts(old_stem: str, picture):
    """After a picture got a new file: let the texts that showed the old one show the new one."""
    from .choose import sources

    new = sources(picture).src
    for _model, name, records in texts_with(old_stem):
        for record in records:
            setattr(record, name, _swap(getattr(record, name), old_stem, new))
            record.save()


def _swap(html: str, old_stem: str, address: str) -> str:
    """Give every image of the old file the new address; saving fills in sizes and renditions."""
    from portal.richtext import dom, images

    root = dom.parse(html)
    for node in root.iter("img"):
        names = images.picture_names(node.get("src") or "")
        if names and names[0] == old_stem:
            node.set("src", address)
            for name in ("width", "height"):
                node.attrib.pop(name, None)
    return dom.serialize(root)
