"""The variable ``nav``: the menus of the page frame."""

from django.utils.functional import SimpleLazyObject

from navigation.menus import Nav


def nav(request):
    return {"nav": SimpleLazyObject(lambda: Nav(request))}
