"""Django's own staff pages speak as ours do: the catalogue in locale/django is compiled and used."""

import ast
import gettext
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as translate

from tests.factories import make_user

CATALOGUES = Path(settings.BASE_DIR, "locale/django/zh_Hans/LC_MESSAGES")
ENTRY = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[0\])?) ((?:".*"\n?)+)', re.MULTILINE)


def entries(path):
    """The texts of a .po file as a compiled catalogue keeps them: key → translation."""
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        parts = {
            name: "".join(ast.literal_eval(line) for line in text.splitlines())
            for name, text in ENTRY.findall(block)
        }
        context = f"{parts['msgctxt']}\x04" if "msgctxt" in parts else ""
        key = context + parts["msgid"]
        if "msgid_plural" in parts:
            yield (key, 0), parts["msgstr[0]"]
        elif parts["msgid"]:
            yield key, parts["msgstr"]


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_what_is_compiled_is_what_is_written(domain):
    with (CATALOGUES / f"{domain}.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)._catalog
    compiled.pop("", None)
    assert compiled == dict(entries(CATALOGUES / f"{domain}.po"))


PLACES = re.compile(r"%\(\w+\)[sd]|%s|{\w*}")


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_text_loses_or_invents_a_place_for_a_value(domain):
    wrong = [
        (key, text)
        for key, text in entries(CATALOGUES / f"{domain}.po")
        if set(PLACES.findall(text)) != set(PLACES.findall(key if type(key) is str else key[0]))
    ]
    assert wrong == []


def test_it_comes_before_djangos_own():
    assert translate("Home") == "工作台"
    assert translate("This field is required.") == "请填写此项。"
    assert translate("History") == "历史"  # not ours: Django's still there


@pytest.mark.django_db
def test_a_list_and_a_form_are_headed_in_plain_chinese(client):
    client.force_login(make_user("root", superuser=True))
    page = client.get(reverse("admin:portal_mourningperiod_changelist")).content.decode()
    assert "<h1>哀悼灰日期</h1>" in page
    assert "新建哀悼灰日期" in page
    page = client.post(reverse("admin:portal_mourningperiod_add"), {}).content.decode()
    assert "没有保存。请更正下面标出的错误" in page
    assert "请填写此项。" in page
    words = client.get(reverse("admin:jsi18n")).content.decode()
    assert json.dumps("共 %(cnt)s 个，选中 %(sel)s 个") in words
