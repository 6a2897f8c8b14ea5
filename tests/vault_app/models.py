"""One model with everything of the vault, and its history."""

from django.db import models
from simple_history.models import HistoricalRecords

from portal.personal import mask_name, mask_number
from portal.vault import (
    BlindIndexField,
    EncryptedFileField,
    EncryptedJSONField,
    EncryptedTextField,
    SealedModel,
)


class Applicant(SealedModel):
    name = EncryptedTextField("姓名", context="name", max_length=60, mask=mask_name)
    id_number = EncryptedTextField(
        "证件号码", context="id_number", max_length=40, blank=True, mask=mask_number
    )
    id_number_index = BlindIndexField("id_number", context="id_number")
    contact = EncryptedJSONField(
        "联系方式", context="contact", max_length=200, null=True, blank=True
    )
    id_scan = EncryptedFileField("证件照片", blank=True)
    note = models.CharField("备注", max_length=60, blank=True)

    # An app without migrations gets its tables before the users' table is there.
    history = HistoricalRecords(excluded_fields=["id_scan"], user_db_constraint=False)

    def may_reveal(self, user, field):
        return self.note != "closed"
