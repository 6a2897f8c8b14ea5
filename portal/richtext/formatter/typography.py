"""Setting Chinese text: full-width punctuation, curly quotes, no typed indents or stray spaces.

Each block is looked at as one string, across its inline elements, and changed character by
character, so that emphasis and links stay where they are.
"""

import re

BLOCKS = frozenset("p h2 h3 h4 li td th caption figcaption".split())
HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff〇]")
# Full-width punctuation and quotes count as Chinese context as well.
WIDE = re.compile("[\u3400-\u9fff\uf900-\ufaff〇，。；：？！、（）《》〈〉【】“”‘’…—〔〕％]")
PROTECTED = re.compile(
    r"(?:https?|ftp)://[\x21-\x7e]+|(?:www\.)[\w.-]+[\x21-\x7e]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
    re.ASCII,
)
FULL = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
# Full-width digits, letters and the per cent sign.
WIDE_ASCII = {
    code: chr(code - 0xFEE0)
    for code in (0xFF05, *range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
SPACES = "\u00a0\u2002\u2003\u2009\u3000\t\r\u2028\u2029"
DOC_YEAR = re.compile(r"(?<=[\u4e00-\u9fff])[\[［](20\d\d|19\d\d)[\]］](?=\s*第?\d+\s*号)")
OPENING = "（《【〔“‘"
PUNCTUATION = "，。；：？！、（）《》〈〉【】“”‘’…—〔〕"
# Stands for a line break or the edge of a block inside; no text holds it.
BREAK = "\ue000"


def set_text(root):
    """Rewrite the text of every block below ``root``."""
    for block in root.iter():
        if block.tag in BLOCKS:
            slots = list(_slots(block))
            _write(slots, transform("".join(text for _n, _a, text in slots)))


def _slots(block):
    """(node, "text" or "tail", string) of all text in ``block`` that is not in a block below it."""
    yield block, "text", block.text or ""
    for child in block:
        if child.tag not in BLOCKS and child.tag not in ("ul", "ol", "table", "figure"):
            if child.tag == "br":
                yield child, None, BREAK
            else:
                yield from _slots(child)
        else:
            yield child, None, BREAK
        yield child, "tail", child.tail or ""


def _write(slots, characters):
    position = 0
    for node, attribute, text in slots:
        piece = "".join(characters[position : position + len(text)])
        position += len(text)
        if attribute:
            setattr(node, attribute, piece)


def transform(text: str) -> list[str]:
    """The replacement of every character of ``text``: itself, another, or nothing."""
    text = _plain(text)
    characters = list(text)
    if HAN.search(text):
        safe = _protected(text)
        _doc_years(text, characters)
        _brackets(characters, safe)
        _marks(characters, safe)
        _quotes(characters, safe)
        _dashes(characters, safe)
    _spaces(characters, bool(HAN.search(text)))
    return characters


def _plain(text: str) -> str:
    """One kind of space, half-width letters and digits; the length does not change."""
    text = text.translate(WIDE_ASCII)
    return "".join(" " if character in SPACES else character for character in text)


def _protected(text: str) -> set[int]:
    """Positions inside addresses, which keep their punctuation."""
    return {place for match in PROTECTED.finditer(text) for place in range(*match.span())}


def _near(characters, place, step):
    """The nearest character before or after ``place`` that is no space ("" at the end)."""
    place += step
    while 0 <= place < len(characters) and characters[place] in ("", " ", "\n"):
        place += step
    return characters[place] if 0 <= place < len(characters) else ""


def _doc_years(text, characters):
    for match in DOC_YEAR.finditer(text):
        characters[match.start()], characters[match.end() - 1] = "〔", "〕"


def _brackets(characters, safe):
    """A pair of brackets is wide when what is in it or beside it is Chinese."""
    open_places = []
    for place, character in enumerate(characters):
        if place in safe or character not in "()（）":
            continue
        if character in "(（":
            open_places.append(place)
            continue
        if not open_places:
            if character == ")" and HAN.match(_near(characters, place, -1)):
                characters[place] = "）"
            continue
        start = open_places.pop()
        inside = "".join(characters[start + 1 : place])
        mixed = characters[start] == "（" or character == "）"
        if mixed or HAN.search(inside) or _is_beside_chinese(characters, start, place):
            characters[start], characters[place] = "（", "）"
    for start in open_places:
        if characters[start] == "(" and HAN.match(_near(characters, start, 1)):
            characters[start] = "（"


def _is_beside_chinese(characters, start, end) -> bool:
    before, after = _near(characters, start, -1), _near(characters, end, 1)
    # f(x) stays as it is, whatever follows.
    is_call = before.isascii() and before.isalnum()
    return bool(WIDE.match(before)) or (not is_call and bool(WIDE.match(after)))


def _marks(characters, safe):
    """Comma, semicolon, colon, question and exclamation mark, full stop next to Chinese."""
    for place, character in enumerate(characters):
        if place in safe:
            continue
        before, after = _near(characters, place, -1), _near(characters, place, 1)
        if character in FULL and _is_chinese_mark(character, before, after):
            characters[place] = FULL[character]
        elif character in ".．" and WIDE.match(before) and before not in "，；：、…—":
            if after in ("", BREAK, '"', "'") or WIDE.match(after):
                characters[place] = "。"
        elif character == "．" and before.isdigit():
            characters[place] = "."


def _is_chinese_mark(character, before, after) -> bool:
    if before.isdigit() and after.isdigit():
        return False
    if WIDE.match(before):
        return True
    # After a figure or a Latin word the mark belongs to the sentence that goes on in Chinese.
    return bool(before) and bool(WIDE.match(after)) and (before.isalnum() or before in "%)]\"'")


DOUBLE = '"“”'


def _quotes(characters, safe):
    """Straight or mispaired double quotes become “ and ” in turn; single ones next to Chinese too."""
    places = [
        place
        for place, character in enumerate(characters)
        if character in DOUBLE and place not in safe and not _is_inch(characters, place)
    ]
    if len(places) % 2 == 0:
        for number, place in enumerate(places):
            characters[place] = "”" if number % 2 else "“"
    else:
        for place in places:
            if characters[place] == '"':
                characters[place] = "“" if _opens(characters, place) else "”"
    singles = [i for i, c in enumerate(characters) if c == "'" and i not in safe]
    singles = [i for i in singles if not _is_apostrophe(characters, i)]
    if len(singles) % 2 == 0:
        for number, place in enumerate(singles):
            characters[place] = "’" if number % 2 else "‘"


def _is_inch(characters, place) -> bool:
    """5.5" is a measure when no quote is open; only straight marks directly behind a digit."""
    if characters[place] != '"' or place == 0 or not characters[place - 1].isdigit():
        return False
    return sum(character in DOUBLE for character in characters[:place]) % 2 == 0


def _opens(characters, place) -> bool:
    before = characters[place - 1] if place else ""
    return not before or before in f"{BREAK} \n，：:（(《—" or before in OPENING


def _is_apostrophe(characters, place) -> bool:
    before = characters[place - 1] if place else ""
    after = characters[place + 1] if place + 1 < len(characters) else ""
    return (
        before.isascii()
        and before.isalnum()
        and after.isascii()
        and (after.isalpha() or not after.strip())
    )


def _dashes(characters, safe):
    """... after Chinese becomes ……, -- between Chinese becomes ——."""
    text = "".join(character or " " for character in characters)
    for match in re.finditer(
        r"(?<=[\u3400-\u9fff，。”）])(\.{3,6}|。{3,6}|…)(?!…)|(?<=[\u3400-\u9fff”》）])-{2,4}", text
    ):
        if match.start() in safe or text[match.start() - 1] == "…":
            continue
        sign = "—" if text[match.start()] == "-" else "…"
        characters[match.start()] = sign * 2
        for place in range(match.start() + 1, match.end()):
            characters[place] = ""


def _spaces(characters, chinese):
    """One space where one is needed: none at the ends, beside wide punctuation, or where only the
    source's line was broken between two Chinese characters."""
    before, place = BREAK, 0
    while place < len(characters):
        end = place
        while end < len(characters) and characters[end] in ("", " ", "\n"):
            end += 1
        run, after = characters[place:end], characters[end][0] if end < len(characters) else BREAK
        if any(character in (" ", "\n") for character in run):
            characters[place:end] = [""] * len(run)
            if not _closes_up(before, after, " " in run, chinese):
                characters[end - 1] = " "
        if end < len(characters):
            before = characters[end][-1]
        place = end + 1


def _closes_up(before, after, typed, chinese) -> bool:
    """Whether nothing remains of a run of white space between these two characters."""
    if BREAK in (before, after):
        return True
    if not chinese:
        return False
    if before in PUNCTUATION or after in PUNCTUATION:
        return True
    return not typed and bool(HAN.match(before) and HAN.match(after))
