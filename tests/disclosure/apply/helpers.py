"""Filling in the application form as a browser would."""

import base64
import hashlib
import json
import re

from disclosure import codes
from disclosure.applying import captcha
from tests.disclosure.desk.builders import EMAIL, NAME, NUMBER, PHONE

PERSON_URL, ORG_URL = "/apply/person/", "/apply/organisation/"
RECEIPT_URL = "/apply/receipt/"
WORDS = "2025年度大型仪器采购合同全文"
PERSON = {
    "applicant": "person",
    "name": NAME,
    "id_type": "resident_id",
    "id_number": NUMBER,
    "phone": PHONE,
    "email": EMAIL,
    "form": "electronic",
    "ways": ["online"],
    "accepts_other": "on",
    "requests": "1",
    "r0-title": "仪器采购合同",
    "r0-description": WORDS,
}
ORGANISATION = {
    **{name: value for name, value in PERSON.items() if not name.startswith(("name", "id_"))},
    "applicant": "organisation",
    "org_name": "某律师事务所",
    "credit_code": "91110000600037341L",
    "category": "legal",
}


def solve(task: dict) -> str:
    """What the widget sends for a challenge."""
    for number in range(task["maxNumber"] + 1):
        text = f"{task['salt']}{number}".encode()
        if hashlib.sha256(text).hexdigest() == task["challenge"]:
            found = {name: task[name] for name in ("algorithm", "challenge", "salt", "signature")}
            return base64.b64encode(json.dumps({**found, "number": number}).encode()).decode()
    raise AssertionError("no solution")


def answer_to(question) -> str:
    """A sum in words, reckoned."""
    first, sign, second = re.match("(.)(加|减)(.)等于", question.text).groups()
    first, second = captcha.DIGITS.index(first), captcha.DIGITS.index(second)
    return str(first + second if sign == "加" else first - second)


def filled(base=PERSON, **changes) -> dict:
    """A whole form with a proof of work of its own."""
    data = {**base, "token": codes.new_token(), "step": "send", **changes}
    if "altcha" not in data and "answer" not in data and "passed" not in data:
        data["altcha"] = solve(captcha.challenge())
    return {name: value for name, value in data.items() if value is not None}


def mistakes_of(response) -> list[str]:
    """The messages of the error summary."""
    page = response.content.decode()
    summary = page.partition('id="mistakes"')[2].partition("</div>")[0]
    return re.findall(r'<li><a href="#[^"]+">([^<]+)</a>', summary)


def links_of(response) -> list[str]:
    summary = response.content.decode().partition('id="mistakes"')[2].partition("</div>")[0]
    return re.findall(r'<a href="#([^"]+)">', summary)
