"""The built style sheets and script: up to date, within their weight, readable in every theme."""

import re
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.management.commands.build_css import SHEETS, built_files, joined, script, squeeze

STATIC = Path(settings.BASE_DIR) / "static"
PAGE_SHEETS = [name for name in SHEETS if name not in ("core", "print")]
TOKEN_FILES = ["light", "dark", "hc-light", "hc-dark"]


# --- The build -----------------------------------------------------------------------------------
def test_committed_files_are_what_the_sources_give():
    call_command("build_css", "--check")


def test_check_names_a_stale_file(tmp_path, settings):
    shutil.copytree(STATIC, tmp_path / "static")
    settings.BASE_DIR = tmp_path
    call_command("build_css", "--check")
    (tmp_path / "static/css/home/99-new.css").write_text("a { color: red; }\n")
    with pytest.raises(CommandError, match=r"home\.css"):
        call_command("build_css", "--check")
    call_command("build_css", verbosity=0)
    call_command("build_css", "--check")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("/* no */\na {\n  color: red;\n}\n", "a{color:red}"),
        (".a :is(b, i) { top: 0; }", ".a :is(b,i){top:0}"),
        (".a :focus-visible { top: 0; }", ".a :focus-visible{top:0}"),
        (".a > .b + .c { inset: 0 auto; }", ".a>.b + .c{inset:0 auto}"),
        (".a { grid-area: 1 / -1; }", ".a{grid-area:1/-1}"),
        ("a { width: calc(100% - 2 * 1rem + 3px); }", "a{width:calc(100% - 2 * 1rem + 3px)}"),
        ('a::after { content: " ; } > , "; }', 'a::after{content:" ; } > , "}'),
        ("@media (hover: hover) { a { --x: 1; } }", "@media (hover: hover){a{--x:1}}"),
    ],
)
def test_squeezing_keeps_what_has_a_meaning(source, expected):
    assert squeeze(source) == expected + "\n"


def test_neighbouring_blocks_of_a_layer_become_one_and_the_order_stays():
    css = "@layer a, b;\n@layer a{x{y:z}}@layer a{u{v:w}}@layer b{@media print{p{q:r}}}@layer a{i{j:k}}"
    assert joined(css) == (
        "@layer a, b;\n@layer a{x{y:z}u{v:w}}@layer b{@media print{p{q:r}}}@layer a{i{j:k}}"
    )


def test_the_script_keeps_addresses_and_loses_only_whole_line_comments(tmp_path):
    (tmp_path / "src").mkdir()
    (tmp_path / "src/a.js").write_text("// note\n  const a = '//x';\n")
    assert "const a = '//x';" in script(tmp_path)
    assert "note" not in script(tmp_path)


def test_braces_balance_in_every_sheet():
    for path, text in built_files().items():
        bare = re.sub(r'"[^"]*"', "", text)
        assert bare.count("{") == bare.count("}"), path.name


# --- Weight --------------------------------------------------------------------------------------
HASH = len(".0123456789ab" + '""')


def size(path):
    """Bytes as served: every address in a collected style sheet carries a hash and quotes."""
    text = (STATIC / path).read_bytes()
    return len(text) + text.count(b"url(") * HASH


@pytest.mark.parametrize("name", PAGE_SHEETS)
def test_a_page_loads_at_most_thirty_kilobytes_of_css(name):
    assert size("css/dist/core.css") + size(f"css/dist/{name}.css") <= 30_000


def test_a_page_loads_at_most_eight_kilobytes_of_script():
    assert size("js/site.js") + size("js/prefs.js") <= 8_000
    assert size("js/prefs.js") <= 400


# --- Tokens --------------------------------------------------------------------------------------
def tokens(name):
    """``{token: value}`` of a set, on top of the sets it inherits from."""
    inherited = {"light": (), "dark": ("light",), "hc-light": ("light",)}
    chain = (*inherited.get(name, ("light", "dark", "hc-light")), name)
    values = {}
    for part in chain:
        css = (STATIC / f"css/tokens/{part}.css").read_text()
        values |= dict(re.findall(r"(--[a-z0-9-]+): ([^;]+);", css))
    return values


def luminance(colour):
    digits = colour.removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


TEXT_PAIRS = [
    *[(ink, ground) for ink in ("ink", "ink-2", "ink-3") for ground in ("bg", "wash", "raise")],
    *[(colour, "bg") for colour in ("azure", "azure-2", "jade", "ochre", "cinna")],
    *[(colour, f"{colour}-w") for colour in ("azure", "jade", "ochre", "cinna")],
    ("bg", "azure"),
    ("bg", "azure-2"),
    ("bg", "jade"),
    ("on-bar", "bar"),
    ("on-bar", "bar-2"),
    ("on-bar-2", "bar"),
    ("ink", "mark"),
]


@pytest.mark.parametrize("name", TOKEN_FILES)
@pytest.mark.parametrize(("front", "back"), TEXT_PAIRS)
def test_text_can_be_read_in_every_set(name, front, back):
    values = tokens(name)
    assert contrast(values[f"--{front}"], values[f"--{back}"]) >= 4.5


@pytest.mark.parametrize("name", TOKEN_FILES)
def test_borders_of_controls_and_the_focus_ring_stand_out(name):
    values = tokens(name)
    for front in ("--edge", "--focus"):
        for back in ("--bg", "--wash"):
            assert contrast(values[front], values[back]) >= 3, (front, back)


def test_no_component_uses_a_token_that_no_set_defines():
    base = (STATIC / "css/core/20-base.css").read_text()
    known = set(tokens("light")) | set(re.findall(r"(--[a-z0-9-]+): ", base))
    for path, text in built_files().items():
        if path.suffix == ".css":
            local = set(re.findall(r"(--[a-z0-9-]+):", text))
            used = set(re.findall(r"var\((--[a-z0-9-]+)", text))
            assert used <= known | local, path.name


@pytest.mark.parametrize("name", TOKEN_FILES)
def test_a_token_file_is_one_root_block(name):
    """The stylesheet for readers without JavaScript is put together from these files."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / f"css/tokens/{name}.css").read_text()).strip()
    assert css.startswith(":root {")
    assert css.count("{") == css.count("}") == 1


# White on pictures, the 头条 tag, focus and current mark on the bar, and grounds below pictures.
LITERALS = re.compile(r"#[0-9a-f]{3,8}\b")
ALLOWED = set(
    "#fff #0000 #b0261c #ffd166 #7fe0c4 #1c8a76 #05162ee6 #ffffff80 #ffffff55 #ffffff88 #c9d7e8 "
    "#e8f0f9 #7f97b5 #05162e #0d4a40 #0b463c #7c1712 #6d120d #0b2f5c #051a35b3 #4f3107 "
    "#e9f1fa".split()
)


@pytest.mark.parametrize("name", [name for name in SHEETS if name != "print"])
def test_components_take_their_colours_from_tokens(name):
    folders = [STATIC / "css" / name, STATIC / "css/shared", STATIC / "css/prefs"]
    for path in (path for folder in folders for path in folder.glob("*.css")):
        css = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        assert set(LITERALS.findall(css)) <= ALLOWED, path.name
