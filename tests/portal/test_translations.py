"""Every text of the interface reaches the catalogue another language would be made from.

The public templates have their own lint in test_templates; here are those of the admin, the Python
code, and the command of locale/README.md, which must find them all without a complaint.
"""

import ast
import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

ROOT = Path(settings.BASE_DIR)
APPS = ("portal", "navigation", "news", "disclosure")
HAN = r"[\u3400-\u9fff]"
MARKERS = {"_", "_t", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def bare(text):
    """A template without its tags and their texts, and without the names of a letter's gaps."""
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% blocktranslate.*?{% endblocktranslate %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}|{{.*?}}|{#.*?#}", "", text)
    return re.sub(r"{[^{}\n]*}", "", text)


def test_texts_of_the_admin_stand_inside_translate_tags():
    escaped = {
        str(path.relative_to(ROOT)): found
        for path in TEMPLATES
        if "admin" in path.parts
        and (found := re.findall(rf"{HAN}+", bare(path.read_text(encoding="utf-8"))))
    }
    assert escaped == {}


def test_how_a_date_is_written_is_the_languages_own_matter():
    written = rf"date:(?:\"[^\"]*{HAN}|'[^']*{HAN})"
    found = [path.name for path in TEMPLATES if re.search(written, path.read_text("utf-8"))]
    assert found == []


def msgids_of(path):
    """What is marked in a module; ``None`` for what no extraction can read."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
            first = node.args[0] if node.args else None
            is_text = isinstance(first, ast.Constant) and isinstance(first.value, str)
            yield first.value if is_text else None


MODULES = [
    path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts
]


def test_marked_texts_are_plain_literals_without_english():
    wrong = {}
    for path in MODULES:
        for text in msgids_of(path):
            words = None if text is None else re.sub(r"%\(\w+\)\w", "", text)
            if words is None or (not re.search(HAN, words) and re.search("[a-z]{2}", words)):
                wrong.setdefault(str(path.relative_to(ROOT)), []).append(text)
    assert wrong == {}


@pytest.mark.skipif(not shutil.which("xgettext"), reason="no gettext on this machine")
def test_the_command_of_the_readme_finds_all_of_them_and_complains_of_none(
    tmp_path, monkeypatch, capfd
):
    assert "makemessages -l en" in (ROOT / "locale/README.md").read_text(encoding="utf-8")
    # The catalogue is written beside what is read: not into the tree.
    for name in (*APPS, "templates"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("*.pyc"))
    (tmp_path / "locale").mkdir()
    monkeypatch.chdir(tmp_path)
    call_command("makemessages", locale=["en"], no_location=True, no_wrap=True, verbosity=0)
    assert "warning" not in capfd.readouterr().err
    catalogue = (tmp_path / "locale/en/LC_MESSAGES/django.po").read_text(encoding="utf-8")
    known = set(re.findall(r'^msgid (".*(?:"\n".*)*")$', catalogue, re.MULTILINE))
    texts = {"".join(map(ast.literal_eval, text.split("\n"))) for text in known}
    wanted = {text for path in MODULES for text in msgids_of(path)} - {None, ""}
    assert wanted - texts == set()
