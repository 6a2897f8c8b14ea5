"""``manage.py makemessages``: Django's, which also knows our second name for ``gettext``."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    # Modules whose ``_`` is the lazy one call the immediate one ``_t``.
    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=_t"]
