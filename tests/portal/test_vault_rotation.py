"""Changing keys beside a running portal: nothing is lost, and the former key can go."""

import time
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from portal.models import AuditEvent
from portal.vault import UnknownKey, rotation
from portal.vault.cipher import current_prefix
from portal.vault.files import EncryptedFileStorage
from portal.vault.rotation import encrypted_columns, rotate
from tests.vault_app.models import Applicant

from .vault_helpers import ID_NUMBER, NAME, applicant, new_key, store, stored, together, with_scan


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private")},
        },
    }


@pytest.fixture
def new_first(settings):
    """Put a new key in front, as an operator does; returns the ring without the former ones."""

    def change():
        settings.FIELD_KEYS = [new_key(), *settings.FIELD_KEYS]
        return settings.FIELD_KEYS[:1]

    return change


def run(*args, **options):
    out = StringIO()
    call_command("rotate_keys", *args, grace=0, stdout=out, stderr=out, **options)
    return out.getvalue()


def files():
    return [p for p in Path(storages["private"].location).rglob("*") if p.is_file()]


@pytest.mark.django_db
def test_after_rotation_the_former_key_can_be_dropped(new_first, settings):
    rows = [with_scan(b"card", name=f"{NAME}{n}") for n in range(5)]
    empty = applicant(id_number="", contact=None)
    index = stored(rows[0], "id_number_index")
    only_new = new_first()
    said = run()
    assert "the former can be removed" in said
    settings.FIELD_KEYS = only_new
    for number, row in enumerate(rows):
        again = Applicant.objects.get(pk=row.pk)
        assert (again.name, again.id_number) == (f"{NAME}{number}", ID_NUMBER)
        assert again.contact["phone"]
        assert again.id_scan.read() == b"card"
        assert [old.name for old in again.history.all()][-1] == f"{NAME}{number}"
    assert Applicant.objects.get(pk=empty.pk).contact is None
    assert stored(rows[0], "id_number_index") == index
    assert len(files()) == 5


@pytest.mark.django_db
def test_without_rotation_the_former_key_cannot_be_dropped(new_first, settings):
    row = applicant()
    settings.FIELD_KEYS = new_first()
    with pytest.raises(UnknownKey):
        _ = Applicant.objects.get(pk=row.pk).name


@pytest.mark.django_db
def test_every_encrypted_column_of_every_model_is_found():
    assert sorted(str(column) for column in encrypted_columns() if "vault_app" in str(column)) == [
        "vault_app.Applicant.contact",
        "vault_app.Applicant.id_number",
        "vault_app.Applicant.id_scan",
        "vault_app.Applicant.name",
        "vault_app.HistoricalApplicant.contact_sealed",
        "vault_app.HistoricalApplicant.id_number_sealed",
        "vault_app.HistoricalApplicant.name_sealed",
    ]


@pytest.mark.django_db
def test_a_dry_run_tells_and_changes_nothing(new_first):
    row = with_scan()
    before = stored(row), stored(row, "id_scan"), len(files())
    key = stored(row)[3:11]
    new_first()
    said = run("--dry-run")
    assert f"vault_app.Applicant.id_number: 1 to do ({key} 1)" in said
    assert f"vault_app.Applicant.id_scan: 1 to do ({key} 1)" in said
    assert (stored(row), stored(row, "id_scan"), len(files())) == before
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_a_rotation_is_recorded_once_and_a_second_has_nothing_to_do(new_first):
    row = with_scan()
    new_first()
    run()
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_kind) == ("portal.rotate_keys", "system")
    before = stored(row), stored(row, "id_scan")
    run()
    assert (stored(row), stored(row, "id_scan")) == before
    assert AuditEvent.objects.count() == 1


@pytest.mark.django_db
def test_a_broken_off_run_is_simply_started_again(new_first, settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    rows = [applicant(name=f"{n}") for n in range(10)]
    only_new = new_first()

    def give_up(column):
        raise KeyboardInterrupt

    column = next(c for c in encrypted_columns() if str(c) == "vault_app.Applicant.name")
    with pytest.raises(KeyboardInterrupt):
        rotate(column, give_up)
    assert column.remaining().count() == 7
    run()
    settings.FIELD_KEYS = only_new
    assert [Applicant.objects.get(pk=row.pk).name for row in rows] == [f"{n}" for n in range(10)]


@pytest.mark.django_db
def test_what_does_not_open_is_named_and_the_rest_is_moved(new_first):
    good, bad = applicant(), applicant()
    store(bad, stored(good))
    new_first()
    with pytest.raises(CommandError, match=r"vault_app\.Applicant\.id_number: 1") as refused:
        run()
    assert refused.value.returncode == 1
    assert stored(bad)[:11] == stored(bad, "name_sealed")[:3] + stored(bad)[3:11]
    assert not stored(bad).startswith(current_prefix())
    assert stored(good).startswith(current_prefix())


@pytest.mark.django_db
def test_a_lost_file_is_named(new_first):
    with_scan()
    for path in files():
        path.unlink()
    new_first()
    out = StringIO()
    with pytest.raises(CommandError, match=r"id_scan: 1"):
        call_command("rotate_keys", grace=0, stdout=out, stderr=out)
    assert "vault_app.Applicant.id_scan, row" in out.getvalue()


@pytest.mark.django_db
def test_files_no_row_names_go_with_their_key_and_those_under_the_new_one_stay(new_first):
    EncryptedFileStorage().save("x", ContentFile(b"an upload undone"))
    new_first()
    kept = EncryptedFileStorage().save("x", ContentFile(b"an upload under way"))
    run()
    assert [path.name for path in files()] == [kept.rsplit("/", 1)[1]]


@pytest.mark.django_db
def test_a_row_saved_with_the_old_name_meanwhile_keeps_its_file(new_first, settings, monkeypatch):
    """An instance loaded before its file got a new name, saved after: the old file is still there."""
    row = with_scan(b"card")
    stale = Applicant.objects.get(pk=row.pk)
    only_new = new_first()
    waits = []

    def sleep(seconds):
        waits.append(seconds)
        if len(waits) == 1:
            stale.save()

    monkeypatch.setattr(time, "sleep", sleep)
    call_command("rotate_keys", grace=77, stdout=StringIO())
    assert waits == [77, 77]
    settings.FIELD_KEYS = only_new
    assert Applicant.objects.get(pk=row.pk).id_scan.read() == b"card"
    assert len(files()) == 1


@pytest.mark.django_db
def test_a_value_written_between_reading_and_writing_back_wins(new_first, monkeypatch):
    row = applicant()
    new_first()
    column = next(c for c in encrypted_columns() if str(c) == "vault_app.Applicant.id_number")
    close = type(column.field).close

    def overtaken(field, instance, value):
        monkeypatch.setattr(type(field), "close", close)
        other = Applicant.objects.get(pk=row.pk)
        other.id_number = "neu"
        other.save()
        return close(field, instance, value)

    monkeypatch.setattr(type(column.field), "close", overtaken)
    rotate(column)
    assert Applicant.objects.get(pk=row.pk).id_number == "neu"
    assert column.remaining().count() == 0


@pytest.mark.django_db
def test_a_file_uploaded_while_the_old_one_is_sealed_anew_wins(new_first, settings, monkeypatch):
    row = with_scan(b"old")
    only_new = new_first()
    save = EncryptedFileStorage._save

    def overtaken(storage, name, content):
        monkeypatch.setattr(EncryptedFileStorage, "_save", save)
        other = Applicant.objects.get(pk=row.pk)
        other.id_scan = ContentFile(b"new", "x")
        other.save()
        return save(storage, name, content)

    monkeypatch.setattr(EncryptedFileStorage, "_save", overtaken)
    run()
    settings.FIELD_KEYS = only_new
    assert Applicant.objects.get(pk=row.pk).id_scan.read() == b"new"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", range(2))
def test_rotation_beside_four_writers_loses_nothing(new_first, settings, attempt):
    rows = [with_scan(b"0", name="0", note=str(n)) for n in range(24)]
    last = {row.pk: "0" for row in rows}
    only_new = new_first()

    def write(mine):
        def work():
            for step in range(1, 6):
                for row in rows[mine::4]:
                    again = Applicant.objects.get(pk=row.pk)
                    again.name = f"{mine}-{step}"
                    if step == 3:
                        again.id_scan = ContentFile(again.name.encode(), "x")
                    again.save()
                    last[row.pk] = again.name

        return work

    assert together(run, *(write(number) for number in range(4))) == []
    run()
    settings.FIELD_KEYS = only_new
    for row in rows:
        again = Applicant.objects.get(pk=row.pk)
        assert again.name == last[row.pk]
        assert again.id_number == ID_NUMBER
        assert again.id_scan.read().decode().endswith("-3")
