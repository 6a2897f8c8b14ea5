"""Pages of the staff site that belong to no model: rooms above register theirs here.

A page has an address below ``/admin/``, a line in the menu of the 工作台 for those who may open it,
and answers everybody else with 403, whatever its view does.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.core.exceptions import PermissionDenied


@dataclass(frozen=True)
class AdminPage:
    """``allowed(user)`` decides who opens it. With a ``label`` it is in the menu, where
    :data:`portal.admin_site.MENU` names it."""

    name: str
    route: str
    view: Callable
    allowed: Callable
    label: str = ""


_pages: dict[str, AdminPage] = {}


def register_page(page: AdminPage) -> AdminPage:
    """Add ``page``; a second one of the same name replaces the first. Call it while admin modules
    are loaded: addresses are made once."""
    _pages[page.name] = page
    return page


def all_pages() -> list[AdminPage]:
    return list(_pages.values())


def guarded(page: AdminPage):
    """The page's view, behind its own door."""

    @wraps(page.view)
    def opened(request, *args, **kwargs):
        if not page.allowed(request.user):
            raise PermissionDenied
        return page.view(request, *args, **kwargs)

    return opened
