"""Encrypted model fields.

``applicant.id_number`` is the plaintext, opened on every reading and sealed on every assignment;
the instance itself, the database, ``values()``, fixtures and history rows hold only
``id_number_sealed``, and ``id_number_masked`` is what lists show. As with a foreign key and its
``_id``, the column belongs to the latter name.

Nothing can be searched or sorted by an encrypted column; a ``BlindIndexField`` beside it finds
exact values. ``editable`` is always off, so that no model form and no admin page shows the
plaintext by accident: take a plain form field, and assign what was cleaned.
"""

import json
import uuid
from types import MappingProxyType

from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_variables

from portal.personal.masks import mask_all

from .cipher import FORM, Sealed, current_prefix, seal, unseal
from .errors import VaultError

# Neither says anything about anybody, and both must stay what they are.
UNSEALED = (None, "")


class _Plaintext:
    """The attribute under the field's own name: opens what the row holds, seals what it is given."""

    def __init__(self, field):
        self.field = field

    def __get__(self, instance, owner=None):
        return self if instance is None else self.field.open(instance)

    @sensitive_variables()
    def __set__(self, instance, value):
        if not isinstance(value, Sealed):
            # Plain text type: only ``pre_save`` hands out what the column takes.
            value = value if value in UNSEALED else str(self.field.close(instance, value))
        instance.__dict__[self.field.attname] = value


class EncryptedField(models.Field):
    """What both kinds share. ``context`` is authenticated with every value, so it may never change,
    not even when the field is renamed; ``mask`` makes the value fit for lists."""

    description = _("加密的个人信息")

    def __init__(self, verbose_name=None, *, context, max_length, mask=mask_all, **options):
        self.context, self.mask = context, mask
        for name in ("default", "db_default", "choices"):
            if options.get(name) not in UNSEALED:
                raise FieldError(f"An encrypted field takes no {name}: migrations would show it.")
        for name in ("unique", "db_index", "primary_key"):
            if options.get(name):
                raise FieldError(f"An encrypted field cannot be {name}; use a BlindIndexField.")
        options["editable"] = False
        super().__init__(verbose_name, max_length=max_length, **options)

    def deconstruct(self):
        name, path, args, options = super().deconstruct()
        options.pop("editable", None)
        options["context"] = self.context
        return name, path, args, options

    def get_internal_type(self):
        return "TextField"

    @property
    def plain_name(self) -> str:
        """The attribute with the plaintext. History rows call the field itself by its column."""
        return self.name.removesuffix("_sealed")

    def get_attname(self):
        return f"{self.plain_name}_sealed"

    def contribute_to_class(self, cls, name, **options):
        super().contribute_to_class(cls, name, **options)
        setattr(cls, self.plain_name, _Plaintext(self))
        setattr(cls, f"{self.plain_name}_masked", property(self.masked))

    def check(self, **options):
        found = super().check(**options)
        if not hasattr(self.model, "vault_id"):
            found.append(
                checks.Error(
                    "An encrypted field needs a row identity to bind its values to.",
                    hint="Derive the model from portal.vault.SealedModel.",
                    obj=self,
                    id="vault.E001",
                )
            )
        return found

    # --- plaintext and sealed value -----------------------------------------------------------
    def place(self, instance) -> str:
        return f"{self.context}/{uuid.UUID(str(instance.vault_id))}"

    @sensitive_variables()
    def open(self, instance):
        """The plaintext; raises ``VaultError`` rather than ever returning anything else."""
        sealed = getattr(instance, self.attname)
        if sealed in UNSEALED:
            return sealed
        return self.from_bytes(unseal(sealed, self.place(instance)))

    @sensitive_variables()
    def close(self, instance, value) -> Sealed:
        """``value`` sealed for this row."""
        return seal(self.to_bytes(value), self.place(instance))

    def masked(self, instance) -> str:
        """The value as lists may show it ("" for none)."""
        value = self.open(instance)
        return "" if value in UNSEALED else self.mask(value)

    # --- validation ---------------------------------------------------------------------------
    @sensitive_variables()
    def clean(self, value, instance):
        """Check the plaintext (length, emptiness, validators); the row keeps what was typed."""
        plain = self.open(instance)
        if plain is None and not self.null:
            raise ValidationError(self.error_messages["null"], code="null")
        if plain in self.empty_values and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")
        self.run_validators(plain)
        return value

    # --- database -----------------------------------------------------------------------------
    @sensitive_variables()
    def pre_save(self, instance, add):
        """What is written is known to open, is no longer than allowed, and has the current key."""
        sealed, plain = getattr(instance, self.attname), self.open(instance)
        if sealed in UNSEALED:
            return sealed
        if self.length(plain) > self.max_length:
            raise VaultError(f"{self.model.__name__}.{self.name} is longer than {self.max_length}.")
        if sealed.startswith(current_prefix()):
            return Sealed(sealed)
        return self.close(instance, plain)

    def get_prep_value(self, value):
        if value in UNSEALED or isinstance(value, Sealed):
            return value if value is None else str(value)
        raise VaultError(
            f"{self.model.__name__}.{self.name} is encrypted row by row: assign it and call save(); "
            "update() and bulk_update() cannot."
        )

    def get_lookup(self, lookup_name):
        if lookup_name == "isnull":
            return IsNull
        raise FieldError(
            f"{self.name} is encrypted and cannot be searched; use a BlindIndexField for exact values."
        )

    def get_transform(self, lookup_name):
        raise FieldError(f"{self.name} is encrypted; nothing can be looked up inside it.")

    # --- fixtures -----------------------------------------------------------------------------
    def value_to_string(self, obj):
        return self.value_from_object(obj)

    def to_python(self, value):
        """Read a fixture, which holds sealed values and nothing else."""
        if value in UNSEALED or isinstance(value, Sealed):
            return value
        if not isinstance(value, str) or not FORM.fullmatch(value):
            raise ValidationError("An encrypted column of a fixture holds sealed values only.")
        return Sealed(value)


class EncryptedTextField(EncryptedField):
    """Text of at most ``max_length`` characters. "" stays "" and ``None`` stays ``None``."""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.validators = [*self.validators, MaxLengthValidator(self.max_length)]

    def to_bytes(self, value):
        if not isinstance(value, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}.")
        return value.encode()

    def from_bytes(self, raw):
        return raw.decode()

    def length(self, value):
        return len(value)

    def formfield(self, **options):
        return super().formfield(**{"max_length": self.max_length, **options})


class EncryptedJSONField(EncryptedField):
    """A JSON value of at most ``max_length`` characters when written out.

    What is read cannot be changed in place (that change would be lost): assign a new value.
    """

    empty_strings_allowed = False

    def to_bytes(self, value):
        return self._dumps(value).encode()

    def from_bytes(self, raw):
        return _frozen(json.loads(raw))

    def length(self, value):
        return len(self._dumps(value))

    @staticmethod
    def _dumps(value):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_thawed)

    def formfield(self, **options):
        return super().formfield(**{"form_class": forms.JSONField, **options})

    def run_validators(self, value):
        if value is not None and self.length(value) > self.max_length:
            raise ValidationError(
                _("内容过长，最多 %(limit)s 个字符。"),
                code="max_length",
                params={"limit": self.max_length},
            )
        super().run_validators(value)


def _thawed(value):
    if isinstance(value, MappingProxyType):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot be written as JSON.")


def _frozen(value):
    if isinstance(value, dict):
        return MappingProxyType({name: _frozen(inner) for name, inner in value.items()})
    return tuple(_frozen(inner) for inner in value) if isinstance(value, list) else value
