"""Two writers at once, real threads and transactions: no moment and no change is lost."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connections, transaction
from django.utils import timezone

from news.models import Article
from portal import content_version
from portal.models import ContentVersion, LinkGroup, Person
from tests.factories import make_article, make_section, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def in_thread(work):
    """Start ``work`` in a thread of its own; returns the thread and a list of what it raised."""
    errors = []

    def run():
        try:
            work()
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, errors


def test_a_moment_set_while_another_waits_is_not_lost():
    section = make_section("科创视点", slug="kcsd")
    content_version.bump()
    moment = timezone.now() + timedelta(minutes=5)
    with transaction.atomic():
        make_article(section, published_at=moment)
        waiting, errors = in_thread(content_version.bump)
        time.sleep(0.8)
        assert waiting.is_alive(), "the second writer should wait for the first"
    waiting.join(timeout=30)
    assert errors == []
    assert ContentVersion.objects.get(pk=1).next_change_at <= moment


def test_the_first_two_writers_ever_agree_on_one_row():
    ContentVersion.objects.all().delete()
    threads = [in_thread(content_version.bump) for _number in range(4)]
    for thread, errors in threads:
        thread.join(timeout=30)
        assert errors == []
    assert ContentVersion.objects.count() == 1


def test_an_uncommitted_change_is_under_no_token_others_can_see():
    before = content_version.read()
    seen = []
    with transaction.atomic():
        LinkGroup.objects.create(name="友情链接")
        own = content_version.read()
        thread, errors = in_thread(lambda: seen.append(content_version.read()))
        thread.join(timeout=30)
    assert errors == []
    assert seen == [before]
    assert content_version.read() == own != before


@pytest.mark.postgres
def test_a_reader_does_not_wait_for_a_long_save():
    """A moment passes while somebody is saving: visitors get a page now, not afterwards."""
    content_version.bump()
    ContentVersion.objects.update(next_change_at=timezone.now() - timedelta(seconds=1))
    stored = ContentVersion.objects.get(pk=1).token
    seen, took = [], []

    def visit():
        start = time.monotonic()
        seen.append(content_version.read())
        took.append(time.monotonic() - start)

    with transaction.atomic():
        content_version.bump()
        thread, errors = in_thread(visit)
        thread.join(timeout=5)
        assert not thread.is_alive()
    assert errors == []
    assert took[0] < 2
    assert seen[0] not in {stored, ContentVersion.objects.get(pk=1).token}


def test_a_page_begun_before_a_change_is_not_kept_under_the_new_token(client, monkeypatch):
    """The worst moment: content changes and commits between reading the token and the rows."""
    section = make_section("科创视点", slug="kcsd")
    article = make_article(section, "旧标题")
    rows = Article.objects.for_lists
    changed = []

    def change():
        fresh = Article.objects.get(pk=article.pk)
        fresh.title = "新标题"
        fresh.save()

    def slow(*args, **kwargs):
        found = rows(*args, **kwargs)
        if not changed:
            found = found._chain()
            list(found)  # the old rows are read
            changed.append(True)
            thread, errors = in_thread(change)
            thread.join(timeout=30)
            assert errors == []
        return found

    monkeypatch.setattr(Article.objects, "for_lists", slow, raising=False)
    client.get("/kcsd/")
    assert changed
    assert "新标题" in client.get("/kcsd/").content.decode()
    assert client.get("/kcsd/")["X-Page-Cache"] == "hit"


@pytest.mark.postgres
def test_two_people_saving_the_same_rows_in_other_orders_both_succeed(client, caplog):
    """One holds a row and wants the version; the list page holds the version and wants the row."""
    client.force_login(make_user("root", superuser=True))
    first, second = (Person.objects.create(name=name, post="主任") for name in "甲乙")
    held = threading.Event()

    def edit_second():
        with transaction.atomic():
            person = Person.objects.select_for_update().get(pk=second.pk)
            held.set()
            time.sleep(0.5)
            person.phone = "1"
            person.save()

    thread, errors = in_thread(edit_second)
    assert held.wait(timeout=10)
    data = {"form-TOTAL_FORMS": 2, "form-INITIAL_FORMS": 2, "_save": "保存"}
    for number, person in enumerate((first, second)):
        data |= {f"form-{number}-id": person.pk, f"form-{number}-position": 70 + number}
    response = client.post("/admin/portal/person/", data)
    thread.join(timeout=30)
    assert errors == []
    assert "Deadlock at /admin/portal/person/" in caplog.text, "the two did not meet"
    assert response.status_code == 302
    assert sorted(Person.objects.values_list("position", flat=True)) == [70, 71]
