"""How texts of a record are put together."""


def joined(*parts) -> str:
    """Those that are not empty, with spaces between them."""
    return " ".join(part for part in parts if part)
