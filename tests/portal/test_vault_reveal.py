"""Seeing one value: right, reason and record, in this order, or nothing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from portal.models import AuditEvent
from portal.vault import SealedModel, VaultError, reveal
from tests.factories import make_user
from tests.vault_app.models import Applicant

from .vault_helpers import ID_NUMBER, applicant, new_key

RIGHT = "portal.reveal_personal_data"


@pytest.fixture
def asked(rf, db):
    def ask(user):
        request = rf.post("/", REMOTE_ADDR="2001:db8::7")
        request.user = user
        return request

    return ask


@pytest.fixture
def clerk(db):
    return make_user("clerk", perms=[RIGHT])


def test_a_value_is_revealed_and_the_reading_recorded(asked, clerk):
    row = applicant()
    assert reveal(asked(clerk), row, "id_number", " 电话核对身份 ") == ID_NUMBER
    event = AuditEvent.objects.get()
    assert (event.verb, event.part, event.reason) == ("portal.reveal", "证件号码", "电话核对身份")
    assert (event.user_id, event.actor, event.ip) == (clerk.pk, "clerk", "2001:db8::7")
    assert (event.object_type, event.object_id) == ("vault_app.applicant", str(row.pk))
    assert event.success
    assert ID_NUMBER not in str(vars(event))


@pytest.mark.parametrize("reason", ["", "  \n", None])
def test_no_reason_no_value(asked, clerk, reason):
    with pytest.raises(ValidationError) as refused:
        reveal(asked(clerk), applicant(), "id_number", reason)
    assert list(refused.value.message_dict) == ["reason"]
    assert not AuditEvent.objects.exists()


def test_without_the_right_the_attempt_itself_is_recorded(asked):
    user = make_user("curious")
    with pytest.raises(PermissionDenied):
        reveal(asked(user), applicant(), "id_number", "看看")
    event = AuditEvent.objects.get()
    assert (event.actor, event.success) == ("curious", False)


@pytest.mark.parametrize("who", ["clerk", "superuser"])
def test_the_right_alone_opens_no_record_its_model_keeps_shut(asked, clerk, who):
    user = clerk if who == "clerk" else make_user("root", superuser=True)
    with pytest.raises(PermissionDenied):
        reveal(asked(user), applicant(note="closed"), "id_number", "看看")
    assert [event.success for event in AuditEvent.objects.all()] == [False]


def test_a_model_that_says_nothing_reveals_nothing(clerk):
    assert SealedModel.may_reveal(applicant(), clerk, "id_number") is False


def test_nobody_signed_in_sees_nothing(asked):
    with pytest.raises(PermissionDenied):
        reveal(asked(AnonymousUser()), applicant(), "id_number", "看看")


def test_a_blocked_account_sees_nothing(asked, clerk):
    clerk.is_active = False
    with pytest.raises(PermissionDenied):
        reveal(asked(clerk), applicant(), "id_number", "看看")


@pytest.mark.parametrize("field", ["note", "id_number_sealed", "id_scan"])
def test_only_encrypted_values_can_be_revealed(asked, clerk, field):
    with pytest.raises(TypeError):
        reveal(asked(clerk), applicant(), field, "看看")


def test_a_value_that_does_not_open_is_not_recorded_as_seen(asked, clerk, settings):
    row = Applicant.objects.get(pk=applicant().pk)
    settings.FIELD_KEYS = [new_key()]
    with pytest.raises(VaultError):
        reveal(asked(clerk), row, "id_number", "核对")
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_was_seen_stays_on_record_whatever_fails_afterwards(asked, clerk):
    row = applicant()
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        reveal(asked(clerk), row, "id_number", "核对")
    assert reveal(asked(clerk), row, "id_number", "核对") == ID_NUMBER
    assert AuditEvent.objects.count() == 1


def test_lists_show_masks(db):
    row = Applicant.objects.get(pk=applicant().pk)
    assert row.name_masked == "欧**丽"
    assert row.id_number_masked == "110***********002X"
    assert row.contact_masked == "******"
    assert applicant(id_number="", contact=None).id_number_masked == ""
