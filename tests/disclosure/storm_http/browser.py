"""What an applicant's browser does, and nothing it could not do."""

import base64
import http.client
import json
import random
import time
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

import altcha
from lxml import html

# A worker that is killed cuts the line; a database that is away is said with a 5xx.
BROKEN = (OSError, http.client.HTTPException)
PATIENCE = 300  # seconds an applicant goes on trying


class GaveUpError(Exception):
    """The site did not come back in all the time an applicant had."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def page(self):
        return html.fromstring(self.body.decode())


class Browser:
    """Cookies, forms and patience. ``place`` is the address the visitor seems to come from."""

    def __init__(self, address: str, place: str):
        self.host, self.place, self.cookies = urlsplit(address).netloc, place, SimpleCookie()

    def ask(self, path: str, fields: list | None = None) -> Answer:
        """One request, no redirects followed. Raises one of ``BROKEN`` when the line is cut."""
        sent = "; ".join(f"{name}={item.value}" for name, item in self.cookies.items())
        headers = {"X-Forwarded-For": self.place, "Cookie": sent, "Accept-Language": "zh-CN"}
        body = None
        if fields is not None:
            body = urlencode(fields)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line = http.client.HTTPConnection(self.host, timeout=60)
        try:
            line.request("POST" if body is not None else "GET", path, body, headers)
            response = line.getresponse()
            answer = Answer(response.status, response.headers, response.read())
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(cookie)
        return answer

    def insist(self, path: str, fields: list | None = None) -> Answer:
        """Ask again and again until the site answers with something else than a fault."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                answer = self.ask(path, fields)
            except BROKEN:
                pass
            else:
                if answer.status < 500:
                    return answer
            time.sleep(random.uniform(0.1, 0.6))  # noqa: S311 - no secret
        raise GaveUpError(path)

    def proof(self) -> str:
        """The solved challenge, as the widget sends it."""
        task = json.loads(self.insist("/apply/challenge/").body)
        found = altcha.solve_challenge(
            task["challenge"], task["salt"], task["algorithm"], task["maxNumber"], 0
        )
        names = ("algorithm", "challenge", "salt", "signature")
        solved = {name: task[name] for name in names} | {"number": found.number}
        return base64.b64encode(json.dumps(solved).encode()).decode()


def fields_of(page) -> list[tuple[str, str]]:
    """What a browser would send of the page's application form, without any button."""
    form = next(form for form in page.forms if "token" in form.fields)
    return [
        (name, value)
        for name, value in form.form_values()
        if name != "step" and isinstance(value, str)
    ]


def filled(fields, **typed) -> list[tuple[str, str]]:
    """``fields`` with what an applicant typed; a name the form does not have is a fault of ours."""
    kept = [(name, value) for name, value in fields if name not in typed]
    return kept + list(typed.items())
