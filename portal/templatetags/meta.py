"""``{% page_meta %}`` for the head of a page, ``{% correction_link %}`` for its foot."""

from django import template

from portal import jsonld
from portal.meta import Head, PageMeta

register = template.Library()


def _head(context) -> Head:
    return Head(context["request"], context["site"], context.get("meta") or PageMeta())


@register.inclusion_tag("includes/meta.html", takes_context=True)
def page_meta(context):
    """All that the view's ``meta`` says, and what every page says of the site."""
    head = _head(context)
    return {"head": head, "json_ld": jsonld.script(head)}


@register.simple_tag(takes_context=True)
def correction_link(context):
    """Where a reader reports a fault of this very page; "" when the site has no such place."""
    return context["site"].correction_link(_head(context).address)
