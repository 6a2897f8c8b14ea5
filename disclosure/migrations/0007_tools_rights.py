"""Rights the ready groups need for the pages of this release. Groups that were renamed or deleted
are left alone; nothing is taken from anybody."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

MEMBERS = [f"disclosure.{action}_departmentmember" for action in ("add", "change", "delete", "view")]
LOOK = [
    "disclosure.view_outgoingmail",
    "disclosure.view_privacynotice",
    "disclosure.view_satisfaction",
]
GROUPS = {
    "受理岗": [*LOOK, "disclosure.view_desksettings", "disclosure.view_departmentmember"],
    "信息公开负责人": [*LOOK, *MEMBERS],
    # The working-day calendar came after this group was made.
    "管理员": ["portal.add_calendarversion", "portal.view_calendarversion"],
    "审计员": ["portal.view_auditevent"],
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are otherwise made after the last migration, too late for this one.
    for app in ("disclosure", "portal"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=alias)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name__in=GROUPS):
        for wanted in GROUPS[group.name]:
            app, _dot, codename = wanted.partition(".")
            found = permissions.filter(content_type__app_label=app, codename=codename)
            group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0006_calendar_feeds"),
        ("news", "0002_ready_groups"),
        ("portal", "0004_audit"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
