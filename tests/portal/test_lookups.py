"""Numbers no row can have find nothing, in whatever way they are asked for."""

import pytest
from django.contrib.auth.models import Group, User

from navigation.models import SectionGrant
from tests.factories import make_section, make_user

pytestmark = pytest.mark.django_db
TOO_BIG = 10**20


@pytest.fixture
def grant():
    group = Group.objects.create(name="值班")
    make_user("editor", groups=[group])
    return SectionGrant.objects.create(group=group, section=make_section("栏目", slug="a"))


@pytest.mark.parametrize("number", [TOO_BIG, -TOO_BIG, str(TOO_BIG)])
def test_a_number_no_column_holds(grant, number):
    for found in (
        SectionGrant.objects.filter(pk=number),
        SectionGrant.objects.filter(pk__in=[number]),
        SectionGrant.objects.filter(group=number),
        SectionGrant.objects.filter(group_id=number),
        SectionGrant.objects.filter(group__in=[number]),
        User.objects.filter(groups=number),
        User.objects.filter(groups__in=[number]),
        User.objects.filter(groups__id__in=[number]),
    ):
        assert list(found) == []
    assert list(SectionGrant.objects.exclude(group=number)) == [grant]
    assert list(SectionGrant.objects.exclude(group__in=[number])) == [grant]


@pytest.mark.parametrize("text", ["x", "", "1.5", "a\0b", "9" * 5_000])
def test_what_is_no_number_stands_in_no_list(grant, text):
    assert list(SectionGrant.objects.filter(pk__in=[text])) == []
    assert list(SectionGrant.objects.filter(group__in=[text])) == []


def test_the_others_of_the_list_are_found(grant):
    for key in (grant.pk, str(grant.pk)):
        assert list(SectionGrant.objects.filter(pk__in=[TOO_BIG, "x", None, key])) == [grant]
    for group in (grant.group, grant.group_id, str(grant.group_id)):
        assert list(SectionGrant.objects.filter(group__in=[group, TOO_BIG, "x"])) == [grant]
        assert list(SectionGrant.objects.filter(group=group)) == [grant]
    assert list(SectionGrant.objects.filter(group__in=Group.objects.all())) == [grant]


def test_a_slip_in_our_own_code_is_still_an_error(grant):
    with pytest.raises(ValueError, match="expected a number"):
        SectionGrant.objects.filter(pk="x")


def test_a_group_of_that_number_is_refused_beside_its_field(client):
    client.force_login(make_user("root", superuser=True))
    user = make_user("editor")
    page = client.post(f"/admin/auth/user/{user.pk}/change/", {"groups": [str(TOO_BIG)]})
    assert page.status_code == 200
    assert "不在可用的选项中" in str(page.context["adminform"].form.errors["groups"])
