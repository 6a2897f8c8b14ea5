
import disclosure.catalogue.numbers
import django.core.validators
import django.db.models.deletion
import mptt.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0002_ready_groups'),
        ('navigation', '0003_section_keywords'),
        ('news', '0005_documents'),
    ]

    operations = [
        migrations.CreateModel(
            name='IndexCounter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'verbose_name': '索引号计数',
                'verbose_name_plural': '索引号计数',
            },
        ),
        migrations.CreateModel(
            name='CatalogueCategory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, verbose_name='名称')),
                ('code', models.CharField(blank=True, help_text='索引号格式里有{category}时使用，如“0102”；下级分类留空则用上级的代码。', max_length=8, validators=[django.core.validators.RegexValidator('\\A[0-9A-Z]*\\Z', '只能用大写字母和数字。', 'invalid')], verbose_name='分类代码')),
                ('position', models.PositiveIntegerField(default=0, help_text='从小到大排列，留0则排在最后。', verbose_name='顺序')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='children', to='disclosure.cataloguecategory', verbose_name='上级分类')),
                ('sections', models.ManyToManyField(blank=True, help_text='在这些栏目及其下级栏目发布的文章，自动编入本分类并编制索引号。', related_name='catalogue_categories', to='navigation.section', verbose_name='自动编入的栏目')),
            ],
            options={
                'verbose_name': '目录分类',
                'verbose_name_plural': '目录分类',
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='CatalogueEntry',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='catalogue_entry', serialize=False, to='news.article', verbose_name='文章')),
                ('is_listed', models.BooleanField(default=True, help_text='发布后编制索引号并列入目录。取消勾选只是不再列出，已有的索引号保留不变。', verbose_name='列入信息公开目录')),
                ('index_number', models.CharField(editable=False, max_length=40, null=True, unique=True, verbose_name='索引号')),
                ('year', models.PositiveSmallIntegerField(editable=False, null=True)),
                ('serial', models.PositiveIntegerField(editable=False, null=True)),
                ('genre', models.CharField(blank=True, choices=[('rules', '规定'), ('measures', '办法、措施'), ('details', '细则'), ('norms', '规则、规范'), ('opinion', '意见'), ('notice', '通知'), ('circular', '通报'), ('decision', '决定'), ('announcement', '公告、通告'), ('report', '报告'), ('reply', '批复'), ('letter', '函'), ('minutes', '纪要'), ('plan', '规划、计划、方案'), ('guide', '指南、目录'), ('other', '其他')], help_text='留空则按标题的最后几个字判断。', max_length=12, verbose_name='文种')),
                ('way', models.CharField(choices=[('proactive', '主动公开'), ('request', '依申请公开')], default='proactive', max_length=10, verbose_name='公开方式')),
                ('abstract', models.TextField(blank=True, help_text='留空则用文章的摘要。', max_length=300, verbose_name='内容概述')),
                ('formed_on', models.DateField(blank=True, help_text='留空则用文件的成文日期；不是文件的，用发布日期。', null=True, verbose_name='生成日期')),
                ('requests_answered', models.PositiveIntegerField(default=0, help_text='因申请而提供过这份信息的次数。', verbose_name='应申请公开次数')),
                ('request_note', models.CharField(blank=True, help_text='显示在次数之后。', max_length=100, verbose_name='应申请公开说明')),
                ('status', models.CharField(choices=[('draft', '草稿'), ('review', '待审'), ('published', '发布'), ('withdrawn', '撤回')], editable=False, max_length=10)),
                ('published_at', models.DateTimeField(editable=False)),
                ('expires_at', models.DateTimeField(editable=False, null=True)),
                ('words', models.TextField(editable=False)),
                ('number_key', models.CharField(editable=False, max_length=150)),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='disclosure.cataloguecategory', verbose_name='目录分类')),
            ],
            options={
                'verbose_name': '信息公开目录条目',
                'verbose_name_plural': '信息公开目录条目',
            },
        ),
        migrations.CreateModel(
            name='CatalogueSettings',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('prefix', models.CharField(blank=True, help_text='9位组织机构代码，即统一社会信用代码的第9至17位，也可以填写18位统一社会信用代码；使用自定格式的单位填写自己的代码。更改后只影响以后的索引号。', max_length=18, validators=[django.core.validators.RegexValidator('\\A[0-9A-Z-]*\\Z', '只能用大写字母、数字和短横线“-”。', 'invalid')], verbose_name='单位代码')),
                ('pattern', models.CharField(default='{prefix}/{year}-{serial}', help_text='{prefix}单位代码、{category}分类代码、{year}年份、{serial}顺序号。国家规定的写法是“{prefix}/{year}-{serial}”；自定格式如“{prefix}-{category}-{year}-{serial}”。', max_length=60, validators=[disclosure.catalogue.numbers.check_pattern], verbose_name='索引号格式')),
                ('width', models.PositiveSmallIntegerField(choices=[(4, '4位'), (5, '5位'), (6, '6位')], default=5, help_text='每年从1开始连续编号，位数不够时在前面补0。', verbose_name='顺序号位数')),
                ('note', models.CharField(blank=True, help_text='显示在上面的提示之后。', max_length=300, verbose_name='目录下方的说明')),
                ('application_section', mptt.fields.TreeForeignKey(blank=True, help_text='选择后，目录下方的提示里会有指向它的链接。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='navigation.section', verbose_name='信息公开申请')),
                ('guide_section', mptt.fields.TreeForeignKey(blank=True, help_text='选择后，目录下方的提示里会有指向它的链接。', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='navigation.section', verbose_name='信息公开指南')),
            ],
            options={
                'verbose_name': '信息公开目录设置',
                'verbose_name_plural': '信息公开目录设置',
            },
        ),
        migrations.AddConstraint(
            model_name='cataloguecategory',
            constraint=models.UniqueConstraint(condition=models.Q(('parent', None)), fields=('name',), name='one_top_catalogue_category'),
        ),
        migrations.AddConstraint(
            model_name='cataloguecategory',
            constraint=models.UniqueConstraint(fields=('parent', 'name'), name='one_catalogue_category'),
        ),
        migrations.AddIndex(
            model_name='catalogueentry',
            index=models.Index(fields=['status', '-published_at', '-article', 'expires_at'], name='entry_published'),
        ),
        migrations.AddIndex(
            model_name='catalogueentry',
            index=models.Index(fields=['status', '-year', '-serial', 'published_at', 'expires_at'], name='entry_index_number'),
        ),
        migrations.AddIndex(
            model_name='catalogueentry',
            index=models.Index(fields=['category', 'status', '-published_at', '-article', 'expires_at'], name='entry_category'),
        ),
        migrations.AddIndex(
            model_name='catalogueentry',
            index=models.Index(fields=['genre', 'status', '-published_at', '-article', 'expires_at'], name='entry_genre'),
        ),
        migrations.AddConstraint(
            model_name='catalogueentry',
            constraint=models.UniqueConstraint(fields=('year', 'serial'), name='one_serial_a_year'),
        ),
    ]
