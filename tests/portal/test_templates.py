"""Rules every public template keeps: punctuation, policy, icons, classes."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = [path for path in (ROOT / "templates").rglob("*.html") if "admin" not in path.parts]
HAN = r"[\u3400-\u9fff\uf900-\ufaff]"
ASCII_PUNCTUATION = re.compile(rf"{HAN}[,:;?!()]|[,;?!()]{HAN}")


def ids(path):
    return str(path.relative_to(ROOT / "templates"))


@pytest.fixture(params=TEMPLATES, ids=ids)
def source(request):
    return request.param.read_text(encoding="utf-8")


def test_punctuation_next_to_han_characters_is_full_width(source):
    # Arguments of tags are code: {% include "x" with title=名称, … %} would be a mistake anyway.
    assert ASCII_PUNCTUATION.findall(source) == []


def test_the_lint_finds_what_it_should():
    assert ASCII_PUNCTUATION.search("版权所有:某单位")
    assert ASCII_PUNCTUATION.search("(试行")
    assert not ASCII_PUNCTUATION.search("版权所有：某单位（试行）")


# Saved and opened from a disk, where there is no policy and no style sheet beside it.
STANDS_ALONE = ["disclosure/annual/file.html"]


def test_nothing_the_content_security_policy_forbids(source, request):
    if request.node.callspec.id in STANDS_ALONE:
        pytest.skip("a file to keep, not a page")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|<style|javascript:", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)


def test_no_address_of_another_host(source):
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", source)


def test_links_to_new_windows_say_so(source):
    assert source.count("{% window ") == source.count("{% window_hint ")
    assert 'target="_blank"' not in source


def test_pictures_have_their_size(source):
    for tag in re.findall(r"<img\b[^>]*>", source):
        assert "width=" in tag and "height=" in tag and "alt=" in tag, tag


def test_every_icon_named_in_a_template_is_in_the_sprite():
    sprite = (ROOT / "static/img/icons/sprite.svg").read_text()
    known = set(re.findall(r'<symbol id="([a-z-]+)"', sprite))
    named = set()
    for path in TEMPLATES:
        named |= set(re.findall(r"{% icon \"([a-z-]+)\"", path.read_text(encoding="utf-8")))
    assert named, "no icons found: has the tag been renamed?"
    assert named <= known


def test_every_interface_text_can_be_translated(source):
    """Chinese stands inside translate tags; the 500 page cannot load any."""
    if "服务暂时中断" in source:
        return
    bare = re.sub(r"{% comment %}.*?{% endcomment %}", "", source, flags=re.DOTALL)
    bare = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", bare, flags=re.DOTALL)
    bare = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", bare)
    assert re.findall(rf"{HAN}+", bare) == []
