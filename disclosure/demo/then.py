"""Letting the desk believe that it is an earlier day, for the demo only.

The desk's own modules are given another ``timezone``; everything below them stays in the present.
So the audit log tells the truth: it says when the demo was loaded.
"""

import sys
from contextlib import contextmanager
from datetime import datetime

from django.db.models.signals import pre_save
from django.utils import timezone

APP = "disclosure"


class _Then:
    """Stands for ``django.utils.timezone`` while it is another moment."""

    def __init__(self):
        self.moment = timezone.now()

    def now(self) -> datetime:
        return self.moment

    def localdate(self, value=None, tz=None):
        return timezone.localdate(value or self.moment, tz)

    def localtime(self, value=None, tz=None):
        return timezone.localtime(value or self.moment, tz)

    def __getattr__(self, name):
        return getattr(timezone, name)


@contextmanager
def elsewhen():
    """``with elsewhen() as then: then.moment = …``: what the desk does now, it does at that moment."""
    then = _Then()
    here = [
        module
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == APP
        and name != __name__
        and getattr(module, "timezone", None) is timezone
    ]

    def date_new_rows(sender, instance, **kwargs):
        # Defaults of columns hold the real clock itself.
        if sender._meta.app_label == APP and instance._state.adding:
            for field in sender._meta.concrete_fields:
                if field.default is timezone.now:
                    setattr(instance, field.attname, then.moment)

    pre_save.connect(date_new_rows, weak=False)
    for module in here:
        module.timezone = then
    try:
        yield then
    finally:
        for module in here:
            module.timezone = timezone
        pre_save.disconnect(date_new_rows)
