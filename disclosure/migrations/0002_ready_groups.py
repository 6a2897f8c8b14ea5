"""A group for each role of the desk. Made once: staff may rename, change or delete them afterwards."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

REVEAL = ("portal", "reveal_personal_data")
VIEW = ("disclosure", "view_case")
SETTINGS = [("disclosure", "change_desksettings"), ("disclosure", "view_desksettings")]
GROUPS = {
    "受理岗": [("disclosure", "intake_case"), VIEW, REVEAL],
    "承办部门": [("disclosure", "contribute_case"), VIEW],
    "审核岗": [("disclosure", "review_case"), VIEW],
    "信息公开负责人": [("disclosure", "head_case"), VIEW, REVEAL, *SETTINGS],
    "审计员": [("disclosure", "audit_case"), ("portal", "view_auditevent")],
}


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Permissions are otherwise made after the last migration, too late for this one.
    for app in ("disclosure", "portal"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=alias)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    groups = apps.get_model("auth", "Group").objects.using(alias)
    for name, wanted in GROUPS.items():
        group, is_new = groups.get_or_create(name=name)
        if is_new:
            for app, codename in wanted:
                group.permissions.add(
                    permissions.get(content_type__app_label=app, codename=codename)
                )


class Migration(migrations.Migration):
    dependencies = [
        ("disclosure", "0001_initial"),
        ("news", "0002_ready_groups"),
        ("portal", "0004_audit"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
