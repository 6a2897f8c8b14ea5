"""Marks views whose pages are the same for everyone, so that the page cache may keep them."""

from functools import wraps


def public_page(view):
    """Mark the view's responses as cacheable for every visitor.

    Such a view must not read cookies, the session or the user, and its template must not hold a
    CSRF token. A view that finds itself answering for one person sets
    ``response.public_page = False``.
    """

    @wraps(view)
    def wrapped(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if not hasattr(response, "public_page"):
            response.public_page = True
        return response

    return wrapped
