"""System checks of the section tree; everything in the database is for ``check_sections``."""

from django.core.checks import Error, Tags, Warning, register
from django.db import connections

from navigation import kinds


@register(Tags.urls)
def check_kinds(app_configs, **kwargs):
    """E001: a kind names a view that cannot be imported. W001: a kind cannot count its articles."""
    messages = []
    for kind in kinds.all_kinds():
        try:
            kind.get_view()
        except ImportError as error:
            messages.append(
                Error(
                    f"The view of section kind {kind.name!r} cannot be imported: {error}",
                    hint="Every section of this kind would answer with an error.",
                    id="navigation.E001",
                )
            )
        if kind.holds_articles and kind.content_count is None:
            messages.append(
                Warning(
                    f"Section kind {kind.name!r} holds articles but has no content_count.",
                    hint="Its sections could be deleted while articles stand in them.",
                    id="navigation.W001",
                )
            )
    return messages


@register(Tags.compatibility)
def check_database(app_configs, **kwargs):
    """E002: the tree lock rests on transactions that begin IMMEDIATE, or on PostgreSQL."""
    connection = connections["default"]
    if connection.vendor == "postgresql":
        return []
    mode = connection.settings_dict.get("OPTIONS", {}).get("transaction_mode") or ""
    if connection.vendor == "sqlite" and mode.upper() in {"IMMEDIATE", "EXCLUSIVE"}:
        return []
    return [
        Error(
            "Writers of the section tree cannot take turns on this database.",
            hint="Use PostgreSQL, or SQLite with OPTIONS['transaction_mode'] = 'IMMEDIATE'.",
            id="navigation.E002",
        )
    ]
