"""What an editor writes outlives the session: kept in the tab, offered again, dropped once saved."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from news.models import Article
from tests.browser.waiting import wait_until
from tests.factories import make_article, make_section, make_user

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
ADD = "admin:news_article_add"
KEPT = "Object.keys(sessionStorage).some(key => key.startsWith('kept:'))"


@pytest.fixture
def staff(page, live_server):
    """A page signed in by hand, as only that can be repeated when the session has ended."""
    make_section("通知公告", slug="tzgg")
    make_user("chief", superuser=True)
    page.goto(f"{live_server.url}{reverse('admin:login')}?next={reverse(ADD)}")
    sign_in(page)
    return page


def sign_in(page):
    page.fill("#id_username", "chief")
    page.fill("#id_password", "correct horse battery")
    page.click("[type=submit]")
    page.wait_for_selector(".cke_wysiwyg_div")


def write(page, title="写了一上午的通知"):
    page.fill("#id_title", title)
    page.select_option("#id_section", label="通知公告")
    page.evaluate("CKEDITOR.instances.id_body.setData('<p>正文一段。</p>')")


def save(page, name="_save"):
    page.locator(f"input[name={name}]").first.click()


def test_writing_begins_in_the_title(staff):
    expect(staff.locator("#id_title")).to_be_focused()


def test_text_sent_after_the_session_ended_is_offered_after_signing_in(staff, live_server):
    write(staff)
    Session.objects.all().delete()
    save(staff)
    expect(staff.locator("#id_username")).to_be_visible()
    sign_in(staff)
    assert staff.input_value("#id_title") == ""
    staff.get_by_role("button", name="恢复").click()
    assert staff.input_value("#id_title") == "写了一上午的通知"
    save(staff)
    expect(staff.locator(".messagelist .success")).to_be_visible()
    assert Article.objects.get().body == "<p>正文一段。</p>"
    # Saved now, so it is offered no more.
    staff.goto(f"{live_server.url}{reverse(ADD)}")
    staff.wait_for_load_state("networkidle")
    expect(staff.locator("#kept-copy")).to_be_hidden()


def test_a_form_that_was_left_is_offered_until_it_is_dropped(staff, live_server):
    write(staff)
    wait_until(staff, KEPT)
    staff.on("dialog", lambda dialog: dialog.accept())
    staff.goto(f"{live_server.url}/admin/")
    staff.goto(f"{live_server.url}{reverse(ADD)}")
    staff.get_by_role("button", name="丢弃").click()
    staff.reload()
    staff.wait_for_load_state("networkidle")
    expect(staff.locator("#kept-copy")).to_be_hidden()


def test_looking_at_the_page_counts_as_saved(staff, live_server):
    article = make_article(Article.sections.rel.model.objects.get(), status="draft")
    address = f"{live_server.url}{reverse('admin:news_article_change', args=[article.pk])}"
    for start in (f"{live_server.url}{reverse(ADD)}", address):
        staff.goto(start)
        staff.wait_for_selector(".cke_wysiwyg_div")
        write(staff, title="要预览的")
        save(staff, "_preview")
        staff.wait_for_selector(".preview")
        staff.goto(start)
        staff.wait_for_load_state("networkidle")
        expect(staff.locator("#kept-copy")).to_be_hidden()


def test_what_another_person_kept_is_not_offered(staff, live_server):
    write(staff)
    wait_until(staff, KEPT)
    Session.objects.all().delete()
    make_user("second", superuser=True)
    staff.on("dialog", lambda dialog: dialog.accept())
    staff.goto(f"{live_server.url}{reverse('admin:login')}?next={reverse(ADD)}")
    staff.fill("#id_username", "second")
    staff.fill("#id_password", "correct horse battery")
    staff.click("[type=submit]")
    staff.wait_for_selector(".cke_wysiwyg_div")
    expect(staff.locator("#kept-copy")).to_be_hidden()
