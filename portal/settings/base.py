"""Settings shared by every environment; nothing here is secret and nothing here is debug-only."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))

DEBUG = False
# The public address, e.g. https://www.example.cn; empty = take it from the request.
SITE_URL = env.str("SITE_URL", default="").rstrip("/")
# A trial or test site asks search engines to stay away (robots.txt).
ROBOTS_DISALLOW_ALL = env.bool("ROBOTS_DISALLOW_ALL", default=False)
# How many proxies of ours stand in front; their X-Forwarded-For entry is the visitor's address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "disclosure",
    "news",
    "navigation",
    "portal",
    "portal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "portal.static_config.PortalStaticFilesConfig",
    "mptt",
    "ckeditor",
    "simple_history",
    "axes",
]

MIDDLEWARE = [
    "portal.middleware.ClientAddressMiddleware",
    "portal.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "portal.middleware.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    # Last, so that a locked-out answer passes through everything above.
    "axes.middleware.AxesMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context_processors.site",
                "navigation.context_processors.nav",
            ],
        },
    }
]

# --- Database ---------------------------------------------------------------------------------
SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock when a transaction starts, so that two writers queue
    # (for `timeout` seconds) instead of failing half-way with "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY;"
    ),
}


def database(default):
    """The DATABASES entry for DATABASE_URL, with this project's SQLite pragmas when it is SQLite."""
    config = env.db_url("DATABASE_URL", default=default)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    else:
        config["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
        config["CONN_HEALTH_CHECKS"] = True
        config.setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
    return config


# --- Cache ------------------------------------------------------------------------------------
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": (
        {
            # Falls back to "no cache" while Redis is away instead of failing the request.
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": env.str("CACHE_PREFIX", default="mingchuang"),
            # A Redis that hangs must not hold up a page that takes 20 ms without it.
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
        if REDIS_URL
        else {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": "mingchuang",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    )
}
# Seconds a rendered public page may live; a change of content ends it at once.
PAGE_CACHE_SECONDS = env.int("PAGE_CACHE_SECONDS", default=3600)

# --- Language and time ------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/django"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

# --- Files ------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
# Attachments live outside MEDIA_ROOT: they are only reached through a view that checks rights.
PRIVATE_ROOT = VAR_DIR / "private"
MEDIA_S3_BUCKET = env.str("MEDIA_S3_BUCKET", default="")
# Where browsers fetch pictures from when they are in object storage, e.g. https://img.example.cn.
MEDIA_ORIGIN = env.str("MEDIA_ORIGIN", default="")


def _file_storage(location, **options):
    return {
        "BACKEND": "portal.uploads.storage.LocalStorage",
        "OPTIONS": {"location": str(location), **options},
    }


def _s3_storage(prefix, **options):
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_S3_BUCKET,
            "location": prefix,
            "endpoint_url": env.str("MEDIA_S3_ENDPOINT", default="") or None,
            "file_overwrite": False,
            "default_acl": None,
            # A bigger file is read by way of the disk; the default keeps all of it in memory.
            "max_memory_size": 2 * 1024 * 1024,
            **options,
        },
    }


STORAGES = {
    "default": (
        _s3_storage("media", querystring_auth=False)
        if MEDIA_S3_BUCKET
        else _file_storage(MEDIA_ROOT, base_url=MEDIA_URL)
    ),
    "private": _s3_storage("private") if MEDIA_S3_BUCKET else _file_storage(PRIVATE_ROOT),
    "staticfiles": {"BACKEND": "portal.staticfiles.ManifestStorage"},
}
# Let nginx send files: the internal location that maps to PRIVATE_ROOT ("" = Django streams them).
ACCEL_REDIRECT_PREFIX = env.str("ACCEL_REDIRECT_PREFIX", default="")

MAX_IMAGE_BYTES = env.int("MAX_IMAGE_MB", default=20) * 1024 * 1024
MAX_ATTACHMENT_BYTES = env.int("MAX_ATTACHMENT_MB", default=100) * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o644
# A big attachment is spooled to disk, never held in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# An article pasted from Word can be long; the section tree form posts few fields.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# --- Security ---------------------------------------------------------------------------------
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "navigation.backends.SectionRightsBackend",
]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "admin/lockout.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
# Its admin pages are in English only; `manage.py axes_reset` lifts a lock.
AXES_ENABLE_ADMIN = False

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
LOGIN_URL = "admin:login"

# CKEditor 4.22.1 is used only behind portal.richtext: own uploads, sanitised on save, strict CSP.
SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001",
    "security.W019",  # the editor's upload dialog is a frame of our own; other sites stay shut out
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Days the audit log keeps an event. The law asks for six months (网络安全法 art. 23), which can be
# 184 days; the database itself refuses to delete younger events.
AUDIT_RETENTION_DAYS = env.int("AUDIT_RETENTION_DAYS", default=400)
if AUDIT_RETENTION_DAYS < 184:
    raise ImproperlyConfigured("AUDIT_RETENTION_DAYS must be at least 184 (six months).")

# --- Logging ----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    # Defence in depth: what should never be logged is taken out of what is.
    "filters": {"personal_data": {"()": "portal.personal.logs.ScrubPersonalData"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            # On the handler: a filter on a logger does not see what loggers below it say.
            "filters": ["personal_data"],
        }
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "PIL": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
