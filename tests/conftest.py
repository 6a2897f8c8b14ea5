"""Fixtures every room's tests share; browser, PostgreSQL and Redis tests say why they are left out."""

import os
import shutil
import socket
from urllib.parse import urlsplit

import pytest

# Playwright's sync API runs an event loop in the test's thread, which Django takes for async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The shell is the same engine without the windows and menus around it: twice as quick to test with.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/9")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _reachable(url, default_port):
    parts = urlsplit(url)
    try:
        with socket.create_connection((parts.hostname, parts.port or default_port), timeout=2):
            return True
    except OSError:
        return False


def _missing(item):
    """Why this test cannot run here, or ``None``."""
    if item.get_closest_marker("browser") and not CHROMIUM:
        return "no Chromium on this machine (apt-get install chromium-headless-shell)"
    if item.get_closest_marker("postgres"):
        url = os.environ.get("DATABASE_URL", "")
        if not url.startswith("postgres"):
            return "DATABASE_URL does not name a PostgreSQL database"
        if not _reachable(url, 5432):
            return "PostgreSQL cannot be reached"
    if item.get_closest_marker("redis") and not _reachable(REDIS_URL, 6379):
        return f"Redis cannot be reached at {urlsplit(REDIS_URL).netloc}"
    return None


def pytest_collection_modifyitems(items):
    for item in items:
        reason = _missing(item)
        if reason:
            item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Bring the groups that migrations made back whenever a transactional test has emptied the
    tables: in whatever order tests run, each of the others starts from a migrated database."""
    from django.apps import apps
    from django.contrib.auth.models import Group, Permission
    from django.db.models.signals import post_migrate

    with django_db_blocker.unblock():
        rights = {
            group.name: [p.natural_key() for p in group.permissions.all()]
            for group in Group.objects.all()
        }
    last = [config for config in apps.get_app_configs() if config.models_module][-1]

    def restore(using, **_kwargs):
        groups = Group.objects.using(using)
        if groups.exists():
            return
        known = {p.natural_key(): p for p in Permission.objects.using(using)}
        for name, keys in rights.items():
            groups.create(name=name).permissions.set(known[key] for key in keys)

    # Sent once per application; after the last one all permissions are there.
    post_migrate.connect(restore, sender=last, weak=False)
    yield
    post_migrate.disconnect(restore, sender=last)


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Each test starts with an empty cache and no pinned content version."""
    from django.core.cache import cache

    from portal import content_version

    cache.clear()
    content_version.pin(None)
    yield
    content_version.pin(None)


@pytest.fixture(autouse=True)
def _empty_audit_log(request):
    """Let go of the audit log after a transactional test: SQLite empties tables with DELETE, which
    the log's own triggers refuse. (PostgreSQL truncates.) Runs before the tables are emptied."""
    marker = request.node.get_closest_marker("django_db")
    by_fixture = {"transactional_db", "live_server"} & set(request.fixturenames)
    if by_fixture:
        # Asked for here, so that it ends after this.
        request.getfixturevalue("transactional_db")
    yield
    if not by_fixture and not (marker and marker.kwargs.get("transaction")):
        return
    from django.db import connection

    from portal.audit import triggers

    if connection.vendor == "sqlite":
        triggers.lift(connection)
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM {triggers.TABLE}")  # noqa: S608
        triggers.lay(connection)


@pytest.fixture(scope="session")
def redis_url():
    """The Redis of REDIS_URL, or the usual local one."""
    return REDIS_URL


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {**browser_context_args, "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
