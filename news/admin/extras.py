"""What rooms above add to the article's staff pages: parts of the form, actions of the list."""

_inlines: list[type] = []
_actions: list = []


def register_inline(inline):
    """Add an inline below the attachments; its rights are its own affair."""
    _inlines.append(inline)
    return inline


def register_action(action):
    """Add an action of the list: a function decorated with ``admin.action``."""
    _actions.append(action)
    return action


def inlines() -> list[type]:
    return list(_inlines)


def actions() -> list:
    return list(_actions)
