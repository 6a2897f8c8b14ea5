"""Numbers out of addresses and forms."""


def plain_number(text: str | None, digits: int = 9) -> int | None:
    """The number in ``text`` if it is nothing but at most so many digits; else as if nothing stood
    there. Nine digits fit every column, eighteen those of keys."""
    if text and text.isascii() and text.isdigit() and len(text) <= digits:
        return int(text)
    return None
