"""load_demo on a site that has content of its own."""

from io import StringIO

import pytest
from django.core.management import call_command

from navigation.models import Section
from navigation.services import create_section
from news.models import Source
from tests.factories import make_section


def demo(*arguments):
    out = StringIO()
    call_command("load_demo", *arguments, stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_what_was_there_before_is_used_but_not_owned():
    section = create_section(title="我的科技创新", slug="kjcx", kind="first-child")
    source = Source.objects.create(name="本中心条件保障部")
    demo()
    demo("--remove")
    section.refresh_from_db()
    assert section.title == "我的科技创新"
    assert Source.objects.get() == source


@pytest.mark.django_db
def test_if_empty_leaves_a_site_with_content_alone():
    make_section("自己的栏目")
    assert demo("--if-empty") == ""
    assert Section.objects.count() == 1
