"""An applicant with a browser."""

from disclosure import services as do
from disclosure.models import Case

LOOKUP, CASE, LEAVE = "/apply/follow/", "/apply/follow/case/", "/apply/follow/leave/"


def act(name):
    return f"{CASE}{name}/"


class Visitor:
    def __init__(self, desk, client):
        self.desk, self.client = desk, client

    def ask(self, number, code, **options):
        return self.client.post(LOOKUP, {"number": number, "code": code}, **options)

    def open(self, case) -> str:
        """Follow ``case`` with a code issued for it now; returns the code."""
        code = do.reissue_code(case, self.desk.by("intake"))
        response = self.ask(case.number, code)
        assert (response.status_code, response["Location"]) == (302, CASE)
        return code

    def page(self):
        response = self.client.get(CASE)
        assert response.status_code == 200
        return response.content.decode()

    def post(self, name, /, **data):
        return self.client.post(act(name), data)

    def done(self, name, /, **data) -> str:
        """Post an act that works; the page that follows."""
        response = self.post(name, **data)
        assert (response.status_code, response["Location"]) == (302, CASE)
        return self.page()


def fresh(case) -> Case:
    return Case.objects.get(pk=case.pk)


def everything(case):
    """All that could have changed."""
    row = Case.objects.filter(pk=case.pk).values().get()
    return row, list(case.events.values_list("kind", flat=True)), case.files.count()
