"""Settings of processes that a test starts beside itself, on the test's own database and keys."""

import os

from portal.settings.test import *  # noqa: F403
from portal.settings.test import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ.get("TEST_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = "noreply@www.example.cn"
