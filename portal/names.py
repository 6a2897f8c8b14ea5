"""What people who work here are called on pages, in letters and in records."""


def name_of(user) -> str:
    """What colleagues call a user: 李敏, Ann Lee, or the name they sign in with; "" for nobody."""
    if user is None:
        return ""
    first, last = user.first_name.strip(), user.last_name.strip()
    full = f"{first} {last}".strip() if f"{first}{last}".isascii() else f"{last}{first}"
    return full or user.get_username()
