"""Models whose every page is a view of their own: Django's forms add, change and delete nothing."""

from collections.abc import Callable, Iterable
from typing import ClassVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import path

from portal.admin.base import ReadOnly


class OwnPagesAdmin(ReadOnly, admin.ModelAdmin):
    """``may_see(user)`` opens the list and the line in the menu; the other pages ask for themselves.

    A subclass names its pages in :meth:`own_pages` and writes ``changelist_view``.
    """

    may_see: ClassVar[Callable]
    folder: ClassVar[str]

    def own_pages(self) -> Iterable[tuple[str, Callable, str]]:
        """(route, view, name) of every page but the list."""
        raise NotImplementedError

    def has_module_permission(self, request):
        return self.may_see(request.user)

    def has_view_permission(self, request, obj=None):
        return self.may_see(request.user)

    def get_urls(self):
        return [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"{self.opts.app_label}_{self.opts.model_name}_{name}",
            )
            for route, view, name in (("", self._list, "changelist"), *self.own_pages())
        ]

    def _list(self, request):
        if not self.may_see(request.user):
            raise PermissionDenied
        return self.changelist_view(request)

    def page(self, request, template: str, context: dict):
        """A page of ``folder`` in the frame of the staff site."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(self.opts.verbose_name),
            **context,
        }
        return render(request, f"{self.folder}/{template}", context)
