"""The test suite: SQLite unless DATABASE_URL names another database, files in a temporary folder."""

import os
import re
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import CACHES, INSTALLED_APPS, REDIS_URL, STORAGES, _file_storage, database

VAR_DIR = Path(tempfile.mkdtemp(prefix="mingchuang-test-"))
SECRET_KEY = "only-for-tests"  # noqa: S105 - never used outside the suite
FIELD_KEYS = ["b25seS1mb3ItdGVzdHMtZmllbGQta2V5LW9mLTMyLWI="]
BLIND_INDEX_KEY = "b25seS1mb3ItdGVzdHMtYmxpbmQtaW5kZXgta2V5MzI="
# Models that exist only to test encrypted columns and files.
INSTALLED_APPS = [*INSTALLED_APPS, "tests.vault_app"]
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not ":memory:": the threaded live server and the concurrency tests share it.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    **STORAGES,
    "default": _file_storage(MEDIA_ROOT, base_url="/media/"),
    "private": _file_storage(PRIVATE_ROOT),
    # Without a manifest: tests need no collectstatic run.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
if REDIS_URL:
    # Tests empty the cache, and Redis empties a whole database: each worker of pytest has its own.
    worker = int(re.sub(r"\D", "", os.environ.get("PYTEST_XDIST_WORKER", "")) or 0)
    CACHES["default"]["LOCATION"] = re.sub(
        r"/(\d+)$", lambda found: f"/{(int(found[1]) + worker) % 16}", REDIS_URL
    )
    # A loaded machine must not look like a Redis that is away.
    CACHES["default"]["OPTIONS"] = {"socket_connect_timeout": 10, "socket_timeout": 10}
