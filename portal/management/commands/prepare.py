"""``manage.py prepare``: everything between a fresh clone and a running portal, safe to repeat."""

import secrets

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, call_command
from django.db import connection

from portal.search.backends import get_index

ALPHABET = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKMNPQRSTUVWXYZ23456789"  # no look-alikes


class Command(BaseCommand):
    help = "建库、载入演示内容（仅空库）、收集静态文件、创建管理员（仅首次）。"

    def handle(self, *args, **options):
        call_command("migrate", interactive=False, verbosity=0)
        self._collect_static()
        # Before the demo, which brings users of its own.
        self._ensure_staff_login()
        call_command("load_demo", if_empty=True, verbosity=options["verbosity"])
        self._ensure_search()
        self._show_logins()

    def _ensure_search(self):
        """A site from before there was a search has content and an empty index."""
        if get_index().is_empty():
            call_command("rebuild_search", verbosity=0)

    def _collect_static(self):
        """Only when a source file is newer than the last collection: a restart takes no time."""
        manifest = settings.STATIC_ROOT / "staticfiles.json"
        stamp = settings.STATIC_ROOT / ".collected"
        newest = max(
            (path.stat().st_mtime for path in (settings.BASE_DIR / "static").rglob("*")), default=0
        )
        requirements = settings.BASE_DIR / "requirements" / "base.txt"
        newest = max(newest, requirements.stat().st_mtime)
        if manifest.exists() and stamp.exists() and stamp.stat().st_mtime > newest:
            return
        self.stdout.write("正在收集静态文件……")
        call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        stamp.touch()

    def _ensure_staff_login(self):
        """Create the first administrator with a random password, shown here and kept in var/."""
        note = settings.VAR_DIR / "admin-login.txt"
        users = get_user_model().objects
        if not users.exclude(username__startswith="demo-").exists():
            password = "".join(secrets.choice(ALPHABET) for _ in range(16))
            users.create_superuser("admin", password=password)
            note.touch(mode=0o600)
            note.write_text(f"admin {password}\n", encoding="ascii")

    def _show_logins(self):
        """Where things are, and how to sign in while the first passwords are still kept."""
        self.stdout.write(f"数据库：{connection.vendor}　数据目录：{settings.VAR_DIR}")
        note = settings.VAR_DIR / "admin-login.txt"
        if note.exists():
            name, password = note.read_text(encoding="ascii").split()
            self.stdout.write(
                f"管理员：{name}　初始密码：{password}　（记录在 {note}，登录后请修改并删除该文件）"
            )
        demo = settings.VAR_DIR / "demo-logins.txt"
        if demo.exists():
            self.stdout.write(f"演示岗位（岗位　用户名　密码，记录在 {demo}）：")
            for line in demo.read_text(encoding="utf-8").splitlines():
                self.stdout.write(f"　{line.replace(' ', '　')}")
