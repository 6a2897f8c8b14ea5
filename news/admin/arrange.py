"""Pages made of blocks: the list of blocks is put in order by dragging, or with buttons."""

import json

from django.contrib import admin, messages
from django.http import HttpResponseBadRequest, HttpResponseRedirect, JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from news.pages import whole_number
from news.services import blocks
from portal.admin.base import PositionedAdmin

STEPS = {
    "up": (blocks.move_up, _("“%s”已上移。")),
    "down": (blocks.move_down, _("“%s”已下移。")),
    "toggle": (blocks.toggle, ""),
}
ARRANGING = ["shown", "place"]


class ArrangedAdmin(PositionedAdmin):
    """Ordered blocks with ``is_visible``; subclasses name which of them share one order."""

    list_per_page = 200
    ordering = ["position", "pk"]

    class Media:
        css = {"all": ["admin-news/arrange.css"]}
        js = ["admin-news/arrange.js"]

    def rows_beside(self, request, pk):
        """The blocks in one order with block ``pk``; ``PermissionDenied`` for whoever may not."""
        raise NotImplementedError

    def may_arrange(self, request):
        """Whether the list offers the buttons."""
        return self.has_change_permission(request)

    def list_address(self, pk):
        """The page on which block ``pk`` is arranged; ``None`` stands for no block."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def get_list_display(self, request):
        names = super().get_list_display(request)
        return names if self.may_arrange(request) else [n for n in names if n not in ARRANGING]

    @admin.display(description=_("板块"))
    def block_name(self, obj):
        return str(obj)

    @admin.display(description=_("显示"))
    def shown(self, obj):
        label = _("隐藏") if obj.is_visible else _("显示")
        state = _("显示中") if obj.is_visible else _("已隐藏")
        return format_html(
            '{} <button class="small" name="toggle" value="{}" formaction="arrange/" '
            'aria-label="{}“{}”">{}</button>',
            state,
            obj.pk,
            label,
            self.block_name(obj),
            label,
        )

    @admin.display(description=_("顺序"))
    def place(self, obj):
        name = self.block_name(obj)
        return format_html(
            '<span class="grip" id="place-{0}" data-block="{0}" aria-hidden="true">⠿</span>'
            '<button class="small" name="up" value="{0}" formaction="arrange/" aria-label="{1}">↑</button>'
            '<button class="small" name="down" value="{0}" formaction="arrange/" aria-label="{2}">↓</button>',
            obj.pk,
            _("上移“%s”") % name,
            _("下移“%s”") % name,
        )

    def get_urls(self):
        arrange = self.admin_site.admin_view(require_POST(self.arrange))
        name = f"{self.opts.app_label}_{self.opts.model_name}_arrange"
        return [path("arrange/", arrange, name=name), *super().get_urls()]

    def arrange(self, request):
        """One step up or down, show or hide, or a whole new order from dragging."""
        if request.content_type == "application/json":
            return self._reorder(request)
        for name, (step, message) in STEPS.items():
            pk = whole_number(request.POST.get(name))
            if pk:
                rows = self.rows_beside(request, pk)
                step(rows, pk)
                if block := rows.filter(pk=pk).first():
                    shown = _("“%s”现在显示在网页上。") if block.is_visible else _("“%s”已隐藏。")
                    messages.success(request, (message or shown) % self.block_name(block))
                # Whoever works with the keyboard goes on where the block stands now.
                return HttpResponseRedirect(f"{self.list_address(pk)}#place-{pk}")
        return HttpResponseRedirect(self.list_address(None))

    def _reorder(self, request):
        try:
            order = [int(pk) for pk in json.loads(request.body)["order"]]
            rows = self.rows_beside(request, order[0])
        # RecursionError: brackets nested thousands deep.
        except (ValueError, LookupError, TypeError, OverflowError, RecursionError):
            return HttpResponseBadRequest()
        blocks.reorder(rows, order)
        return JsonResponse({"ok": True})
