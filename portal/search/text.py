"""Folding and cutting text for the index.

``fold`` keeps the length: place *n* of the folded text is place *n* of the original, so what is
found in one can be highlighted in the other.
"""

import re
import unicodedata
from functools import cache

import opencc

# Marks the terms of a title; a private-use character occurs in no text that has been folded.
TITLE_MARK = "\ue000"
HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
# A run of Han characters, or a run of letters and digits of any other script.
RUN = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
HAN_RUN = re.compile(rf"[{HAN}]+")
# Letters and digits written together ("t42147") are found by their parts too.
PARTS = re.compile(r"\d+|[^\W\d_]+")
# Longer runs are no words but numbers of files, keys, addresses.
MAX_TERM = 40

# The many brackets, quotes and dashes of Chinese texts, each as the plain one.
PUNCTUATION = {
    **dict.fromkeys("〔〖【［「『《〈（", "("),
    **dict.fromkeys("〕〗】］」』》〉）", ")"),
    **dict.fromkeys("[{", "("),
    **dict.fromkeys("]}", ")"),
    **dict.fromkeys("“”„‟〝〞", '"'),
    **dict.fromkeys("‘’‚‛", "'"),
    **dict.fromkeys("‐‑‒–—―－−", "-"),
    **dict.fromkeys("·•‧∙・", "·"),
    "、": ",",
    "。": ".",
}


def _plain(character: str) -> str:
    """One character as the index knows it; characters that would become several stay."""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zs", "Zl", "Zp"):
        return " "
    if character in PUNCTUATION:
        return PUNCTUATION[character]
    folded = unicodedata.normalize("NFKC", character).casefold()
    if len(folded) != 1:
        return character
    return PUNCTUATION.get(folded, folded)


@cache
def _table() -> dict[int, str]:
    """Everything that folding changes in the basic plane: case, width, form, script."""
    table = {}
    for number in range(0x10000):
        character = chr(number)
        folded = _plain(character)
        if folded != character:
            table[number] = folded
    han = [chr(number) for number in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    # One character a line: phrases are left alone, and lines keep the pairs together.
    simplified = opencc.OpenCC("t2s").convert("\n".join(han)).split("\n")
    pairs = zip(han, simplified, strict=True)
    table.update({ord(a): b for a, b in pairs if a != b and len(b) == 1})
    for number, folded in table.items():
        # A compatibility form of a traditional character ends where the character itself ends.
        table[number] = table.get(ord(folded), folded)
    return table


def fold(text: str) -> str:
    """``text`` in lower case, half width and simplified script, of the same length."""
    return text.translate(_table())


def _run_terms(run: str):
    if HAN_RUN.match(run):
        yield from (run[index : index + 2] for index in range(len(run) - 1))
        # A single character is looked up as the beginning of a pair; the last begins none.
        yield run[-1]
        return
    if len(run) <= MAX_TERM:
        yield run
    parts = PARTS.findall(run)
    if len(parts) > 1:
        yield from (part for part in parts if len(part) <= MAX_TERM)


def terms(folded: str) -> set[str]:
    """The index terms of a folded text: pairs of Han characters, words, numbers."""
    found = set()
    for run in RUN.findall(folded):
        found.update(_run_terms(run))
    return found


def entry_terms(title: str, body: str) -> set[str]:
    """All terms of an entry (both texts folded); those of the title occur once more, marked."""
    of_title = terms(title)
    return of_title | terms(body) | {TITLE_MARK + term for term in of_title}
