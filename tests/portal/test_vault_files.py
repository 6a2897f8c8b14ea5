"""Sealed files: what is stored is unreadable, what was touched does not open, nothing stays behind."""

import io
import os
import tracemalloc
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousFileOperation, ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import InMemoryStorage, storages
from django.http import Http404
from django.test import override_settings

from portal.models import AuditEvent
from portal.vault import (
    Damaged,
    EncryptedFileStorage,
    UnknownKey,
    VaultError,
    reveal_file,
    serve_sealed,
)
from portal.vault.stream import CHUNK, HEADER_BYTES, SEALED_CHUNK, UnsealedFile, seal_file
from tests.factories import make_user
from tests.vault_app.models import Applicant

from .vault_helpers import new_key, with_scan

SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "private")},
        },
    }


def sealed(data, name="a"):
    target = io.BytesIO()
    seal_file(io.BytesIO(data), target, name)
    return target.getvalue()


def opened(stored, name="a"):
    return io.BufferedReader(UnsealedFile(io.BytesIO(stored), name)).read()


def path_of(name):
    return Path(storages["private"].path(name))


def files():
    root = Path(storages["private"].location)
    return [path for path in root.rglob("*") if path.is_file()]


# --- The format ---------------------------------------------------------------------------------
@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_comes_back_whole(size):
    data = os.urandom(size)
    stored = sealed(data)
    assert opened(stored) == data
    assert UnsealedFile(io.BytesIO(stored), "a").size == size
    assert data[:40] not in stored or size < 8


@pytest.mark.parametrize("size", SIZES)
def test_any_part_of_a_file_can_be_read(size):
    data = os.urandom(size)
    file = io.BufferedReader(UnsealedFile(io.BytesIO(sealed(data)), "a"), 1000)
    for start in {0, 1, size // 2, max(0, size - 3), size, size + 5, min(size, CHUNK - 2)}:
        file.seek(start)
        assert file.read(10) == data[start : start + 10]
    assert file.seek(-1, io.SEEK_END) == max(0, size - 1)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("cut", [1, 16, 17, SEALED_CHUNK, SEALED_CHUNK + 1])
def test_a_file_that_was_cut_short_does_not_open_at_all(size, cut):
    stored = sealed(os.urandom(size))
    with pytest.raises(Damaged):
        UnsealedFile(io.BytesIO(stored[:-cut]), "a")


def test_a_file_with_something_at_its_end_does_not_open():
    for extra in (b"x", b"x" * SEALED_CHUNK):
        with pytest.raises(Damaged):
            UnsealedFile(io.BytesIO(sealed(b"data") + extra), "a")


@pytest.mark.parametrize("at", [0, 5, 10, HEADER_BYTES, HEADER_BYTES + SEALED_CHUNK + 3, -1])
def test_a_changed_byte_is_found(at):
    stored = bytearray(sealed(os.urandom(2 * CHUNK + 5)))
    stored[at] ^= 1
    with pytest.raises(VaultError):
        opened(bytes(stored))


def test_chunks_that_changed_places_are_found():
    stored = sealed(os.urandom(3 * CHUNK))
    chunks = [stored[HEADER_BYTES + n * SEALED_CHUNK :][:SEALED_CHUNK] for n in range(3)]
    with pytest.raises(Damaged):
        opened(stored[:HEADER_BYTES] + chunks[1] + chunks[0] + chunks[2])


def test_a_file_under_another_files_name_does_not_open():
    with pytest.raises(Damaged):
        opened(sealed(b"data", "a"), "b")


def test_what_was_never_sealed_does_not_open():
    with pytest.raises(Damaged, match="no sealed file"):
        opened(b"%PDF-1.4 plain" * 10)


def test_a_file_without_its_key_does_not_open(settings):
    stored = sealed(b"data")
    settings.FIELD_KEYS = [new_key()]
    with pytest.raises(UnknownKey):
        opened(stored)


class Slow(io.RawIOBase):
    """A stream that gives less than it is asked for, as sockets and decompressors do."""

    def __init__(self, data):
        self.data = io.BytesIO(data)

    def read(self, size=-1):
        return self.data.read(min(size, 1000))


def test_a_stream_that_gives_little_at_a_time_is_sealed_the_same():
    data, target = os.urandom(2 * CHUNK + 9), io.BytesIO()
    seal_file(Slow(data), target, "a")
    assert opened(target.getvalue()) == data


def test_a_big_file_takes_little_memory(tmp_path):
    path = tmp_path / "big"
    with path.open("wb") as big:
        for _part in range(64):
            big.write(os.urandom(1024) * 1024)
    storage = EncryptedFileStorage()
    tracemalloc.start()
    with path.open("rb") as big:
        name = storage.save("x", File(big))
    with storage.open(name) as file:
        total = sum(len(part) for part in file.chunks())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert total == 64 * 1024**2
    assert peak < 2 * 1024**2


# --- The storage --------------------------------------------------------------------------------
def test_the_name_of_a_stored_file_tells_nothing():
    names = {EncryptedFileStorage().save("张三身份证.jpg", ContentFile(b"x")) for _n in range(3)}
    assert len(names) == 3
    for name in names:
        assert name.startswith("sealed/")
        assert name.isascii()
        assert "." not in name
        assert path_of(name).read_bytes().startswith(b"MCV1")


@pytest.mark.parametrize("name", ["../a", "/etc/passwd", "sealed/../../a"])
def test_no_name_leads_out_of_the_folder(name):
    with pytest.raises(SuspiciousFileOperation):
        EncryptedFileStorage().open(name)


def test_the_storage_knows_size_and_existence_but_no_address():
    storage = EncryptedFileStorage()
    name = storage.save("x", ContentFile(b"12345"))
    assert storage.size(name) == 5
    assert storage.exists(name)
    with pytest.raises(VaultError, match="no address"):
        storage.url(name)
    with pytest.raises(ValueError, match="written once"):
        storage.open(name, "wb")
    storage.delete(name)
    assert not storage.exists(name)


def test_any_storage_may_stand_behind(settings):
    """Object storage has no paths, and gives files that are streams of its own."""
    settings.STORAGES = {
        **settings.STORAGES,
        "private": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    }
    storage, data = EncryptedFileStorage(), os.urandom(CHUNK + 5)
    name = storage.save("x", ContentFile(data))
    assert isinstance(storage.inner, InMemoryStorage)
    assert data[:40] not in storage.inner.open(name).read()
    assert storage.open(name).read() == data


def test_a_storage_that_changes_the_name_is_refused(monkeypatch):
    storage = EncryptedFileStorage()
    monkeypatch.setattr(
        type(storage.inner), "get_available_name", lambda self, name, max_length=None: f"{name}_1"
    )
    with pytest.raises(VaultError, match="did not keep the name"):
        storage.save("x", ContentFile(b"x"))
    assert files() == []


# --- The field ----------------------------------------------------------------------------------
@pytest.mark.django_db
def test_a_file_goes_with_its_row(django_capture_on_commit_callbacks):
    row = with_scan(b"card")
    assert Applicant.objects.get(pk=row.pk).id_scan.read() == b"card"
    assert len(files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert files() == []


@pytest.mark.django_db
def test_files_go_with_rows_deleted_together(django_capture_on_commit_callbacks):
    for _number in range(3):
        with_scan()
    with django_capture_on_commit_callbacks(execute=True):
        Applicant.objects.all().delete()
    assert files() == []


@pytest.mark.django_db
@pytest.mark.parametrize("new", [ContentFile(b"new", "b.jpg"), ""])
def test_a_replaced_or_removed_file_leaves_nothing(new, django_capture_on_commit_callbacks):
    row = with_scan(b"old")
    old = files()
    with django_capture_on_commit_callbacks(execute=True):
        row.id_scan = new
        row.save()
        assert set(old) <= set(files()), "gone before the change was committed"
    assert not set(old) & set(files())
    assert len(files()) == (1 if new else 0)


@pytest.mark.django_db
def test_saving_a_row_again_keeps_its_file(django_capture_on_commit_callbacks):
    row = with_scan(b"card")
    with django_capture_on_commit_callbacks(execute=True):
        row = Applicant.objects.get(pk=row.pk)
        row.note = "x"
        row.save()
    assert row.id_scan.read() == b"card"


# --- The way out --------------------------------------------------------------------------------
@pytest.fixture
def asked(rf, db):
    def ask(perms=("portal.reveal_personal_data",), **user):
        request = rf.get("/", REMOTE_ADDR="10.0.0.7")
        request.user = make_user("clerk", perms=perms, **user)
        return request

    return ask


FILE = {"filename": "身份证.jpg", "content_type": "image/jpeg"}


def test_a_revealed_file_is_sent_with_harmless_headers_and_recorded(asked):
    row, request = with_scan(b"card" * 50_000), asked()
    response = reveal_file(request, row, "id_scan", "核对身份", inline=True, **FILE)
    assert b"".join(response.streaming_content) == b"card" * 50_000
    assert response["Content-Length"] == "200000"
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("inline; ")
    assert response["Cache-Control"] == "private, no-store"
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    event = AuditEvent.objects.get()
    assert (event.verb, event.part, event.reason) == ("portal.reveal_file", "证件照片", "核对身份")
    assert (event.actor, event.ip, event.object_id) == ("clerk", "10.0.0.7", str(row.pk))


def test_nginx_is_never_asked_to_send_a_sealed_file(asked, settings):
    settings.ACCEL_REDIRECT_PREFIX = "/protected/"
    response = reveal_file(asked(), with_scan(b"card"), "id_scan", "核对", **FILE)
    assert "X-Accel-Redirect" not in response
    assert b"".join(response.streaming_content) == b"card"


def test_a_file_is_not_revealed_without_right_or_reason(asked):
    row = with_scan()
    with pytest.raises(ValidationError, match="请填写查看理由"):
        reveal_file(asked(), row, "id_scan", " ", **FILE)
    assert not AuditEvent.objects.exists()


def test_a_file_is_refused_to_those_without_the_right(asked):
    row = with_scan()
    with pytest.raises(PermissionDenied):
        reveal_file(asked(perms=()), row, "id_scan", "看看", **FILE)
    assert [event.success for event in AuditEvent.objects.all()] == [False]


@pytest.mark.django_db
def test_a_file_that_is_gone_or_was_never_there_is_not_found():
    row = with_scan()
    for path in files():
        path.unlink()
    with pytest.raises(Http404, match="已经丢失"):
        serve_sealed(row, "id_scan", **FILE)
    row.id_scan = ""
    with pytest.raises(Http404, match="没有这个文件"):
        serve_sealed(row, "id_scan", **FILE)


@pytest.mark.django_db
def test_a_damaged_file_is_refused_before_a_byte_is_sent():
    row = with_scan(b"card" * 100_000)
    path = files()[0]
    path.write_bytes(path.read_bytes()[:-SEALED_CHUNK])
    with pytest.raises(Damaged):
        serve_sealed(row, "id_scan", **FILE)


@pytest.mark.django_db
def test_a_file_that_got_a_new_name_a_moment_ago_is_found():
    row = with_scan(b"card")
    stale = Applicant.objects.get(pk=row.pk)
    name = EncryptedFileStorage().save("x", ContentFile(b"card"))
    Applicant.objects.filter(pk=row.pk).update(id_scan=name)
    EncryptedFileStorage().delete(row.id_scan.name)
    response = serve_sealed(stale, "id_scan", **FILE)
    assert b"".join(response.streaming_content) == b"card"


def test_a_full_disk_leaves_no_half_of_a_file(monkeypatch):
    storage = EncryptedFileStorage()

    def full(self, name, content):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(type(storage.inner), "_save", full)
    with pytest.raises(OSError, match="No space"):
        storage.save("x", ContentFile(b"x" * CHUNK))
    assert files() == []


def test_settings_decide_where_files_are_when_they_are_used(tmp_path, settings):
    storage = EncryptedFileStorage()
    with override_settings(
        STORAGES={
            **settings.STORAGES,
            "private": {
                "BACKEND": "django.core.files.storage.FileSystemStorage",
                "OPTIONS": {"location": str(tmp_path / "other")},
            },
        }
    ):
        storage.save("x", ContentFile(b"x"))
        assert len(list((tmp_path / "other").rglob("*"))) > 1
