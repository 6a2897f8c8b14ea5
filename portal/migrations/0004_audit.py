"""The audit log, and the triggers that keep it append-only."""

from django.db import migrations, models

from portal.audit import triggers


def lay(apps, schema_editor):
    triggers.lay(schema_editor.connection)


def lift(apps, schema_editor):
    triggers.lift(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('portal', '0003_workdays'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(db_index=True, verbose_name='时间')),
                ('actor_kind', models.CharField(choices=[('user', '工作人员'), ('applicant', '申请人'), ('system', '系统')], max_length=9, verbose_name='操作者类别')),
                ('user_id', models.BigIntegerField(null=True, verbose_name='用户编号')),
                ('actor', models.CharField(max_length=200, verbose_name='操作者')),
                ('ip', models.CharField(blank=True, max_length=45, verbose_name='来源地址')),
                ('verb', models.CharField(max_length=40, verbose_name='操作')),
                ('object_type', models.CharField(max_length=100, verbose_name='对象类型')),
                ('object_id', models.CharField(blank=True, max_length=64, verbose_name='对象编号')),
                ('object_label', models.CharField(max_length=200, verbose_name='对象')),
                ('part', models.CharField(blank=True, max_length=200, verbose_name='内容项')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='理由')),
                ('success', models.BooleanField(default=True, verbose_name='是否允许')),
                ('previous', models.CharField(blank=True, max_length=64, unique=True, verbose_name='前一条的校验码')),
                ('mac', models.CharField(max_length=64, unique=True, verbose_name='校验码')),
            ],
            options={
                'verbose_name': '审计记录',
                'verbose_name_plural': '审计记录',
                'ordering': ['-pk'],
                'permissions': [('reveal_personal_data', '可以查看个人信息原文（须填写理由，逐次留痕）')],
                'default_permissions': ['view'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['object_type', 'object_id'], name='audit_object'), models.Index(fields=['user_id'], name='audit_user')],
            },
        ),
        migrations.RunPython(lay, lift),
    ]
