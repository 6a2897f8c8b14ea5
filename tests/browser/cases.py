"""Cases for browser tests, made in the running portal's database by the verbs themselves."""

import json

SCRIPT = (
    "from tests.browser import cases; import json;"
    "print('MADE ' + json.dumps(cases.{maker}({who!r})))"
)


def cases_in(portal, who: str) -> dict:
    """Stage → number and query code, all new and nobody else's."""
    return _made(portal, "make", who)


def staff_in(portal, who: str) -> dict:
    """Role → name to sign in with; the one of ``department`` belongs to a department named ``who``."""
    return _made(portal, "make_staff", who)


def _made(portal, maker, who):
    said = portal.manage("shell", "--no-imports", "-c", SCRIPT.format(maker=maker, who=who))
    line = next(line for line in said.splitlines() if line.startswith("MADE "))
    return json.loads(line.removeprefix("MADE "))


def make(who: str) -> dict:
    from tests.disclosure.desk.builders import Desk

    users = _desk(who)
    return {name: _opened(case, users) for name, case in _cases(Desk(users)).items()}


def make_staff(who: str) -> dict:
    from portal.models import Department

    users = _desk(who)
    Department.objects.create(name=who).members.create(user=users["department"])
    return {role: user.get_username() for role, user in users.items()}


def _desk(who: str) -> dict:
    """Settings complete enough to sign, and a user for every role."""
    from django.contrib.auth.models import Group

    from disclosure.models import DeskSettings
    from tests.disclosure.desk.conftest import GROUPS
    from tests.factories import make_user

    row = DeskSettings.objects.filter(pk=1).first() or DeskSettings()
    row.institution, row.institution_name, row.prefix = "organ", "示例中心", "示"
    row.office_name, row.office_phone = "综合办公室信息公开工作组", "010-0000 0008"
    row.review_agency, row.court = "示例市人民政府", "示例市人民法院"
    row.save()
    return {
        role: make_user(f"{who}-{role}", groups=[Group.objects.get(name=name)])
        for role, name in GROUPS.items()
    }


def _cases(desk) -> dict:
    from disclosure import services as do
    from disclosure.desk import desk as settings

    agreed = do.Consent(settings().notice_version)  # the demo has a privacy notice
    return {
        "new": desk.new(consent=agreed),
        "withdrawn": desk.new(consent=agreed),
        "handling": desk.handling(),
        "waiting": _waiting(desk),
        "extended": _extended(desk),
        "replied": desk.replied(),
        "closed": desk.closed("third_party"),
    }


def _waiting(desk):
    from disclosure import services as do

    case = desk.handling()
    do.ask_supplement(case, desk.by("intake"), items="请写明年度\n请写明部门")
    return case


def _extended(desk):
    from disclosure import services as do

    case = desk.handling()
    do.request_extension(case, desk.by("intake"), days=15, reason="须征求意见")
    do.approve_extension(case, desk.by("head"))
    return case


def _opened(case, users):
    from disclosure import people
    from disclosure import services as do

    code = do.reissue_code(case, people.staff_member(users["intake"]))
    return [case.number, code]
