"""Build the style sheets and the script the public pages load from their small source files.

``static/css/<sheet>/*.css`` becomes ``static/css/dist/<sheet>.css`` and ``static/js/src/*.js``
becomes ``static/js/site.js``; the results are committed, so a deployment needs no build step.
The only "minifying" is removing comments and layout white space line by line: a real minifier
may glue ``a :focus-visible`` together, and the saving after compression would be nil.
"""

import re
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

SHEETS = (
    *("core", "home", "read", "about", "query", "form", "receipt", "report", "topic"),
    *("topics", "suggest", "print", "apply"),
)
LAYERS = "@layer reset, base, layout, parts, pages, prefs, print;\n"

# Parts (``static/css/shared/``) that some sheets need and the core can do without.
SHARED = {
    "home": ("art", "topic-banner", "cards"),
    "read": ("rows", "prose", "pager", "table-cards", "preview"),
    "about": ("note",),
    "query": ("pager", "note", "table-cards"),
    "form": ("note",),
    "apply": ("note", "prose", "table-cards"),
    "receipt": ("note", "table-cards"),
    "report": ("note",),
    "topic": ("art", "hero", "cards", "prose", "preview"),
    "topics": ("art", "hero", "topic-banner", "rows", "pager", "preview"),
}

# Where each token set applies. The dark sets apply twice: chosen by the reader, or by the system.
TOKENS = (
    ("light", ":root", ""),
    ("dark", ":root[data-theme=dark]", ""),
    ("dark", ":root:not([data-theme=light])", "(prefers-color-scheme: dark)"),
    ("hc-light", ":root[data-contrast=high]", ""),
    ("hc-dark", ":root[data-contrast=high][data-theme=dark]", ""),
    (
        "hc-dark",
        ":root[data-contrast=high]:not([data-theme=light])",
        "(prefers-color-scheme: dark)",
    ),
)

# Only pairs whose spaces never carry meaning; "+" and ":" stay, they do in calc() and selectors.
NEEDLESS = (
    (" {", "{"),
    ("{ ", "{"),
    ("; ", ";"),
    (" }", "}"),
    (";}", "}"),
    (" > ", ">"),
    (" !", "!"),
    (" / ", "/"),
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STRING = re.compile(r"""("[^"]*"|'[^']*')""")
PROPERTY = re.compile(r"(^|[{;])([a-z-][a-z0-9-]*): ")
LAYER = re.compile(r"(@layer \w+\{)")
JS_COMMENT = re.compile(r"^\s*//.*$", re.MULTILINE)


def _tighten(code):
    """One line of CSS outside of strings, without the spaces that mean nothing."""
    for before, after in NEEDLESS:
        code = code.replace(before, after)
    return PROPERTY.sub(r"\1\2:", code).replace(", ", ",")


def squeeze(css):
    """Strip comments, indentation and needless spaces; keep strings and everything else."""
    lines = (line.strip() for line in COMMENT.sub("", css).splitlines())
    out = []
    for line in filter(None, lines):
        parts = STRING.split(line)
        # Odd parts are strings: what stands between quotes is text.
        out.append("".join(p if i % 2 else _tighten(p) for i, p in enumerate(parts)))
    return "".join(out).replace(";}", "}") + "\n"


def joined(css):
    """Neighbouring blocks of one layer as one block: every source file opens a layer of its own."""
    before, *parts = LAYER.split(css)
    out = [before]
    for at in range(0, len(parts), 2):
        if at and parts[at] == parts[at - 2]:
            # Only white space stands between the brace that closes a layer and the next one.
            out[-1] = out[-1].rstrip().removesuffix("}")
            out.append(parts[at + 1])
        else:
            out += parts[at : at + 2]
    return "".join(out)


def scoped(css, selector):
    """The rules of a preference file with its ``:root`` narrowed to one preference."""
    return COMMENT.sub("", css).replace(":root", selector)


def token_rules(root):
    parts = []
    for name, selector, media in TOKENS:
        css = scoped((root / "tokens" / f"{name}.css").read_text(), selector)
        parts.append(f"@media {media} {{\n{css}}}\n" if media else css)
    return "@layer base {\n" + "".join(parts) + "}\n"


def preference_rules(root):
    """``prefs/<name>-<value>.css`` applies under ``:root[data-<name>=<value>]``."""
    parts = []
    for path in sorted((root / "prefs").glob("*.css")):
        name, value = path.stem.rsplit("-", 1)
        quoted = f"'{value}'" if value.isdigit() else value
        selector = f":root[data-{name}={quoted}]"
        parts.append(scoped(path.read_text(), selector))
    return "@layer prefs {\n" + "".join(parts) + "}\n"


def sheet(root, name):
    paths = [root / "shared" / f"{part}.css" for part in SHARED.get(name, ())]
    paths += sorted((root / name).glob("*.css"))
    css = "".join(path.read_text() for path in paths)
    if name == "core":
        css = LAYERS + token_rules(root) + css + preference_rules(root)
    return joined(squeeze(css))


def script(root):
    """The sources in one function scope, without comment lines and indentation."""
    source = "\n".join(path.read_text() for path in sorted((root / "src").glob("*.js")))
    lines = (line.strip() for line in JS_COMMENT.sub("", source).splitlines())
    return "(() => {\n'use strict';\n" + "\n".join(filter(None, lines)) + "\n})();\n"


def built_files(static=None):
    """``{path: content}`` of everything this command writes."""
    static = static or Path(settings.BASE_DIR) / "static"
    files = {
        static / "css" / "dist" / f"{name}.css": sheet(static / "css", name) for name in SHEETS
    }
    files[static / "js" / "site.js"] = script(static / "js")
    return files


class Command(BaseCommand):
    help = "Build static/css/dist/*.css and static/js/site.js from their sources."

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="fail if a built file is stale")

    def handle(self, *args, check=False, **options):
        stale = [
            (path, text)
            for path, text in built_files().items()
            if not path.exists() or path.read_text() != text
        ]
        if check and stale:
            names = ", ".join(path.name for path, _ in stale)
            raise CommandError(f"stale, run manage.py build_css: {names}")
        for path, text in stale:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
            self.stdout.write(f"{path.name}: {len(text.encode())} bytes")
