"""Forms of the desk under fire: never a server error, never a lost value, and every word Chinese.

The forms are those ``hostile.Everything`` finds behind the doors, so a new one is under fire at once.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.following.acts import ACTS
from disclosure.models import Case, CaseEvent
from disclosure.office.steps import all_steps
from tests.doors import body_of, knock
from tests.files import PDF
from tests.test_hostile_requests import NASTY as IN_ADDRESSES

from .desk.conftest import TODAY, desk  # noqa: F401 - a fixture
from .hostile import NASTY, TOKEN, Everything, faults, tree_of

IN_ALL = ["nul", "very long", "markup"]
TURNS = 3
# Buttons that are meant to let go of what was typed.
TAKES_AWAY = re.compile("remove-|drop-|clear")
# Whoever has no token yet asks by number and code; forms other sites send are refused (test_lookup_page).
WITHOUT_TOKEN = "/apply/follow/"
STALE = "页面停留时间过长"


@pytest.fixture
def forms(desk, settings, tmp_path, time_machine):  # noqa: F811
    """It takes a while to find them all, so each test below is many."""
    # Nobody's visit ends however slow the machine is.
    time_machine.move_to(TODAY, tick=False)
    settings.MEDIA_ROOT = tmp_path
    return Everything(desk).forms()


def under_fire(forms, attacks) -> list[str]:
    """What went wrong with which form; ``attacks(form)`` gives names and changes."""
    wrong = []
    for name, form in forms.items():
        for how, changes in attacks(form):
            found = faults(form, changes, form.send(changes))
            wrong += [f"{name} [{how}]: {fault}" for fault in found]
    return wrong


def is_everything_there(forms):
    assert {f"step {action.value}" for action in all_steps()} <= forms.keys()
    assert {f"act {name}" for name in ACTS} <= forms.keys()
    addresses = {form.address for form in forms.values()}
    for part in (
        "person",
        "organisation",
        "draft",
        "found",
        "receipt/done",
        "follow",
        "follow/leave",
    ):
        assert f"/apply/{part}/" in addresses
    for part in (
        "desksettings/1/change",
        "lettertemplate/refusal",
        "annualreport/2025/edit",
        "entry",
    ):
        assert f"/admin/disclosure/{part}/" in addresses
    # Several requests, the kinds of answers and of letters.
    assert any("r1-description" in form.values for form in forms.values())
    assert sum(name.startswith("step draft_decision, fields ") for name in forms) > 10
    assert sum(name.startswith("step draft_letter, fields ") for name in forms) > 3


def in_all_fields(form):
    for how in IN_ALL:
        for button in form.buttons or [{}]:
            if not TAKES_AWAY.search(str(button)):
                yield f"{how} {button}", {**dict.fromkeys(form.typed, NASTY[how]), **button}


def where_nobody_types(form):
    """What a page hides, and what a form that chose rightly still gets."""
    number = NASTY["absurd number"]
    yield "hidden too", dict.fromkeys(form.names, NASTY["huge number"])
    yield "all but choices", {name: number for name in form.names if name not in form.choices}
    for name in form.names:
        if name not in form.typed and name not in form.choices:
            yield f"a number, {name}", {name: number}
        # Forms that grew out of others miss nothing new.
        if not form.is_grown:
            yield f"without {name}", {name: None}


def in_turn(form):
    """Every other value, a different one in each field."""
    rest = [how for how in NASTY if how not in IN_ALL]
    for turn in range(0, len(rest), len(rest) // TURNS):
        kinds = [rest[(place + turn) % len(rest)] for place in range(len(form.names))]
        yield (
            f"from {rest[turn]}",
            {name: NASTY[how] for name, how in zip(form.names, kinds, strict=True)},
        )


def of_another_type(form):
    yield "nothing", dict.fromkeys(form.names)
    yield "no button", dict.fromkeys(name for button in form.buttons for name in button)
    yield "three times", {name: ["1", "\0", "长" * 300] for name in form.names}
    yield "lists", {f"{name}[]": "1" for name in form.names}
    file = SimpleUploadedFile("a.pdf", PDF, "application/pdf")
    yield "files for words", dict.fromkeys(form.names, file)
    yield "words for files", dict.fromkeys(form.files, "a.pdf")
    yield "fields nobody asked for", {f"x{n}": "1" for n in range(50)}


def test_whatever_is_typed(forms):
    before = Case.objects.count(), CaseEvent.objects.count()
    wrong = []
    for attacks in (in_all_fields, where_nobody_types, in_turn, of_another_type):
        wrong += under_fire(forms, attacks)
    assert wrong == []
    assert (Case.objects.count(), CaseEvent.objects.count()) == before


# --- Bodies ---------------------------------------------------------------------------------------------
NAMES = [
    "长" * 500 + ".pdf",
    "a\0b.pdf",
    "../../x.pdf",
    "..\\..\\x.pdf",
    "\u202efdp.exe",
    ".pdf",
    "",
    "x",
]
CONTENTS = [b"", b"%PDF", b"<html><script>", PDF, b"PK\x03\x04" + b"\0" * 60, b"\xff\xd8\xff\xe0"]


def multipart(fields, name, filename, content) -> bytes:
    """A body as no browser would write it: the name of the file stands there as it is."""
    lines = []
    for field, values in fields.items():
        for value in values if isinstance(values, list) else [values]:
            lines += [f'--x\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n']
    head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="{filename}"\r\n\r\n'
    return "".join(lines).encode() + head.encode() + content + b"\r\n--x--\r\n"


def wrong_files(forms):
    wrong, found = [], 0
    for name, form in forms.items():
        for field in form.files:
            found += 1
            pairs = [(n, PDF) for n in NAMES] + [("a.pdf", c) for c in CONTENTS]
            for filename, content in pairs:
                body = multipart(form.data({}), field, filename, content)
                response = form.knock("post", body, content_type="multipart/form-data; boundary=x")
                wrong += [(name, filename[:9], fault) for fault in faults(form, {}, response)]
    assert found >= 4
    return wrong


METHODS = ["head", "options", "put", "patch", "delete", "trace"]
BODIES = {
    "no boundary": (b"a", "multipart/form-data"),
    "cut off": (
        b'--x\r\nContent-Disposition: form-data; name="a',
        "multipart/form-data; boundary=x",
    ),
    "no end": (multipart({}, "a", "a.pdf", PDF)[:-9], "multipart/form-data; boundary=x"),
    "bad transfer": (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="b"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n!\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
    "no utf-8": (b"a=%ff%fe&%zz&=&\xff=\xfe", "application/x-www-form-urlencoded"),
    "utf-7": (b"a=+ADw-", "application/x-www-form-urlencoded; charset=utf-7"),
    "json": (b'{"a": ', "application/json"),
    "nothing": (b"", ""),
    "too many": (b"&".join(b"a%d=1" % n for n in range(1500)), "application/x-www-form-urlencoded"),
}


def wrong_bodies(forms):
    wrong = []
    for form in {form.address: form for form in forms.values()}.values():
        for how, (body, kind) in BODIES.items():
            response = form.knock("post", body, content_type=kind)
            wrong += [(form.address, how)] if response.status_code >= 500 else []
        for method in METHODS:
            response = form.knock(method)
            wrong += [(form.address, method)] if response.status_code >= 500 else []
    return wrong


# Addresses of those who are let in; what others meet is in tests/test_hostile_requests.py.
OF_APPLICANTS = ["/apply/follow/case/{}/", "/apply/follow/file/{}/", "/apply/follow/case/?{0}={0}"]
OF_STAFF = [
    "case/?tab={0}&p={0}&stage={0}&handler={0}&due={0}&year={0}",
    "case/?tab=all&q={}",
    "case/{}/change/",
    "case/1/do/{}/",
    "case/1/do/register/{}/",
    "case/1/reveal/{0}/1/",
    "case/1/file/{}/",
    "deadlines/?month={}",
    "radar/?{0}={0}",
    "entry/?{0}={0}",
    "letter/{}/docx/",
    "letter/1/{}/",
    "lettertemplate/{}/",
    "lettertemplate/refusal/file/{}/",
    "lettertemplate/{}/sample/docx/",
    "annualreport/{}/",
    "annualreport/2025/cell/{0}/{0}/{0}/?page={0}",
    "annualreport/2025/cell/3/4/natural/?version={0}&page={0}",
    "annualreport/2025/versions/{}/",
    "annualreport/2025/draft.{}",
    "cataloguecategory/{}/change/",
    "cataloguecategory/?q={0}&p={0}&o={0}&_facets={0}",
    "desksettings/{}/change/",
]


def wrong_addresses(forms):
    follower = forms["act rate"].client
    staff = forms["step correct"].client
    places = [(follower, place) for place in OF_APPLICANTS]
    places += [(staff, f"/admin/disclosure/{place}") for place in OF_STAFF]
    return [
        (place, how)
        for client, place in places
        for how, value in IN_ADDRESSES.items()
        if knock(client, "get", place.format(value), {}).status_code >= 500
    ]


def test_whatever_is_sent(forms):
    """Of any form there is, whatever stands in the body."""
    is_everything_there(forms)
    assert wrong_files(forms) + wrong_bodies(forms) + wrong_addresses(forms) == []


# --- The token of the page --------------------------------------------------------------------------
def without_token(name, form) -> list:
    """Nothing is done without the token of the page, or with one that is no good any more."""
    answers = {
        token: form.send({TOKEN: token}).status_code
        for token in (None, "", "x" * 64, "\0", "长" * 64)
    }
    return [(name, token, status) for token, status in answers.items() if status != 403]


def sent_again(name, form) -> list:
    """What was typed in a page of ours is there again, and one click sends it with a good token."""
    typed = {field: f"填写<{field}>" for field in form.typed}
    sent = {**typed, TOKEN: "x" * 64}
    page = tree_of(form.send(sent, headers={"Sec-Fetch-Site": "same-origin"}))
    again = [node for node in page.forms if node.get("action") == form.address]
    if len(again) != 1:
        # A button, or a box nobody ticked, sends nothing that could be lost.
        return [(name, "no form")] if any(form.data({**typed, TOKEN: None}).values()) else []
    found = {}
    for field, value in again[0].form_values():
        found.setdefault(field, []).append(value)
    wrong = [(name, field) for field, text in typed.items() if found.get(field) != [text]]
    answer = form.knock("post", found)
    is_refused = answer.status_code >= 500 or STALE in body_of(answer).decode("utf-8", "replace")
    return wrong + ([(name, answer.status_code)] if is_refused else [])


def test_without_the_token_of_the_page(forms):
    wrong = []
    for name, form in forms.items():
        form.client.handler.enforce_csrf_checks = True
        if form.address != WITHOUT_TOKEN:
            wrong += without_token(name, form) + sent_again(name, form)
    assert wrong == []
