"""The records people can find (``portal.search.sources``): this room's and the ground floor's."""

from django.db.models import Prefetch
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from navigation.models import Section
from navigation.tree import get_tree
from news import extras
from news.models import Article, Attachment, Document, Topic, TopicBlock, TopicItem
from news.search import section_path
from portal.models import Department, Person
from portal.richtext.plain import one_line, plain_text
from portal.search.sources import Findable, Hit, Source, refresh, register


def _join(*parts) -> str:
    return " ".join(part for part in parts if part)


# --- Articles ---------------------------------------------------------------------------------
def _article_text(article) -> str:
    """The text, before it the number people may have asked for."""
    line = _line(_("发文字号"), article.doc_number) if article.doc_number else ""
    return line + (plain_text(article.body) or article.summary)


def _shown_text(article) -> str:
    """What a result shows a piece of.

    The numbers that rooms above know stand in the index as titles only: in front of the text they
    would push what it begins with out of its first hundred characters, which count for more.
    """
    lines = (_line(label, number) for label, number in extras.numbers_of(article))
    return "".join(lines) + _article_text(article)


def _line(label, number) -> str:
    return _("%(label)s：%(number)s。") % {"label": label, "number": number}


def _article(article):
    if article.status != Article.Status.PUBLISHED:
        return None
    document = getattr(article, "document", None)
    issuer = document.issuer if document else ""
    aside = _join(article.short_title, article.kicker, article.author, article.keywords, issuer)
    numbers = (number for _label, number in extras.numbers_of(article))
    return Findable(
        titles=(article.title, article.subtitle, article.doc_number, *numbers),
        body=_join(_article_text(article), aside),
        visible_from=article.published_at,
        visible_until=article.expires_at,
        section_id=article.section_id,
        words=tuple(article.keywords_list),
    )


def _article_hits(ids):
    articles = Article.objects.select_related(*extras.related_names()).filter(pk__in=ids)
    return {
        article.pk: Hit(
            title=article.title,
            url=article.url,
            text=_shown_text(article),
            path=section_path(article.section_id),
            date=article.published_at,
        )
        for article in articles
    }


def _attachments():
    # The default manager leaves the text out.
    return Attachment.objects.defer(None).select_related("article").defer("article__body")


def _attachment(attachment):
    article = attachment.article
    if article.status != Article.Status.PUBLISHED:
        return None
    return Findable(
        titles=(attachment.title,),
        body=attachment.text,
        visible_from=article.published_at,
        visible_until=article.expires_at,
        section_id=article.section_id,
        owner_id=article.pk,
    )


def _attachment_hits(ids):
    return {
        attachment.pk: Hit(
            title=attachment.title,
            url=attachment.url,
            text=attachment.text or attachment.article.title,
            path=(*section_path(attachment.article.section_id), attachment.article.list_title),
            date=attachment.article.published_at,
            label=attachment.type_label,
        )
        for attachment in _attachments().filter(pk__in=ids)
    }


@receiver(post_save, sender=Article, dispatch_uid="search-files-of-article")
def refresh_files(sender, instance, raw=False, created=False, **kwargs):
    """Files are found exactly while their article is."""
    ids = [] if raw or created else instance.attachments.values_list("pk", flat=True)
    if ids:
        refresh("attachment", ids)


@receiver([post_save, post_delete], sender=Document, dispatch_uid="search-article-of-document")
def refresh_article(sender, instance, raw=False, **kwargs):
    """An official document is found by who issued it."""
    if not raw:
        refresh("article", [instance.pk])


# --- Topics and sections ----------------------------------------------------------------------
def _topics():
    shown = Prefetch("blocks", TopicBlock.objects.filter(is_visible=True))
    return Topic.objects.prefetch_related(shown, "blocks__items")


def _topic_text(topic) -> str:
    """The editors' note and what the blocks say themselves; chosen articles are found themselves."""
    parts = [topic.intro]
    for block in topic.blocks.all():
        parts += [block.title, plain_text(block.body)]
        parts += [_join(item.term, item.unit, item.text) for item in block.items.all()]
    return one_line(_join(*parts))


@receiver([post_save, post_delete], sender=TopicBlock, dispatch_uid="search-topic-of-block")
@receiver([post_save, post_delete], sender=TopicItem, dispatch_uid="search-topic-of-item")
def refresh_topic(sender, instance, raw=False, **kwargs):
    """A topic is found by what its blocks hold."""
    block = instance if sender is TopicBlock else instance.block
    if not raw:
        refresh("topic", [block.topic_id])


def _topic(topic):
    if not topic.is_visible:
        return None
    return Findable(
        titles=(topic.title, topic.subtitle),
        body=_topic_text(topic),
        section_id=topic.section_id,
        is_name=True,
    )


def _topic_hits(ids):
    return {
        topic.pk: Hit(
            title=topic.title,
            url=topic.url,
            text=_topic_text(topic) or topic.subtitle,
            path=section_path(topic.section_id),
            label=_("专题"),
        )
        for topic in _topics().filter(pk__in=ids)
    }


def _section(section):
    return Findable(
        titles=(section.title, section.short_title),
        body=_join(section.description, one_line(section.intro)),
        section_id=section.pk,
        is_name=True,
    )


def _section_hits(ids):
    tree = get_tree()
    nodes = [tree.get(pk) for pk in ids]
    return {
        node.id: Hit(
            title=node.title,
            url=node.url,
            text=node.description or node.intro,
            path=section_path(node.parent.id if node.parent else None) or (str(_("首页")),),
            label=_("栏目"),
        )
        for node in nodes
        if node and tree.landing(node)
    }


# --- People and departments -------------------------------------------------------------------
def _person_text(person) -> str:
    return _join(
        person.post, person.title, person.summary, person.duties, plain_text(person.resume)
    )


def _person(person):
    if not person.is_visible:
        return None
    return Findable(titles=(person.name, person.post), body=_person_text(person), is_name=True)


def _person_hits(ids):
    return {
        person.pk: Hit(
            title=str(person), url=person.url, text=_person_text(person), label=_("人员")
        )
        for person in Person.objects.visible().filter(pk__in=ids)
    }


def _department_text(department) -> str:
    labelled = [
        (_("负责人：%s。"), department.head),
        (_("电话：%s。"), department.phone),
        (_("办公地点：%s。"), department.room),
        (_("电子邮箱：%s。"), department.email),
    ]
    facts = [label % value for label, value in labelled if value]
    return one_line(_join(department.duties, *facts))


def _department(department):
    if not department.is_visible:
        return None
    return Findable(titles=(department.name,), body=_department_text(department), is_name=True)


def _department_hits(ids):
    node = next((n for n in get_tree().by_id.values() if n.kind == "departments"), None)
    if node is None:
        return {}
    return {
        department.pk: Hit(
            title=department.name,
            url=f"{node.url}#department-{department.pk}",
            text=_department_text(department),
            path=section_path(node.id),
            label=_("部门"),
        )
        for department in Department.objects.filter(pk__in=ids, is_visible=True)
    }


register(
    Source(
        kind="article",
        label=gettext_lazy("文章"),
        number=1,
        model=Article,
        queryset=lambda: Article.objects.select_related("document", *extras.related_names()),
        document=_article,
        hits=_article_hits,
    )
)
register(
    Source(
        kind="attachment",
        label=gettext_lazy("附件"),
        number=2,
        # The page that explains a file comes before the file.
        weight=-0.3,
        model=Attachment,
        queryset=_attachments,
        document=_attachment,
        hits=_attachment_hits,
    )
)
register(
    Source(
        kind="topic",
        label=gettext_lazy("专题"),
        number=3,
        model=Topic,
        queryset=_topics,
        document=_topic,
        hits=_topic_hits,
    )
)
register(
    Source(
        kind="section",
        label=gettext_lazy("栏目"),
        number=4,
        model=Section,
        queryset=lambda: Section.objects.all(),
        document=_section,
        hits=_section_hits,
    )
)
register(
    Source(
        kind="person",
        label=gettext_lazy("人员"),
        number=5,
        model=Person,
        queryset=lambda: Person.objects.all(),
        document=_person,
        hits=_person_hits,
    )
)
register(
    Source(
        kind="department",
        label=gettext_lazy("部门"),
        number=6,
        model=Department,
        queryset=lambda: Department.objects.all(),
        document=_department,
        hits=_department_hits,
    )
)
