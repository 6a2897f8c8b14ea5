"""Encrypted columns: plaintext on the attribute, and nowhere else."""

import copy
import json
import pickle
import uuid

import pytest
from django.contrib import admin
from django.core import checks, serializers
from django.core.exceptions import FieldError, ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, models, transaction
from django.db.migrations.state import ModelState
from django.db.migrations.writer import MigrationWriter
from django.forms.models import model_to_dict, modelform_factory
from django.test.utils import CaptureQueriesContext
from django.views.debug import ExceptionReporter

from portal.vault import (
    BlindIndexField,
    Damaged,
    EncryptedJSONField,
    EncryptedTextField,
    UnknownKey,
    VaultError,
)
from portal.vault.checks import check_admin_pages, check_names
from tests.vault_app.models import Applicant

from .vault_helpers import ID_NUMBER, NAME, PHONE, applicant, new_key, store, stored

pytestmark = pytest.mark.django_db
SECRETS = (NAME, ID_NUMBER, PHONE)


def assert_silent(text):
    for secret in SECRETS:
        assert secret not in text
        assert json.dumps(secret)[1:-1] not in text


# --- Reading and writing ------------------------------------------------------------------------
def test_a_saved_value_reads_back_as_it_was_written():
    row = Applicant.objects.get(pk=applicant().pk)
    assert (row.name, row.id_number) == (NAME, ID_NUMBER)
    assert row.contact == {"phone": PHONE}


@pytest.mark.parametrize("text", ["", "a", "v1.", "甲" * 40, "😀\x00\n'\"", " 空格 "])
def test_any_text_survives(text):
    assert Applicant.objects.get(pk=applicant(id_number=text).pk).id_number == text


@pytest.mark.parametrize("value", [{}, [], 0, False, "文", "", {"a": [1, {"b": None}]}])
def test_any_json_survives(value):
    kept = Applicant.objects.get(pk=applicant(contact=value).pk).contact
    assert json.loads(json.dumps(kept, default=dict)) == value


def test_nothing_stays_nothing():
    row = applicant(id_number="", contact=None)
    assert stored(row) == ""
    assert stored(row, "contact_sealed") is None
    again = Applicant.objects.get(pk=row.pk)
    assert again.id_number == ""
    assert again.contact is None


def test_equal_values_look_different_in_the_table():
    assert stored(applicant()) != stored(applicant())


def test_an_assigned_value_is_readable_before_it_is_saved_and_lost_by_a_refresh():
    row = applicant()
    row.id_number = "新"
    assert row.id_number == "新"
    row.refresh_from_db()
    assert row.id_number == ID_NUMBER


def test_saving_other_columns_leaves_the_sealed_one_alone():
    row = applicant()
    before = stored(row)
    row = Applicant.objects.get(pk=row.pk)
    row.note = "已核对"
    row.save()
    assert stored(row) == before


def test_deferred_columns_open_when_they_are_asked_for():
    row = applicant()
    assert Applicant.objects.only("note").get(pk=row.pk).id_number == ID_NUMBER
    assert Applicant.objects.defer("id_number").get(pk=row.pk).id_number == ID_NUMBER
    assert Applicant.objects.only("id_number").get(pk=row.pk).id_number == ID_NUMBER


def test_rows_made_in_bulk_are_sealed():
    Applicant.objects.bulk_create([Applicant(name=f"人{n}", id_number=str(n)) for n in range(3)])
    assert sorted(row.name for row in Applicant.objects.all()) == ["人0", "人1", "人2"]
    assert Applicant.objects.get(id_number_index="2").name == "人2"


def test_what_json_gave_out_cannot_be_changed_in_place_and_then_be_lost():
    row = applicant(contact={"phones": [PHONE]})
    with pytest.raises(TypeError):
        row.contact["phone"] = "1"
    with pytest.raises(AttributeError):
        row.contact["phones"].append("1")
    row.contact = {**row.contact, "post": "100080"}
    row.save()
    assert Applicant.objects.get(pk=row.pk).contact == {"phones": (PHONE,), "post": "100080"}


def test_only_text_goes_into_a_text_field():
    with pytest.raises(TypeError, match="id_number takes text, not int"):
        Applicant(id_number=110)
    with pytest.raises(TypeError, match="cannot be written as JSON"):
        Applicant(contact={1, 2})


# --- Nothing but ciphertext ---------------------------------------------------------------------
def test_the_database_holds_no_plaintext():
    row = applicant()
    for table, key in (("vault_app_applicant", "id"), ("vault_app_historicalapplicant", "id")):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} WHERE {key} = %s", [row.pk])  # noqa: S608
            assert_silent(json.dumps(cursor.fetchall(), default=str, ensure_ascii=False))
    assert stored(row).startswith("v1.")


def test_no_statement_carries_plaintext():
    with CaptureQueriesContext(
        connection,
    ) as queries:
        row = applicant()
        Applicant.objects.get(id_number_index=ID_NUMBER)
        row.name = "张三"
        row.save()
    assert len(queries) >= 4
    for query in queries:
        assert_silent(query["sql"])


@pytest.mark.parametrize(
    "rows",
    [
        lambda objects: list(objects.values()),
        lambda objects: list(objects.values("name", "id_number", "contact")),
        lambda objects: list(objects.values_list("id_number_sealed", flat=True)),
        lambda objects: list(objects.annotate(x=models.F("id_number")).values("x")),
        lambda objects: [vars(row) for row in objects.all()],
        lambda objects: [model_to_dict(row) for row in objects.all()],
        lambda objects: [vars(row) for row in Applicant.history.all()],
    ],
)
def test_rows_without_instances_hold_ciphertext(rows):
    applicant()
    text = json.dumps(rows(Applicant.objects), default=str, ensure_ascii=False)
    assert text != "[]"
    assert_silent(text)


@pytest.mark.parametrize("form", ["json", "xml", "jsonl"])
def test_dumped_data_is_ciphertext_and_can_be_loaded_again(form, capsys, tmp_path):
    row = applicant()
    path = tmp_path / f"dump.{form}"
    call_command("dumpdata", "vault_app", format=form, output=str(path))
    assert_silent(path.read_text(encoding="utf-8"))
    index = stored(row, "id_number_index")
    Applicant.objects.all().delete()
    call_command("loaddata", str(path), verbosity=0)
    again = Applicant.objects.get(pk=row.pk)
    assert (again.name, again.id_number, again.contact) == (NAME, ID_NUMBER, {"phone": PHONE})
    assert stored(row, "id_number_index") == index


def test_a_fixture_with_plaintext_is_refused():
    data = [{"model": "vault_app.applicant", "pk": 1, "fields": {"id_number": ID_NUMBER}}]
    with pytest.raises(serializers.base.DeserializationError) as refused:
        list(serializers.deserialize("python", data))
    assert "sealed values only" in str(refused.value)


def test_a_pickled_or_copied_instance_holds_ciphertext():
    row = applicant()
    assert_silent(repr(pickle.dumps(row)))
    assert NAME.encode() not in pickle.dumps(row)
    assert copy.copy(row).id_number == ID_NUMBER


def test_history_rows_open_with_the_row_they_came_from():
    row = applicant()
    row.name = "改名"
    row.save()
    assert [old.name for old in Applicant.history.order_by("history_id")] == [NAME, "改名"]


def test_migrations_hold_the_context_and_no_plaintext():
    state = ModelState.from_model(Applicant)
    for name in ("name", "id_number", "contact", "id_number_index", "id_scan"):
        text, _imports = MigrationWriter.serialize(state.fields[name])
        assert "mask" not in text
        _name, path, args, options = state.fields[name].deconstruct()
        assert state.fields[name].clone().deconstruct()[1:] == (path, args, options)
    assert state.fields["name"].deconstruct()[3]["context"] == "name"


@pytest.mark.parametrize(
    "options",
    [{"default": "甲"}, {"choices": [("甲", "甲")]}, {"db_default": "甲"}, {"unique": True}]
    + [{"db_index": True}, {"primary_key": True}],
)
def test_options_that_would_show_or_search_values_are_refused(options):
    with pytest.raises(FieldError):
        EncryptedTextField(context="x", max_length=9, **options)


def test_an_error_report_shows_no_plaintext(rf):
    """Frames of the vault hide their variables; the instance itself holds only ciphertext."""
    row = applicant()
    store(row, stored(applicant()))
    row = Applicant.objects.get(pk=row.pk)
    typed = Applicant(name=NAME, contact={"phone": PHONE})
    typed.name_sealed = typed.name_sealed[:-8] + "AAAAAAAA"
    for attempt in (lambda: row.id_number, lambda: typed.save(), lambda: typed.full_clean()):
        try:
            attempt()
        except Damaged as error:
            report = ExceptionReporter(rf.get("/"), type(error), error, error.__traceback__)
            for text in (report.get_traceback_text(), report.get_traceback_html()):
                assert "Damaged" in text
                assert_silent(text)
        else:
            pytest.fail("it opened")


def test_a_failed_assignment_reports_no_plaintext(rf, settings):
    settings.FIELD_KEYS = []
    try:
        Applicant().id_number = ID_NUMBER[:]
    except Exception as error:
        frames = error.__traceback__.tb_next
        report = ExceptionReporter(rf.get("/"), type(error), error, frames).get_traceback_html()
        # The test's own frame is left out; those of the vault are in.
        assert "cleansed" in report or "********************" in report
        assert_silent(report)


# --- Wrong keys, wrong places -------------------------------------------------------------------
def test_a_wrong_key_raises_and_never_returns_ciphertext(settings):
    row = applicant()
    settings.FIELD_KEYS = [new_key()]
    again = Applicant.objects.get(pk=row.pk)
    for read in (lambda: again.id_number, lambda: again.contact, lambda: again.id_number_masked):
        with pytest.raises(UnknownKey, match="FIELD_KEYS holds no key"):
            read()
    assert again.note == ""


def test_a_row_that_cannot_be_opened_is_not_overwritten(settings):
    row = applicant()
    before = stored(row)
    settings.FIELD_KEYS = [new_key()]
    again = Applicant.objects.get(pk=row.pk)
    with pytest.raises(UnknownKey), transaction.atomic():
        again.save()
    assert stored(row) == before


def test_former_keys_read_and_the_first_one_writes(settings):
    row = applicant()
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    before = stored(row)
    again = Applicant.objects.get(pk=row.pk)
    assert again.id_number == ID_NUMBER
    again.save()
    assert stored(row)[:11] != before[:11]
    assert again.id_number == ID_NUMBER
    settings.FIELD_KEYS = settings.FIELD_KEYS[:1]
    assert Applicant.objects.get(pk=row.pk).id_number == ID_NUMBER


def test_a_value_from_another_row_does_not_open():
    one, other = applicant(), applicant(id_number="5")
    store(one, stored(other))
    with pytest.raises(Damaged, match="belongs to another row"):
        _ = Applicant.objects.get(pk=one.pk).id_number


def test_a_value_from_another_column_does_not_open():
    row = applicant()
    store(row, stored(row, "name_sealed"))
    with pytest.raises(Damaged):
        _ = Applicant.objects.get(pk=row.pk).id_number


@pytest.mark.parametrize("at", [12, 20, 40, -6])
def test_a_changed_value_does_not_open(at):
    row = applicant()
    text = stored(row)
    swapped = "B" if text[at] != "B" else "C"
    store(row, text[:at] + swapped + text[at:][1:])
    with pytest.raises(VaultError):
        _ = Applicant.objects.get(pk=row.pk).id_number


@pytest.mark.parametrize("planted", ["明文", "v1.", "v1.zzzzzzzz.AAAA", "v2.00000000.AAAA"])
def test_plaintext_that_stands_in_the_column_is_not_taken_for_a_value(planted):
    row = applicant()
    store(row, planted)
    with pytest.raises(Damaged, match="never sealed"):
        _ = Applicant.objects.get(pk=row.pk).id_number


def test_a_sealed_text_typed_by_somebody_is_only_text():
    """What one applicant's row holds, pasted into another's form, stays the text it is."""
    token = stored(applicant())
    row = applicant(name=token[:60])
    assert Applicant.objects.get(pk=row.pk).name == token[:60]


def test_a_copied_row_needs_its_plaintext_again():
    row = applicant()
    row.pk, row._state.adding = None, True
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    row.vault_id = uuid.uuid4()
    with pytest.raises(Damaged), transaction.atomic():
        row.save()


def test_a_row_names_itself_without_personal_data():
    row = applicant()
    assert_silent(f"{row} {row!r}")
    assert str(row.pk) in str(row)
    assert check_names(None) == []


@pytest.mark.parametrize("name", ["__str__", "__repr__"])
def test_a_model_that_names_its_rows_itself_is_refused(monkeypatch, name):
    monkeypatch.setattr(Applicant, name, lambda row: row.name, raising=False)
    assert [message.id for message in check_names(None)] == ["vault.E003"]


# --- Validation ---------------------------------------------------------------------------------
def test_too_long_a_value_is_refused_and_stays_what_was_typed():
    """The well-known package returned ciphertext for ever after one such failure."""
    row = applicant()
    row.id_number = "9" * 41
    with pytest.raises(ValidationError) as refused:
        row.full_clean()
    assert list(refused.value.message_dict) == ["id_number"]
    assert row.id_number == "9" * 41
    assert Applicant.objects.get(pk=row.pk).id_number == ID_NUMBER
    with pytest.raises(VaultError, match="longer than 40"), transaction.atomic():
        row.save()
    assert applicant().id_number == ID_NUMBER


def test_the_length_is_that_of_the_plaintext():
    row = Applicant(name="甲" * 60, contact={"a": "乙" * 190})
    row.full_clean()
    row.contact = {"a": "乙" * 200}
    with pytest.raises(ValidationError, match="最多 200 个字符"):
        row.full_clean()


def test_an_empty_value_is_refused_where_one_is_needed():
    with pytest.raises(ValidationError) as refused:
        Applicant(id_number="").full_clean()
    assert list(refused.value.message_dict) == ["name"]


def test_no_model_form_shows_or_takes_an_encrypted_field():
    form = modelform_factory(Applicant, fields="__all__")
    assert list(form.base_fields) == ["note"]
    assert Applicant._meta.get_field("name").formfield().max_length == 60


# --- Lookups ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "lookup", ["id_number", "id_number__in", "id_number__contains", "id_number_sealed"]
)
@pytest.mark.parametrize("verb", ["filter", "exclude", "get", "get_or_create"])
def test_searching_an_encrypted_column_is_refused(lookup, verb):
    with pytest.raises(FieldError, match="cannot be searched"):
        getattr(Applicant.objects, verb)(**{lookup: ID_NUMBER})


def test_what_lies_inside_cannot_be_searched_either():
    with pytest.raises(FieldError, match="nothing can be looked up inside"):
        Applicant.objects.filter(contact__phone__contains=PHONE)


def test_whether_there_is_a_value_may_be_asked():
    row = applicant(contact=None)
    assert list(Applicant.objects.filter(contact__isnull=True)) == [row]
    assert not Applicant.objects.filter(name__isnull=True).exists()


def test_writing_past_save_is_refused():
    row = applicant()
    row.name = "张三"
    with pytest.raises(VaultError, match="row by row"), transaction.atomic():
        Applicant.objects.update(name="张三")
    with pytest.raises(VaultError, match="row by row"), transaction.atomic():
        Applicant.objects.bulk_update([row], ["name"])
    assert Applicant.objects.get(pk=row.pk).name == NAME


# --- The index ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [
        ID_NUMBER,
        " 110105 19491231 002x ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105-19491231-002X",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed):
    row = applicant()
    applicant(id_number="110101199003071221")
    assert list(Applicant.objects.filter(id_number_index=typed)) == [row]
    assert list(Applicant.objects.filter(id_number_index__in=[typed, "x"])) == [row]


@pytest.mark.parametrize("typed", ["", " ", None])
def test_an_empty_search_finds_nothing(typed):
    applicant(id_number="")
    assert not Applicant.objects.filter(id_number_index=typed).exists()


def test_a_part_of_a_number_finds_nothing():
    with pytest.raises(FieldError, match="exact values only"):
        Applicant.objects.filter(id_number_index__startswith="110")


def test_the_index_follows_its_column():
    row = applicant()
    row.id_number = "5"
    row.save(update_fields=["id_number"])
    assert Applicant.objects.get(id_number_index="5") == row
    assert not Applicant.objects.filter(id_number_index=ID_NUMBER).exists()


def test_an_index_read_from_a_row_finds_its_twins():
    row, twin = Applicant.objects.get(pk=applicant().pk), applicant()
    found = Applicant.objects.filter(id_number_index=row.id_number_index).exclude(pk=row.pk)
    assert list(found) == [twin]


def test_the_index_is_keyed_and_differs_between_columns(settings):
    row = applicant()
    first = stored(row, "id_number_index")
    other = BlindIndexField("id_number", context="other")
    assert other.digest(ID_NUMBER) not in ("", first)
    settings.BLIND_INDEX_KEY = new_key()
    assert not Applicant.objects.filter(id_number_index=ID_NUMBER).exists()


def test_changing_the_encryption_keys_leaves_the_index_as_it_is(settings):
    row = applicant()
    before = stored(row, "id_number_index")
    settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
    Applicant.objects.get(pk=row.pk).save()
    assert stored(row, "id_number_index") == before


# --- Checks -------------------------------------------------------------------------------------
def test_a_model_without_row_identity_is_refused():
    field = EncryptedJSONField(context="x", max_length=9)
    field.set_attributes_from_name("x")
    field.model = models.Model
    assert "vault.E001" in [
        message.id for message in field.check() if message.level == checks.ERROR
    ]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("list_display", ["id_number"]),
        ("list_display", ["note", "id_number_sealed"]),
        ("search_fields", ["=id_number"]),
        ("readonly_fields", ["contact"]),
        ("list_filter", ["name"]),
        ("ordering", ["-name"]),
        ("fieldsets", [(None, {"fields": ["note", ("id_number",)]})]),
    ],
)
def test_an_admin_page_that_names_an_encrypted_field_is_refused(option, value):
    page = type("Page", (admin.ModelAdmin,), {option: value})
    admin.site.register(Applicant, page)
    try:
        assert [message.id for message in check_admin_pages(None)] == ["vault.E002"]
    finally:
        admin.site.unregister(Applicant)
    assert check_admin_pages(None) == []
