"""Every door of the desk, tried by everybody, with GET and POST.

Steps follow ``disclosure.actions.TABLE``; other admin pages ``every_door.txt``; the public ones
``PUBLIC`` below. A new pattern without a line fails. Who is refused leaves no trace but the one in
the audit log, and reads nothing of the application; who is let in reads only what is theirs.
"""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosure import services as do
from disclosure.actions import TABLE, Action, Role
from disclosure.choices import Stage
from tests.doors import body_of, knock, model_doors, patterns
from tests.factories import make_user

from .desk.conftest import desk  # noqa: F401 - a fixture
from .doors import CONTENT, FILES, PERSONAL, Furnished, act_doors, desk_doors

OUTSIDE = ["anonymous", "stranger", "applicant"]
INSIDE = ["staff", "elsewhere", "intake", "department", "reviewer", "head", "auditor", "superuser"]
VISITORS = OUTSIDE + INSIDE
# Those to whom the case does not exist.
NO_CASE = ["staff", "elsewhere"]
OF_THE_CASE = re.compile(r"admin:disclosure_case_(change|reveal|file)\b")
LINES = Path(__file__).with_name("every_door.txt")

# door → (GET, POST) for the applicant, for a stranger with a case of their own, for everybody else.
EVERYBODY, ASKED = [("200", "405")] * 3, "ask"
PUBLIC = {
    "disclosure:apply": [("200", "200")] * 3,
    "disclosure:challenge": EVERYBODY,
    "disclosure:draft": [("405", "204")] * 3,
    "disclosure:found": [("405", "200")] * 3,
    "disclosure:blank": EVERYBODY,
    "disclosure:receipt": EVERYBODY,
    "disclosure:receipt-pdf": [("404", "405")] * 3,
    "disclosure:forget-receipt": [("405", "302")] * 3,
    "disclosure:follow": [("200", "200")] * 3,
    "disclosure:follow-leave": [("405", "ask")] * 3,
    "disclosure:follow-case": [("200", "405"), ("200", "405"), (ASKED, ASKED)],
    "disclosure:follow-mine": [("405", "200"), ("405", "200"), (ASKED, ASKED)],
    "disclosure:follow-export": [("405", "200"), ("405", "200"), (ASKED, ASKED)],
    # The answered case was received and rated; the stranger's was sent a moment ago.
    "disclosure:follow-act (confirm)": [("302", "302"), ("200", "302"), (ASKED, ASKED)],
    "disclosure:follow-act (edit)": [("409", "409"), ("200", "200"), (ASKED, ASKED)],
    "disclosure:follow-act (rate)": [("302", "302"), ("409", "409"), (ASKED, ASKED)],
    "disclosure:follow-act (reasons)": [("409", "409"), ("409", "409"), (ASKED, ASKED)],
    "disclosure:follow-act (supplement)": [("409", "409"), ("409", "409"), (ASKED, ASKED)],
    "disclosure:follow-act (withdraw)": [("409", "409"), ("200", "200"), (ASKED, ASKED)],
    "disclosure:follow-act (unknown)": [("404", "404"), ("404", "404"), (ASKED, ASKED)],
    "disclosure:follow-file (letter)": [("200", "405"), ("404", "405"), (ASKED, ASKED)],
    "disclosure:follow-file (released)": [("200", "405"), ("404", "405"), (ASKED, ASKED)],
    "disclosure:calendar-feed": EVERYBODY,
    "disclosure:calendar-feed (unknown)": [("404", "405")] * 3,
    "disclosure:annual-report": [("200", "200")] * 3,
    "disclosure:annual-report-file": [("200", "200")] * 3,
    "disclosure:annual-report (missing)": [("404", "404")] * 3,
}
# Doors that show personal data in plaintext, to those they are for; all others show masks at most.
IN_FULL = {
    "admin:disclosure_case_reveal",
    "admin:disclosure_case_file",
    "admin:disclosure_letter_file",
    "admin:disclosure_releasedfile_open",
    "disclosure:follow-mine",
    "disclosure:follow-export",
    "disclosure:follow-file",
}


def base(door):
    return door.split(" (")[0]


@pytest.fixture
def furnished(desk, settings, tmp_path):  # noqa: F811
    settings.MEDIA_ROOT = tmp_path
    return Furnished(desk)


@pytest.fixture
def visit(furnished):
    """``visit(name)``: a browser of that visitor, and nothing else in it."""
    people = {role: furnished.desk.users.get(role) for role in INSIDE}
    people["staff"] = make_user("plain")
    people["superuser"] = make_user("root", superuser=True)
    people["elsewhere"] = furnished.desk.another("department").who
    other = furnished.desk.department("人事处")
    other.members.all().delete()
    other.members.create(user=people["elsewhere"])
    cases = {"applicant": furnished.answered, "stranger": furnished.other}

    def _client(name):
        client = Client(raise_request_exception=False)
        if name in people:
            client.force_login(people[name])
        if name in cases:
            code = do.reissue_code(cases[name], furnished.desk.by("intake"))
            client.post("/apply/follow/", {"number": cases[name].number, "code": code})
        return client

    return _client


def answer_of(response) -> str:
    """The status; the ways to the login page and to the form for number and code have names."""
    where = response.headers.get("Location", "")
    if where.startswith("/admin/login/"):
        return "login"
    return "ask" if where == "/apply/follow/" else str(response.status_code)


def lines():
    """``{door: (answer to others, who may GET, who may POST)}``"""
    found = {}
    for line in LINES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            door, others, get, post = (part.strip() for part in line.split("|"))
            found[door] = others, get.split(), (get if post == "=" else post).split()
    return found


def admitted(door, visitor, method, table) -> bool | str:
    """``True`` for one who is let in, or what the others meet."""
    others, get, post = table[door]
    if visitor in OUTSIDE:
        return "login"
    if visitor in (get if method == "get" else post):
        return True
    if visitor in NO_CASE and OF_THE_CASE.match(door):
        return "404"
    return others


def in_table(visitor, stage, action) -> bool | str:
    """The same of a step, by the table of actions."""
    if visitor in OUTSIDE:
        return "login"
    if visitor in NO_CASE:
        return "404"
    # A superuser has every right, but was asked as no department.
    every = {Role.INTAKE, Role.REVIEWER, Role.HEAD, Role.AUDITOR}
    roles = every if visitor == "superuser" else {Role(visitor)}
    if any(action in TABLE[stage][role] for role in roles):
        return True
    ever = any(action in TABLE[at][role] for at in Stage for role in roles)
    return "409" if ever else "403"


def try_door(client, method, address, data):
    """What it answered, what it wrote to, and the words in it."""
    with CaptureQueriesContext(connection) as captured:
        response = knock(client, method, address, data)
    written = re.compile(r'^(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)')
    tables = {m[1] for query in captured if (m := written.match(query["sql"]))}
    return response, tables, body_of(response).decode("utf-8", "replace")


def leaks(text, words):
    return [word for word in words if word in text]


# Who was refused a reveal stands in the audit log; sessions and counters say nothing of a case.
TRACES = {"portal_auditevent", "django_session", "disclosure_throttle"}


def check_refused(found, where):
    response, tables, text = found
    assert tables <= TRACES, (where, tables)
    assert leaks(text, PERSONAL + CONTENT + FILES) == [], where
    assert "Content-Disposition" not in response.headers, where


def test_every_pattern_of_the_desk_has_its_line(furnished):
    known = {base(door) for door in [*lines(), *PUBLIC, *act_doors(furnished.in_hand)]}
    own = {name for name in patterns() if name.startswith(("disclosure:", "admin:disclosure_"))}
    assert own - known == set(), "add these to the doors and to every_door.txt or PUBLIC"
    assert known - own == set(), "these patterns no longer exist"
    doors = {**desk_doors(furnished), **model_doors(furnished.rows())}
    doors = {door for door in doors if not door.startswith("admin/")}
    assert doors == {*lines(), *PUBLIC}


@pytest.mark.parametrize("visitor", VISITORS)
def test_admin_pages_open_for_those_of_the_table(furnished, visit, visitor):
    client, table, wrong = visit(visitor), lines(), {}
    doors = {**desk_doors(furnished), **model_doors(furnished.rows())}
    for door in table:
        for method in ("get", "post"):
            found = try_door(client, method, *doors[door])
            wanted, got = admitted(door, visitor, method, table), answer_of(found[0])
            is_in = got in ("200", "302")
            # Nobody's method: those of the page hear that it is not for it, and change nothing.
            is_no_method = got in ("404", "405") and visitor in INSIDE
            if wanted is True:
                if not is_in:
                    wrong[door, method] = got
                continue
            if got != wanted and not is_no_method:
                wrong[door, method] = (wanted, got)
            check_refused(found, (door, method))
    assert wrong == {}


@pytest.mark.parametrize("visitor", VISITORS)
@pytest.mark.parametrize("which", ["in_hand", "answered"])
def test_steps_follow_the_table_of_actions(furnished, visit, visitor, which):
    case, client, wrong = getattr(furnished, which), visit(visitor), {}
    for door, (address, data) in act_doors(case).items():
        action = Action(door.partition("(")[2].rstrip(")"))
        for method in ("get", "post"):
            found = try_door(client, method, address, data)
            wanted, got = in_table(visitor, Stage(case.stage), action), answer_of(found[0])
            if got not in ("200", "302") if wanted is True else got != wanted:
                wrong[door, method] = (wanted, got)
            if wanted in ("login", "404", "403"):
                check_refused(found, (door, method))
            elif wanted == "409":
                assert found[1] <= TRACES, (door, method, found[1])
    assert wrong == {}


@pytest.mark.parametrize("visitor", VISITORS)
def test_public_pages_open_for_those_they_are_for(furnished, visit, visitor):
    client, place = visit(visitor), {"applicant": 0, "stranger": 1}.get(visitor, 2)
    doors, wrong, cookies = desk_doors(furnished), {}, dict(client.cookies)
    for door, answers in PUBLIC.items():
        for method, wanted in zip(("get", "post"), answers[place], strict=True):
            client.cookies.update(cookies)
            found = try_door(client, method, *doors[door])
            if answer_of(found[0]) != wanted:
                wrong[door, method] = (wanted, answer_of(found[0]))
            if visitor != "applicant":
                assert leaks(found[2], PERSONAL + FILES) == [], (door, method)
                assert furnished.answered.number not in found[2] or door in NUMBERED, door
    assert wrong == {}


# A feed names cases by their number; the form for number and code repeats what was typed in it.
NUMBERED = ["disclosure:calendar-feed", "disclosure:follow"]


@pytest.mark.parametrize("visitor", INSIDE)
def test_only_doors_for_it_show_personal_data_in_full(furnished, visit, visitor):
    """Lists, the page of a case, forms of steps, downloads: masks at most, whoever looks."""
    client = visit(visitor)
    doors = {**desk_doors(furnished), **act_doors(furnished.in_hand)}
    shown = {}
    for door, (address, data) in doors.items():
        if base(door) not in IN_FULL:
            text = try_door(client, "get", address, data)[2]
            if found := leaks(text, PERSONAL + FILES):
                shown[door] = found
    assert shown == {}


def test_the_auditor_reads_no_content(furnished, visit):
    client = visit("auditor")
    for door, (address, data) in desk_doors(furnished).items():
        if door.startswith("admin:"):
            text = try_door(client, "get", address, data)[2]
            assert leaks(text, PERSONAL + CONTENT + FILES) == [], door


def test_what_the_doors_are_for_is_there_behind_them(furnished, visit):
    """The words looked for above are those that would leak: who may reads every one of them."""
    doors, intake, applicant = desk_doors(furnished), visit("intake"), visit("applicant")
    read = "".join(
        try_door(client, method, *doors[door])[2]
        for client, method, door in (
            (intake, "post", "admin:disclosure_case_reveal"),
            (intake, "post", "admin:disclosure_case_reveal (consultation)"),
            (intake, "post", "admin:disclosure_case_reveal (satisfaction)"),
            (intake, "post", "admin:disclosure_case_file"),
            (intake, "get", "admin:disclosure_case_change"),
            (intake, "get", "admin:disclosure_releasedfile_open"),
            (applicant, "get", "disclosure:follow-file (letter)"),
        )
    )
    absent = [word for word in PERSONAL + CONTENT + FILES if word not in read]
    assert absent == []
