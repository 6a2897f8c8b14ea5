"""Things that break: a full disk, a cache that dies or hangs, a worker killed while it saves."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from news.models import Article, ArticlePlacement, Attachment
from portal import content_version
from portal.cache import ForgivingRedisCache
from portal.models import Picture
from tests.factories import make_article, make_section, make_user
from tests.files import PDF
from tests.news.conftest import png
from tests.news.test_admin_articles import form_data

ROOT = Path(__file__).resolve().parent.parent


# --- A full disk ----------------------------------------------------------------------------------
class Disk:
    """A disk that takes ``room`` more files, then none."""

    def __init__(self, monkeypatch, room=0, code=errno.ENOSPC):
        self.room, self.code = room, code
        save = FileSystemStorage._save

        def _save(storage, name, content):
            if self.room <= 0:
                raise OSError(self.code, os.strerror(self.code))
            self.room -= 1
            return save(storage, name, content)

        monkeypatch.setattr(FileSystemStorage, "_save", _save)


def files_below(folder):
    return {path for path in Path(folder).rglob("*") if path.is_file()}


@pytest.fixture
def root(client, db):
    client.force_login(make_user("root", superuser=True))
    return client


@pytest.mark.parametrize("room", [0, 1, 2])
def test_a_full_disk_is_said_in_the_picture_form_and_leaves_nothing(root, monkeypatch, room):
    before = files_below(default_storage.location)
    Disk(monkeypatch, room)
    response = root.post(
        "/admin/portal/picture/add/",
        {"title": "实验室外景", "shape": "wide", "file": SimpleUploadedFile("a.png", png())},
    )
    page = response.content.decode()
    assert response.status_code == 200
    assert "服务器的磁盘已满" in page
    assert "实验室外景" in page
    assert not Picture.objects.exists()
    assert files_below(default_storage.location) == before


@pytest.mark.parametrize("upload", ["attachment", "cover"])
@pytest.mark.parametrize(
    ("code", "reason"),
    [(errno.ENOSPC, "服务器的磁盘已满"), (errno.EROFS, "服务器暂时无法保存文件")],
)
def test_a_full_disk_costs_no_written_word(root, monkeypatch, upload, code, reason):
    section = make_section("科创视点", slug="kcsd")
    article = make_article(section, "原标题")
    token = content_version.read()
    Disk(monkeypatch, code=code)
    typed = {"title": "新写的标题", "body": "<p>写了一个上午的正文。</p>"}
    if upload == "attachment":
        rows = [{"file": SimpleUploadedFile("a.pdf", PDF), "name": "附件", "position": 0}]
        data = form_data(article, attachments=rows, **typed)
    else:
        data = form_data(article, cover_upload=SimpleUploadedFile("a.png", png()), **typed)
    response = root.post(f"/admin/news/article/{article.pk}/change/", data)
    page = response.content.decode()
    assert response.status_code == 200
    assert reason in page
    assert "新写的标题" in page
    assert "写了一个上午的正文。" in page
    assert Article.objects.get().title == "原标题"
    assert not Attachment.objects.exists()
    assert content_version.read() == token


def test_a_disk_that_fills_up_between_files_keeps_none_of_them(root, monkeypatch):
    article = make_article(make_section("科创视点", slug="kcsd"))
    folders = [default_storage.location, storages["private"].location]

    def save():
        article.refresh_from_db()
        cover = SimpleUploadedFile("a.png", png())
        rows = [
            {"file": SimpleUploadedFile(name, PDF), "name": name, "position": 0}
            for name in ("first.pdf", "second.pdf")
        ]
        data = form_data(article, attachments=rows, cover_upload=cover)
        return root.post(f"/admin/news/article/{article.pk}/change/", data)

    disk = Disk(monkeypatch, room=1000)
    assert save().status_code == 302
    needed = 1000 - disk.room
    Attachment.objects.all().delete()
    before = [files_below(folder) for folder in folders]
    Disk(monkeypatch, room=needed - 1)
    assert "服务器的磁盘已满" in save().content.decode()
    assert [files_below(folder) for folder in folders] == before


def test_a_half_written_file_does_not_stay(monkeypatch):
    class Cut(ContentFile):
        def chunks(self, chunk_size=None):
            yield b"half"
            raise OSError(errno.ENOSPC, "full")

    before = files_below(default_storage.location)
    with pytest.raises(OSError, match="full"):
        default_storage.save("pictures/half.webp", Cut(b"half and half"))
    assert files_below(default_storage.location) == before


def test_a_full_disk_is_told_to_the_editor(root, monkeypatch):
    Disk(monkeypatch)
    response = root.post("/admin/richtext/upload/", {"upload": ContentFile(png(), "a.png")})
    assert response.status_code == 507
    assert "服务器的磁盘已满" in response.json()["error"]["message"]


# --- A cache that dies or hangs -------------------------------------------------------------------
def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def redis_server():
    program = shutil.which("redis-server")
    if not program:
        pytest.skip("redis-server is not installed")
    port = free_port()
    command = [program, "--port", str(port), "--save", "", "--appendonly", "no"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    for _attempt in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield process, f"redis://127.0.0.1:{port}/0"
    process.kill()
    process.wait()


def use_redis(settings, address):
    settings.CACHES = {
        "default": {
            "BACKEND": "portal.cache.ForgivingRedisCache",
            "LOCATION": address,
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
    }
    assert isinstance(caches["default"], ForgivingRedisCache)


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGSTOP])
def test_pages_go_on_when_redis_dies_or_hangs(settings, redis_server, end, db):
    process, address = redis_server
    use_redis(settings, address)
    section = make_section("科创视点", slug="kcsd")
    make_article(section, "旧文章")
    Client().get("/kcsd/")
    assert Client().get("/kcsd/")["X-Page-Cache"] == "hit"
    os.kill(process.pid, end)
    start = time.monotonic()
    for _visitor in range(5):
        response = Client().get("/kcsd/")
        assert response.status_code == 200
        assert "X-Page-Cache" not in response
    assert time.monotonic() - start < 4, "the first request may wait, the others must not"
    make_article(section, "新文章")
    assert "新文章" in Client().get("/kcsd/").content.decode()
    os.kill(process.pid, signal.SIGCONT if end == signal.SIGSTOP else 0)


def test_redis_is_used_again_once_it_is_back(settings, redis_server, db, monkeypatch):
    process, address = redis_server
    use_redis(settings, address)
    monkeypatch.setattr("portal.cache.PAUSE", 0.3)
    make_section("科创视点", slug="kcsd")
    os.kill(process.pid, signal.SIGSTOP)
    assert Client().get("/kcsd/").status_code == 200
    os.kill(process.pid, signal.SIGCONT)
    time.sleep(0.5)
    Client().get("/kcsd/")
    assert Client().get("/kcsd/")["X-Page-Cache"] == "hit"


# --- A worker killed while it saves ---------------------------------------------------------------
KILLED = """
import os, signal, django
django.setup()
from news.models import Article
from news.services import placements
from portal import content_version
article = Article.objects.get()
article.title, article.keywords, article.status = "写了一半", "词", "published"
{cut}
article.save()
print("survived")
"""
CUTS = {
    "before the list index": "placements.copied_values = lambda a: os.kill(os.getpid(), 9)",
    "before the keywords": "placements.sync_keywords = lambda a: os.kill(os.getpid(), 9)",
    "before the version": "content_version.secrets = None; "
    "content_version._next_moment = lambda now: os.kill(os.getpid(), 9); "
    "import secrets; content_version.secrets = secrets",
}


def run_elsewhere(code):
    """Run ``code`` in a process of its own on the test database."""
    values = connection.settings_dict
    if connection.vendor == "sqlite":
        address = f"sqlite:///{values['NAME']}"
    else:
        user, password = values["USER"], values["PASSWORD"]
        host = f"{values['HOST'] or '127.0.0.1'}:{values['PORT'] or 5432}"
        address = f"postgres://{user}:{password}@{host}/{values['NAME']}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_saving_leaves_nothing_half_done(cut):
    section = make_section("科创视点", slug="kcsd")
    article = make_article(section, "原来的", status="draft")
    token = content_version.read()
    killed = run_elsewhere(KILLED.format(cut=CUTS[cut]))
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    stored = Article.objects.get()
    assert (stored.title, stored.status) == ("原来的", "draft")
    assert ArticlePlacement.objects.get().status == "draft"
    assert not stored.keyword_rows.exists()
    assert content_version.read() == token
    article.title = "改好了"
    article.save()  # the dead process holds no lock
    assert content_version.read() != token


@pytest.mark.django_db(transaction=True)
def test_the_same_save_arrives_when_nobody_kills_it():
    make_article(make_section("科创视点", slug="kcsd"), "原来的", status="draft")
    done = run_elsewhere(KILLED.format(cut=""))
    assert "survived" in done.stdout, done.stderr
    assert Article.objects.get().title == "写了一半"
    assert ArticlePlacement.objects.get().status == "published"
