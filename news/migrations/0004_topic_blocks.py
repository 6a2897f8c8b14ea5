"""Topic pages become a list of blocks.

数说, 问答 and 大事记 leave the topic's own columns, columns of articles become blocks, and both take
the places they had on the page. The way back keeps all a topic could hold before; further kinds of
blocks (图片列表, 图文, 链接) have no place there and are lost.
"""

import django.db.models.deletion
import mptt.fields
from django.db import migrations, models
from django.db.models import F

import portal.colours
import portal.richtext.fields
import portal.urls_field

# Old column → kind and title of its block, then the parts of a row and where they go.
LISTS = {
    "facts": ("facts", "数说", {"value": "term", "unit": "unit", "label": "text"}),
    "qa": ("qa", "解读", {"q": "term", "a": "text"}),
    "timeline": ("timeline", "大事记", {"date": "term", "text": "text"}),
}


def to_blocks(apps, schema_editor):
    alias = schema_editor.connection.alias
    for topic in apps.get_model("news", "Topic").objects.using(alias).order_by("pk"):
        _arrange(apps, alias, topic)
    # Permissions under the old name mean nothing any more; new ones are made after migrating.
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    permissions.filter(codename__endswith="_topiccolumn").delete()
    # PostgreSQL alters no table while deferred checks of its foreign keys are waiting.
    schema_editor.connection.check_constraints()


def _arrange(apps, alias, topic):
    """The blocks of ``topic`` in the order its page had: 要闻, the three lists, 卡片."""
    columns = list(topic.blocks.using(alias).order_by("position", "pk"))
    for block in columns:
        _items(apps, alias, block, [{"article": a} for a in block.articles.using(alias).all()])
    lists = [_from_list(apps, alias, topic, name) for name in LISTS if getattr(topic, name)]
    news = [block for block in columns if block.kind == "news"]
    others = [block for block in columns if block.kind != "news"]
    for number, block in enumerate([*news, *lists, *others], start=1):
        block.position = number * 10
        block.save(using=alias, update_fields=["position"])


def _from_list(apps, alias, topic, name):
    kind, title, parts = LISTS[name]
    block = apps.get_model("news", "TopicBlock")(
        topic=topic,
        kind=kind,
        title=title,
        width="full" if kind == "facts" else "half",
        note=topic.facts_note if kind == "facts" else "",
    )
    block.save(using=alias)
    rows = [
        {new: str(row.get(old, "")) for old, new in parts.items()} for row in getattr(topic, name)
    ]
    _items(
        apps, alias, block, [{**row, "position": n * 10} for n, row in enumerate(rows, start=1)]
    )
    return block


def _items(apps, alias, block, rows):
    item = apps.get_model("news", "TopicItem")
    item.objects.using(alias).bulk_create(item(block=block, **row) for row in rows)


def to_columns(apps, schema_editor):
    alias = schema_editor.connection.alias
    for topic in apps.get_model("news", "Topic").objects.using(alias).order_by("pk"):
        for block in topic.blocks.using(alias).order_by("position", "pk"):
            _take_back(alias, topic, block)
        topic.save(using=alias)
    schema_editor.connection.check_constraints()


def _take_back(alias, topic, block):
    if block.kind in ("news", "cards", "list"):
        chosen = block.items.using(alias).exclude(article=None).values_list("article_id", flat=True)
        block.articles.set(chosen)
        block.kind = "cards" if block.kind == "cards" else "news"
        block.save(using=alias, update_fields=["kind"])
        return
    if block.kind in LISTS:
        parts = LISTS[block.kind][2]
        items = block.items.using(alias).order_by(F("position").asc(nulls_last=True), "pk")
        getattr(topic, block.kind).extend(
            {old: getattr(item, new) for old, new in parts.items()} for item in items
        )
        topic.facts_note = topic.facts_note or block.note
    block.delete(using=alias)


class Migration(migrations.Migration):
    dependencies = [
        ("news", "0003_attachment_text"),
        ("navigation", "0002_rights_everywhere"),
        ("portal", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RenameModel("TopicColumn", "TopicBlock"),
        migrations.RenameField("topicblock", "style", "kind"),
        migrations.AlterField(
            "topicblock",
            "kind",
            models.CharField(choices=[('news', '要闻（大图加列表）'), ('cards', '卡片'), ('list', '列表'), ('gallery', '图片列表'), ('facts', '数说'), ('qa', '问答'), ('timeline', '大事记'), ('text', '图文'), ('links', '链接')], default='news', max_length=8, verbose_name='类型'),
        ),
        migrations.AlterField(
            "topicblock",
            "topic",
            models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='news.topic', verbose_name='专题'),
        ),
        migrations.AlterField(
            "topicblock",
            "section",
            mptt.fields.TreeForeignKey(blank=True, help_text='选择后自动显示该栏目的最新文章；不选则显示指定的文章。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='navigation.section', verbose_name='取自栏目'),
        ),
        migrations.AlterField(
            "topicblock",
            "count",
            models.PositiveSmallIntegerField(default=11, help_text='专题页上最多显示几条，其余在“更多”里。', verbose_name='条数'),
        ),
        migrations.AddField(
            "topicblock",
            "in_anchors",
            models.BooleanField(default=True, help_text='导航条在横幅下方，点击跳到本板块。', verbose_name='放入导航条'),
        ),
        migrations.AddField(
            "topicblock",
            "width",
            models.CharField(choices=[('full', '整行'), ('half', '半行')], default='full', help_text='相邻的两个半行板块并排显示；单独一个半行板块占满整行。', max_length=4, verbose_name='宽度'),
        ),
        migrations.AddField(
            "topicblock", "is_visible", models.BooleanField(default=True, verbose_name='显示')
        ),
        migrations.AddField(
            "topicblock",
            "body",
            portal.richtext.fields.HtmlField(blank=True, default='', verbose_name='内容'),
            preserve_default=False,
        ),
        migrations.AddField(
            "topicblock",
            "note",
            models.CharField(blank=True, help_text='如“数据截至2026年10月31日”。', max_length=120, verbose_name='数据说明'),
        ),
        migrations.AddField(
            "topic",
            "accent",
            models.CharField(blank=True, help_text='用于标题线、数字和大事记。系统按明暗界面自动调深或调浅，保证看得清。', max_length=7, validators=[portal.colours.validate_colour], verbose_name='自选颜色'),
        ),
        migrations.CreateModel(
            name='TopicItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('term', models.CharField(blank=True, max_length=600, verbose_name='标题')),
                ('unit', models.CharField(blank=True, max_length=40, verbose_name='单位')),
                ('text', models.TextField(blank=True, verbose_name='文字')),
                ('url', portal.urls_field.LinkField(blank=True, max_length=500, verbose_name='网址')),
                ('position', models.PositiveIntegerField(blank=True, null=True, verbose_name='顺序')),
                ('article', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='topic_items', to='news.article', verbose_name='文章')),
                ('block', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='items', to='news.topicblock', verbose_name='板块')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='portal.picture', verbose_name='图片')),
            ],
            options={
                'verbose_name': '专题板块的条目',
                'verbose_name_plural': '专题板块的条目',
                'ordering': [models.OrderBy(models.F('position'), nulls_last=True), 'pk'],
                'constraints': [models.UniqueConstraint(fields=('block', 'article'), name='one_item_per_article')],
            },
        ),
        migrations.RunPython(to_blocks, to_columns),
        migrations.RemoveField("topic", "facts"),
        migrations.RemoveField("topic", "facts_note"),
        migrations.RemoveField("topic", "qa"),
        migrations.RemoveField("topic", "timeline"),
        migrations.RemoveField("topicblock", "articles"),
    ]
