"""Production refuses to start half-configured; every variable and dependency is documented."""

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from portal.keys import (
    checked_data_keys,
    load_or_create_data_key,
    load_or_create_secret_key,
    read_data_keys,
)

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "SECRET_KEY": "a-long-enough-random-looking-key-0123456789-abcdefghijk",
    "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
    "ALLOWED_HOSTS": "www.example.cn",
    "SITE_URL": "https://www.example.cn",
    "FIELD_KEYS": base64.b64encode(bytes(range(32))).decode(),
    "BLIND_INDEX_KEY": base64.b64encode(bytes(range(32, 64))).decode(),
    "VAR_DIR": "/tmp/mingchuang-settings-test",  # noqa: S108 - never written to
}


def start(**changes):
    """Load the production settings in a process of their own; return (exit code, output)."""
    environment = {**COMPLETE, **changes}
    environment = {name: value for name, value in environment.items() if value is not None}
    environment |= {
        "DJANGO_SETTINGS_MODULE": "portal.settings.production",
        "PATH": os.environ["PATH"],
    }
    command = "from django.conf import settings; print(settings.SESSION_COOKIE_SECURE)"
    result = subprocess.run(
        [sys.executable, "-c", command], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    return result.returncode, result.stdout + result.stderr


def test_complete_settings_start_with_secure_cookies():
    code, output = start()
    assert code == 0, output
    assert output.strip() == "True"


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_each_missing_variable_is_named(name):
    code, output = start(**{name: None})
    assert code != 0
    assert "ImproperlyConfigured" in output
    assert name in output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("ALLOWED_HOSTS", "*"),
        ("SITE_URL", "www.example.cn"),
        ("FIELD_KEYS", "not base64!"),
        ("FIELD_KEYS", base64.b64encode(b"too short").decode()),
        ("FIELD_KEYS", base64.b64encode(b"a" * 32).decode()),
        ("FIELD_KEYS", ",".join([COMPLETE["FIELD_KEYS"]] * 2)),
        ("BLIND_INDEX_KEY", COMPLETE["FIELD_KEYS"]),
        ("BLIND_INDEX_KEY", "secret"),
        ("AUDIT_RETENTION_DAYS", "183"),
    ],
)
def test_unsafe_values_are_refused(name, value):
    code, output = start(**{name: value})
    assert code != 0
    assert "ImproperlyConfigured" in output
    assert name in output
    if name in ("FIELD_KEYS", "BLIND_INDEX_KEY"):
        assert value not in output


def test_keys_may_come_from_files(tmp_path):
    keys = [base64.urlsafe_b64encode(os.urandom(32)).decode() for _number in range(3)]
    path = tmp_path / "keys"
    path.write_text(f"# the current one first\n{keys[0]}\n\n{keys[1]}\n", encoding="ascii")
    index = tmp_path / "index"
    index.write_text(keys[2], encoding="ascii")
    files = {"FIELD_KEYS_FILE": str(path), "BLIND_INDEX_KEY_FILE": str(index)}
    code, output = start(FIELD_KEYS=None, BLIND_INDEX_KEY=None, **files)
    assert code == 0, output
    assert read_data_keys(path) == keys[:2]
    path.unlink()
    code, output = start(FIELD_KEYS=None, BLIND_INDEX_KEY=None, **files)
    assert code != 0
    assert str(path) in output


def test_every_environment_variable_is_in_the_table():
    used = set()
    for path in (ROOT / "portal" / "settings").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"env\.\w+\(\s*\"([A-Z0-9_]+)\"", text))
    table = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z0-9_]+)`", table, re.M))
    assert used - documented == set()
    assert documented - used - {"DJANGO_SETTINGS_MODULE"} == set()


def test_every_dependency_has_its_reason_and_hashes():
    reasons = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for name in ("base", "dev", "s3"):
        wanted = (ROOT / "requirements" / f"{name}.in").read_text(encoding="utf-8")
        for package in re.findall(r"^([a-z][\w-]*)", wanted, re.M):
            assert package in reasons, f"{package} has no reason in docs/dependencies.md"
        lock = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        assert "http" not in lock
        for pin in re.findall(r"^[a-z][\w.-]*==.*$", lock, re.M):
            assert pin.endswith("\\"), f"{pin} has no hash"


def test_the_local_secret_key_is_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "secret_key"
    key = load_or_create_secret_key(path)
    assert len(key) >= 50
    assert load_or_create_secret_key(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def test_the_local_data_keys_are_made_once_and_private(tmp_path):
    path = tmp_path / "var" / "field_keys"
    keys = load_or_create_data_key(path)
    assert checked_data_keys("FIELD_KEYS", keys) == keys == load_or_create_data_key(path)
    assert load_or_create_data_key(tmp_path / "other") != keys
    assert path.stat().st_mode & 0o077 == 0
