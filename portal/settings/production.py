"""Production: every setting from the environment, and a refusal to start half-configured."""

from django.core.exceptions import ImproperlyConfigured

from portal.keys import checked_data_keys

from .base import *  # noqa: F403
from .base import database, env

REQUIRED = {
    "SECRET_KEY": "a random string of at least 50 characters",
    "DATABASE_URL": "e.g. postgres://user:password@127.0.0.1:5432/mingchuang",
    "ALLOWED_HOSTS": "comma-separated host names, e.g. www.example.cn",
    "SITE_URL": "the public address, e.g. https://www.example.cn",
    "VAR_DIR": "an absolute folder outside the code for uploads and collected static files",
}
missing = [f"{name} ({why})" for name, why in REQUIRED.items() if not env.str(name, default="")]
if missing:
    raise ImproperlyConfigured("Set in the environment first: " + "; ".join(missing))

SECRET_KEY = env.str("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured("SECRET_KEY is too short: use at least 50 random characters.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Personal data is encrypted before it reaches the database; without a key nothing may start.
FIELD_KEYS = checked_data_keys(
    "FIELD_KEYS", env.list("FIELD_KEYS", default=[]), env.str("FIELD_KEYS_FILE", default="")
)
BLIND_INDEX_KEY = checked_data_keys(
    "BLIND_INDEX_KEY",
    env.list("BLIND_INDEX_KEY", default=[]),
    env.str("BLIND_INDEX_KEY_FILE", default=""),
)[0]
if BLIND_INDEX_KEY in FIELD_KEYS:
    raise ImproperlyConfigured("BLIND_INDEX_KEY must be a key of its own, not one of FIELD_KEYS.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts; '*' is refused.")
SITE_URL = env.str("SITE_URL").rstrip("/")
if not SITE_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SITE_URL must start with https:// (or http:// behind a tunnel).")
DATABASES = {"default": database(default="")}

# HTTPS is the rule; SITE_URL with http:// is for a trial on an intranet and is said so by check.
HTTPS = SITE_URL.startswith("https://")
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=HTTPS)
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[SITE_URL])
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=HTTPS)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=HTTPS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="smtp://127.0.0.1:25")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"noreply@{ALLOWED_HOSTS[0]}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
