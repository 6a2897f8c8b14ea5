"""One machine, no service: what ``make run`` and plain ``manage.py`` use. SQLite, own keys."""

from pathlib import Path

from portal.keys import checked_data_keys, load_or_create_data_key, load_or_create_secret_key

from .base import *  # noqa: F403
from .base import VAR_DIR, database, env

VAR_DIR.mkdir(parents=True, exist_ok=True)
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="") or load_or_create_secret_key(VAR_DIR / "secret_key")
FIELD_KEYS = checked_data_keys(
    "FIELD_KEYS",
    env.list("FIELD_KEYS", default=[])
    or load_or_create_data_key(
        Path(env.str("FIELD_KEYS_FILE", default=str(VAR_DIR / "field_keys")))
    ),
)
BLIND_INDEX_KEY = checked_data_keys(
    "BLIND_INDEX_KEY",
    env.list("BLIND_INDEX_KEY", default=[])
    or load_or_create_data_key(
        Path(env.str("BLIND_INDEX_KEY_FILE", default=str(VAR_DIR / "blind_index_key")))
    ),
)[0]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
DATABASES = {"default": database(default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# Nothing leaves this machine unless EMAIL_URL says so: mails become files, which only their owner reads.
MAIL_DIR = VAR_DIR / "mail"
MAIL_DIR.mkdir(mode=0o700, exist_ok=True)
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_DIR
