"""Three groups to begin with. Made once: staff may rename, change or delete them afterwards."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

SITE = {
    "news": ["homeblock", "source"],
    "portal": [
        "department",
        "link",
        "linkgroup",
        "mourningperiod",
        "person",
        "picture",
        "siteidentity",
    ],
}
GROUPS = {
    "编辑": ["write_everywhere"],
    "发布": ["publish_everywhere"],
    "管理员": ["manage_tree"],
}


def fill(groups, permissions):
    """Make the groups; ``groups`` and ``permissions`` are querysets of the models to use."""
    for name, codenames in GROUPS.items():
        group = groups.create(name=name)
        group.permissions.set(
            permissions.filter(content_type__app_label="navigation", codename__in=codenames)
        )
    for app, models in SITE.items():
        group.permissions.add(
            *permissions.filter(content_type__app_label=app, content_type__model__in=models)
        )


def make_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    group_model = apps.get_model("auth", "Group")
    if group_model.objects.using(alias).exists():
        return
    # Permissions are otherwise made after the last migration, too late for this one.
    for app in ("navigation", "news", "portal"):
        config = apps.get_app_config(app)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0, using=alias)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    fill(group_model.objects.using(alias), permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0001_initial"),
        ("navigation", "0002_rights_everywhere"),
        ("portal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
