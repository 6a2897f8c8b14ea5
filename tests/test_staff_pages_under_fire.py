"""Staff pages of every model given what no page of ours sends: never a server error.

Models, filters, forms and fields are found, not listed, so a new one is under fire at once. What the
desk's own steps make of such input is in tests/disclosure/test_hostile_forms.py.
"""

import re
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.test import Client, RequestFactory

from tests.disclosure.desk.conftest import desk  # noqa: F401 - a fixture
from tests.disclosure.hostile import forms_in
from tests.doors import knock
from tests.test_every_view import world  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
NASTY = {"nul": "a\0b", "too big": "9" * 20, "no number": "x"}
# What every list takes; of some the first list answers for all.
PARAMETERS = ["q", "id__exact", "_to_field"]
OF_ONE = ["p", "o", "e", "all", "_facets", "_popup", "_changelist_filters", "pk"]
OTHER_PLACES = [
    "/admin/r/{0}/{0}/",
    "/admin/autocomplete/?term={0}&p={0}&app_label=news&model_name=article&field_name=source",
    "/admin/autocomplete/?term=a&app_label={0}&model_name={0}&field_name={0}",
]
# Cases have steps instead of forms.
FORMS = re.compile("^/admin/(?!login|logout|disclosure/case/)")
HOW_MANY = re.compile("-(TOTAL|INITIAL|MIN_NUM|MAX_NUM)_FORMS$")


@pytest.fixture
def root(world):  # noqa: F811
    client = Client(raise_request_exception=False)
    client.force_login(world["users"]["superuser"])
    return client


def faults(client, method, address, data, how):
    response = knock(client, method, address, data)
    if response.status_code < 500:
        return []
    error = getattr(response, "exc_info", None)
    return [f"{method} {address[:70]} [{how}]: {error and repr(error[1])[:90]}"]


def base_of(row):
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/"


def filters(page, user):
    """Names of the parameters that narrow the list of a model."""
    request = RequestFactory().get("/")
    request.user = user
    shown = page.get_changelist_instance(request)
    assert isinstance(shown, ChangeList)
    names = [name for spec in shown.filter_specs for name in spec.expected_parameters()]
    if shown.date_hierarchy:
        names += [f"{shown.date_hierarchy}__{part}" for part in ("year", "month", "day")]
    return names


def test_addresses(world, root):  # noqa: F811
    found, of_all = [], [*OF_ONE, *PARAMETERS]
    for row in world["rows"].values():
        base, page = base_of(row), admin.site._registry[type(row)]
        names, of_all = of_all + filters(page, world["users"]["superuser"]), PARAMETERS
        for how, value in NASTY.items():
            places = [f"?{urlencode({name: value})}" for name in names]
            places += [f"{quote(value)}/{end}" for end in ("change/", "delete/", "history/")]
            for place in places:
                found += faults(root, "get", base + place, {}, how)
    for place in OTHER_PLACES:
        for how, value in NASTY.items():
            found += faults(root, "get", place.format(quote(value)), {}, how)
    assert found == []


def test_ticked_rows(world, root):  # noqa: F811
    found = []
    for row in world["rows"].values():
        for how, value in NASTY.items():
            data = {"action": "delete_selected", "_selected_action": [value, "1"], "post": "yes"}
            found += faults(root, "post", base_of(row), data, how)
    assert found == []


def forms_of(client, row):
    for address in (f"{base_of(row)}add/", f"{base_of(row)}{row.pk}/change/"):
        response = knock(client, "get", address, {})
        if response.status_code == 200:
            yield from forms_in(client, address, response, own=FORMS)


def test_forms(world, root):  # noqa: F811
    found, seen = [], 0
    for row in world["rows"].values():
        for form in forms_of(root, row):
            seen += 1
            numbers = {name for name in form.names if HOW_MANY.search(name)}
            for names in filter(None, ({*form.names} - numbers, numbers)):
                for how, value in NASTY.items():
                    data = form.data(dict.fromkeys(names, value))
                    found += faults(root, "post", form.address, data, f"{how} {sorted(names)[:3]}")
    assert seen > 30
    assert found == []
