"""Addresses an editor may type: http(s), mailto, tel, or a path on this site. Never javascript:."""

import re

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

# A path must not start with "//": browsers read that as another host.
LINK_PATTERN = re.compile(r"^(https?://[^\s]+|mailto:[^\s]+|tel:[+\d -]+|/(?!/)[^\s\\]*|#[\w-]+)$")

validate_link = RegexValidator(
    LINK_PATTERN,
    _("请输入以 http:// 或 https:// 开头的网址，或以 / 开头的站内路径。"),
    "invalid_link",
)


class LinkField(models.CharField):
    """A link target, checked by :data:`validate_link`; at most 500 characters."""

    default_validators = [validate_link]

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 500)
        super().__init__(*args, **kwargs)
