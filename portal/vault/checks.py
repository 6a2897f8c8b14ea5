"""System checks of the vault."""

from django.apps import apps
from django.contrib import admin
from django.core.checks import Error, Tags, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constants import LOOKUP_SEP

from .base import SealedModel
from .fields import EncryptedField
from .files import EncryptedFileField

OPTIONS = (
    "list_display list_editable list_filter search_fields readonly_fields fields ordering "
    "list_display_links date_hierarchy sortable_by"
).split()


@register(Tags.models)
def check_names(app_configs, **kwargs):
    """E003: the name of a row goes where personal data must not."""
    return [
        Error(
            f"{model.__name__} gives itself a __str__ or __repr__ of its own.",
            hint="Override audit_label(), and keep personal data out of it.",
            obj=model,
            id="vault.E003",
        )
        for model in apps.get_models()
        if issubclass(model, SealedModel)
        and (model.__str__, model.__repr__) != (SealedModel.__str__, SealedModel.__repr__)
    ]


@register(Tags.admin)
def check_admin_pages(app_configs, **kwargs):
    """E002: an admin page would show, search or sort an encrypted field past ``reveal``."""
    return [
        Error(
            f"{type(page).__name__}.{option} names the encrypted field {name!r}.",
            hint=f"Show {name}_masked, search by its BlindIndexField, and reveal() with a reason.",
            obj=page.model,
            id="vault.E002",
        )
        for model, registered in admin.site._registry.items()
        for page in [registered, *(inline(model, admin.site) for inline in registered.inlines)]
        for option, name in _named(page)
        if _leads_into_vault(page.model, name)
    ]


def _named(page):
    for option in OPTIONS:
        value = getattr(page, option, None) or ()
        for name in _flat([value] if isinstance(value, str) else value):
            yield option, name
    for _title, options in page.fieldsets or ():
        for name in _flat(options["fields"]):
            yield "fieldsets", name


def _flat(names):
    for name in names:
        if isinstance(name, list | tuple):
            yield from _flat(name)
        elif isinstance(name, str):
            yield name.lstrip("-^=@")


def _leads_into_vault(model, path: str) -> bool:
    """Whether ``path`` ("applicant__id_number") passes through an encrypted field."""
    for name in path.split(LOOKUP_SEP):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            return False
        if isinstance(field, EncryptedField | EncryptedFileField):
            return True
        if not field.is_relation or not field.related_model:
            return False
        model = field.related_model
    return False
