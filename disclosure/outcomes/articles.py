"""The articles of the 政府信息公开条例 that decisions and letters cite, with their words.

中华人民共和国国务院令第711号, in force since 2019-05-15; the words are in ``articles.toml``.
A key reads like the citation: ``36(3)`` is 第三十六条第（三）项, ``16-2`` is 第十六条第二款.
"""

import re
import tomllib
from collections.abc import Iterable
from pathlib import Path

from disclosure.text import chinese_number

REGULATION = "《中华人民共和国政府信息公开条例》"
KEY = re.compile(r"(\d+)(?:-(\d+))?(?:\((\d+)\))?")

TEXTS: dict[str, str] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)


def label(key: str) -> str:
    """``16-2`` as 第十六条第二款. Raises ``KeyError`` for what this module does not hold."""
    if key not in TEXTS:
        raise KeyError(key)
    article, paragraph, item = KEY.fullmatch(key).groups()
    parts = [f"第{chinese_number(int(article))}条"]
    if paragraph:
        parts.append(f"第{chinese_number(int(paragraph))}款")
    if item:
        parts.append(f"第（{chinese_number(int(item))}）项")
    return "".join(parts)


def cite(keys: Iterable[str]) -> str:
    """``第十四条、第三十六条第（三）项``."""
    return "、".join(label(key) for key in keys)


def quote(key: str) -> str:
    """The citation with the words of the article, as an officer checks it before signing."""
    return f"{label(key)}　{TEXTS[key]}"
