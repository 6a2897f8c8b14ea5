"""Every form of the desk, read off its own pages, and what nobody should ever send with one.

Forms are found, not listed: every door is opened, and whatever form there posts to an address of the
desk is taken with its fields and buttons. A new page, step or act brings its forms along.
"""

import re
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urljoin

import lxml.html
from django.test import Client

from disclosure import services as do
from disclosure.following.acts import ACTS
from disclosure.office.steps import all_steps
from tests.doors import body_of, knock, model_doors

from .doors import Furnished, act_doors, desk_doors

# Where forms of the desk go. Others on the same pages (search, display, sign out) are not its own.
OWN = re.compile(r"^/(apply|admin/disclosure)/")
TOKEN = "csrfmiddlewaretoken"
STAGES = ["new", "waiting", "review", "signing", "signed", "closed"]
TYPED = ("text", "email", "tel", "url", "number", "date", "search", None)
# Buttons of a form that show it again with other fields.
MORE = ("step", "ask", "more")
# What browsers and lxml drop or fold on the way.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s\ufffd\u2028\ufeff\ufffe\uffff]+")


@dataclass
class Form:
    """One form as a page shows it: ``typed`` are the fields somebody writes in, ``files`` those that
    take files, ``choices`` the options of each select."""

    client: Client = field(repr=False)
    address: str
    values: dict = field(default_factory=dict, repr=False)
    buttons: list = field(default_factory=list)
    typed: set = field(default_factory=set)
    files: set = field(default_factory=set)
    choices: dict = field(default_factory=dict, repr=False)
    is_grown: bool = False

    @property
    def names(self) -> list[str]:
        return sorted(set(self.values) - {TOKEN})

    def data(self, changes) -> dict:
        """What a browser would send; ``None`` leaves a field out."""
        pressed = self.buttons[0] if self.buttons else {}
        data = {**self.values, **pressed, **changes}
        return {name: value for name, value in data.items() if value is not None}

    def send(self, changes, **options):
        """The answer to the form with ``changes``."""
        return self.knock("post", self.data(changes), **options)

    def knock(self, method, body=None, **options):
        """The answer to any request; nothing of it stays, in the database or in the browser."""
        cookies = deepcopy(self.client.cookies)
        response = knock(self.client, method, self.address, body, **options)
        self.client.cookies = cookies
        return response


def tree_of(response):
    """The page, or ``None`` for anything else."""
    if "html" not in response.headers.get("Content-Type", ""):
        return None
    text = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", body_of(response).decode("utf-8", "replace"))
    parser = lxml.html.HTMLParser(encoding="utf-8")
    return lxml.html.document_fromstring(text.encode(), parser) if text.strip() else None


def forms_in(client, address, response, own=OWN) -> list[Form]:
    """The forms of a page that post to ``own`` addresses."""
    tree, found = tree_of(response), []
    for node in () if tree is None else tree.forms:
        action = urljoin(address, node.get("action") or address).partition("#")[0]
        if node.get("method", "get").lower() == "post" and own.match(action):
            found.append(_form(client, action, node))
    return found


def _form(client, action, node) -> Form:
    form = Form(client, action)
    for name, value in node.form_values():
        # The blank row of a set of forms, for scripts to copy.
        if "__prefix__" not in name:
            form.values.setdefault(name, []).append(value)
    for item in node.iter("input", "textarea", "select", "button"):
        name, kind = item.get("name"), item.get("type")
        if name and (item.tag == "button" or kind == "submit"):
            form.buttons.append({name: item.get("value", "")})
        elif not name or "__prefix__" in name:
            continue
        elif kind == "file":
            form.files.add(name)
        else:
            form.values.setdefault(name, [])
            if item.tag == "textarea" or (item.tag == "input" and kind in TYPED):
                form.typed.add(name)
            if item.tag == "select":
                form.choices[name] = [option for option in item.value_options if option]
    return form


class Everything:
    """A desk with something behind every door, and who is let in by all of them."""

    def __init__(self, desk):
        self.desk = desk
        cases = [getattr(desk, stage)() for stage in STAGES]
        self.furnished = Furnished(desk)
        self.cases = [self.furnished.in_hand, self.furnished.answered]
        self.cases += [self.furnished._with_rows(case) for case in cases]
        asked = desk.handling()
        do.ask_reasons(asked, desk.by("intake"), until=date(2026, 3, 16))
        self.cases.append(asked)
        # Every right, and asked as a department too.
        root = desk.users["department"]
        root.is_superuser = True
        root.save()
        self.staff = Client(raise_request_exception=False)
        self.staff.force_login(root)

    def follower(self, case) -> Client:
        """A browser that follows ``case``."""
        client = Client(raise_request_exception=False)
        code = do.reissue_code(case, self.desk.by("intake"))
        client.post("/apply/follow/", {"number": case.number, "code": code})
        return client

    def forms(self) -> dict[str, Form]:
        """Every form, by door, step or act."""
        found = {**self._of_doors(), **self._of_steps(), **self._of_acts()}
        for name, form in list(found.items()):
            found |= {f"{name}, {how}": other for how, other in _grown(form)}
        return found

    def _of_doors(self):
        found = {}
        doors = {**desk_doors(self.furnished), **model_doors(self.furnished.rows())}
        follower = self.follower(self.furnished.answered)
        # The same form, opened for the other kind of applicant.
        doors["organisation"] = ("/apply/organisation/", {})
        for address, data in doors.values():
            client = self.staff if address.startswith("/admin/") else follower
            response = knock(client, "get", address, {})
            forms = forms_in(client, address, response)
            is_sent = data or response.status_code == 405
            if is_sent and address not in [form.address for form in forms]:
                # Nobody sees a form: a script or a button sends it.
                values = {name: [value] for name, value in data.items()}
                forms.append(Form(client, address, values, typed=set(values)))
            for form in forms:
                found.setdefault(f"{form.address}: {' '.join(form.names)[:60]}", form)
        return found

    def _of_steps(self):
        found = {}
        for action in all_steps():
            for case in self.cases:
                address = act_doors(case)[f"admin:disclosure_case_act ({action.value})"][0]
                if form := _shown(self.staff, address):
                    found[f"step {action.value}"] = form
                    break
        return found

    def _of_acts(self):
        found = {}
        for case in self.cases:
            client = self.follower(case)
            for name in ACTS:
                if f"act {name}" not in found and (
                    form := _shown(client, f"/apply/follow/case/{name}/")
                ):
                    found[f"act {name}"] = form
        return found


def _shown(client, address) -> Form | None:
    """The form of the page itself, if it is open at all."""
    response = knock(client, "get", address, {})
    forms = forms_in(client, address, response) if response.status_code == 200 else []
    return next((form for form in forms if form.address == address), None)


def _grown(form):
    """The same form with more fields: another request added, a kind of answer or letter chosen."""
    for button in form.buttons:
        (name, value), *_rest = button.items()
        if name not in MORE:
            continue
        choices = [{}]
        if name == "ask":
            select = next(iter(form.choices))
            choices = [{select: option} for option in form.choices[select]]
        for choice in choices:
            response = form.send({**button, **choice})
            for other in forms_in(form.client, form.address, response):
                if other.address == form.address and set(other.names) - set(form.names):
                    yield " ".join([value, *choice.values()]), replace(other, is_grown=True)


# --- What is sent ---------------------------------------------------------------------------------------
NASTY = {
    "nul": "a\0b",
    "controls": "\x01\n\r\x1b\x7f\x85\u2028甲",
    "bad utf-8": "\xed\xa0\x80\xff",
    "bidi": "\u202e\u200f\u2066甲",
    "astral": "\U0001f600𠮷",
    "other digits": "١٢²③",
    "long": "长" * 300,
    "very long": "长" * 20_000,
    "huge number": "9" * 40,
    "absurd number": "9" * 5_000,
    "negative": "-1",
    "float": "1e400",
    "not a number": "NaN",
    "far date": "99999-12-31",
    "first date": "0001-01-01",
    "last date": "9999-12-31",
    "no date": "2026-02-30",
    "markup": "<script>alert(1)</script>\"'{{ x }}{% x %}{收到日期}%s",
    "path": "../../etc/passwd",
    "json": '{"a": [1]}',
    "empty": "",
    "blank": " \u3000\t",
}
# Elements that hold a message about what was sent.
MESSAGES = "|".join(
    f"//*[contains(concat(' ', @class, ' '), ' {name} ')]//{tag}"
    for name, tag in (("errorlist", "li"), ("err", "span"), ("sum", "li"))
)
# Secrets and answers, which are not written into a page again; and a number to look up, which is cut
# where it is longer than any there is (test_lookup_page).
NOT_REPEATED = {"code", "answer", "number"}


def faults(form, sent: dict, response) -> list[str]:
    """What should not have been: a fault, a lost value, a message that is not Chinese."""
    if response.status_code >= 500:
        kind = getattr(response, "exc_info", None)
        return [f"{response.status_code} {kind and repr(kind[1])[:200]}"]
    if response.status_code != 200:
        return []
    found, tree = [], tree_of(response)
    if tree is None:
        return []
    # Who changes what a page hides has typed nothing.
    if set(sent) <= form.typed | {name for button in form.buttons for name in button}:
        found += lost(form, sent, tree)
    for node in tree.xpath(MESSAGES):
        text = node.text_content().strip()
        if text and not re.search("[\u4e00-\u9fff]", text):
            found.append(f"not Chinese: {text[:80]}")
    return found


def lost(form, sent, tree) -> list[str]:
    """Names of fields that are on the page again, without what was typed in them."""
    found, shown = [], {}
    for node in tree.forms:
        for item in node.iter("input", "textarea"):
            text = item.text if item.tag == "textarea" else item.get("value")
            shown.setdefault(item.get("name"), set()).add(seen(text or ""))
    for name, value in sent.items():
        is_asked = name in form.typed - NOT_REPEATED and name in shown
        if is_asked and isinstance(value, str) and seen(value) not in shown[name]:
            found.append(f"lost: {name}")
    return found


def seen(text) -> str:
    return INVISIBLE.sub("", text)
