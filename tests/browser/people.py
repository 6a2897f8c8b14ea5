"""The people of a case, each in a browser of their own: applicants outside, officers in the admin."""

import re

from playwright.sync_api import expect

WORD = "correct horse battery"  # of tests.factories.make_user


class Officer:
    """A signed-in member of staff, who works on one case after another."""

    def __init__(self, page, portal, name):
        self.page, self.inbox = page, f"{portal.url}/admin/disclosure/case/"
        page.goto(self.inbox)
        page.fill("#id_username", name)
        page.fill("#id_password", WORD)
        with page.expect_navigation():
            page.keyboard.press("Enter")

    def opens(self, number, tab="mine"):
        """Find the case where it waits, and open it."""
        self.page.goto(f"{self.inbox}?tab={tab}&q={number}")
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=number, exact=True).click()
        expect(self.page.locator(".desk-head h1")).to_have_text(number)
        return self

    def does(self, step, button=None, *, within=".desk-actions", **fields):
        """Take a step of the open case: its form by labels, its button, and the word that follows."""
        self.begins(step, within)
        for label, value in fields.items():
            self.fills(label, value)
        return self.ends(button or step)

    def begins(self, step, within=".desk-actions"):
        with self.page.expect_navigation():
            self.page.locator(within).get_by_role("link", name=step, exact=True).click()
        return self

    def fills(self, label, value):
        field = self.page.get_by_label(label, exact=True)
        kind = field.evaluate("field => field.type")
        if kind == "checkbox" or kind == "radio":
            field.check()
        elif kind.startswith("select"):
            field.select_option(label=value)
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(value)
        return self

    def ends(self, button):
        """Send the form; back on the page of the case it is said to be done."""
        with self.page.expect_navigation(url=re.compile("/change/")):
            self.page.locator(".submit-row").get_by_role("button", name=button, exact=True).click()
        expect(self.page.locator(".messagelist .success")).to_be_visible()
        return self


class Applicant:
    """Whoever has a number and a query code, on the public pages."""

    def __init__(self, page, portal):
        self.page, self.portal, self.number, self.code = page, portal, "", ""

    def takes_receipt(self):
        """Number and code as the receipt shows them."""
        expect(self.page).to_have_url(re.compile("/apply/receipt/$"))
        self.code = self.page.locator(".secret").text_content()
        self.number = self.page.locator(".slip code").first.text_content()
        return self.number

    def follows(self):
        page = self.page
        page.goto(f"{self.portal.url}/apply/follow/")
        page.get_by_label("申请编号").fill(self.number)
        page.get_by_label("查询码").fill(self.code)
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name="查询", exact=True).click()
        expect(page.locator(".slip")).to_contain_text(self.number)
        return self

    def does(self, act, button, **fields):
        page = self.page
        with page.expect_navigation():
            page.get_by_role("link", name=act, exact=True).click()
        for label, value in fields.items():
            # Not to the letter: behind the words of a label stands the mark of what must be filled in.
            field = page.get_by_label(label)
            is_ticked = field.evaluate("field => ['radio', 'checkbox'].includes(field.type)")
            field.check() if is_ticked else field.fill(value)
        with page.expect_navigation():
            page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(".note-ok[role=status]")).to_be_visible()
        return self

    def downloads(self, name, within="main"):
        """The bytes behind a link of the page, and what the file is called."""
        with self.page.expect_download() as download:
            self.page.locator(within).get_by_role("link", name=name).click()
        return download.value.suggested_filename, download.value.path().read_bytes()
