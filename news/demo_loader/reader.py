"""Reading the demo's files."""

import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "demo"
HERE = Path(__file__).resolve().parent
FENCE = "+++\n"


@dataclass(frozen=True)
class DemoArticle:
    """One file of ``demo/articles``: its key ``folder/stem``, its fields, its text."""

    key: str
    fields: dict
    body: str


def read_article(path: Path) -> DemoArticle:
    """Split an article file into its TOML head and its HTML body."""
    _before, head, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    return DemoArticle(f"{path.parent.name}/{path.stem}", tomllib.loads(head), body.strip())


def _toml(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))


class DemoFiles:
    """Everything the demo is made from."""

    def __init__(self, root: Path = ROOT):
        self.root = root

    @cached_property
    def site(self) -> dict:
        return _toml(self.root / "site.toml")

    @cached_property
    def sections(self) -> list[dict]:
        return _toml(HERE / "sections.toml")["section"]

    @cached_property
    def home(self) -> dict:
        return _toml(HERE / "home.toml")

    @cached_property
    def articles(self) -> list[DemoArticle]:
        return [read_article(path) for path in sorted(self.root.glob("articles/*/*.html"))]

    def picture(self, name: str) -> Path:
        return self.root / "media" / "pictures" / f"{name}.webp"

    def attachment(self, name: str) -> Path:
        return self.root / "media" / "files" / name
