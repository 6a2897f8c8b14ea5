"""Small building blocks of the public templates: icons, link attributes, query strings."""

import re
from urllib.parse import urlsplit

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

register = template.Library()

SPRITE = "img/icons/sprite.svg"
ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d+)?", re.IGNORECASE)
CHINESE_DIGITS = "〇一二三四五六七八九"


@register.simple_tag
def icon(name, css_class=""):
    """A decorative icon of the sprite; the text beside it must say what it means."""
    return format_html(
        '<svg class="i{}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        f" {css_class}" if css_class else "",
        static(SPRITE),
        name or "link",
    )


@register.simple_tag(takes_context=True)
def outside(context, url):
    """``url`` as the address a form is sent to; the page's policy then allows its host."""
    parts = urlsplit(url)
    request = context.get("request")
    if request and ORIGIN.fullmatch(f"{parts.scheme}://{parts.netloc}"):
        request.form_origin = f"{parts.scheme}://{parts.netloc}"
    return url


@register.simple_tag
def window(link):
    """``target`` for links the editor wants in a new window; pair it with ``window_hint``."""
    # A constant: nothing of the link is in it.
    return mark_safe(' target="_blank" rel="noopener"') if link.new_window else ""


@register.simple_tag
def window_hint(link):
    """What a screen reader adds to the name of a link that opens a new window."""
    if not link.new_window:
        return ""
    return format_html('<span class="vh">{}</span>', _("（新窗口打开）"))


@register.filter
def chinese_number(value):
    """1 to 99 as headings count them: 一, 十, 十二, 二十一. Anything else comes back unchanged."""
    try:
        tens, ones = divmod(int(value), 10)
    except (TypeError, ValueError):
        return value
    if not 1 <= tens * 10 + ones <= 99:
        return value
    head = "" if not tens else ("十" if tens == 1 else CHINESE_DIGITS[tens] + "十")
    return head + (CHINESE_DIGITS[ones] if ones or not head else "")
