"""Articles and the files attached to them."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import extras
from news.models import Article, Attachment, Document
from news.search import section_path
from portal.richtext.plain import plain_text
from portal.search.sources import Findable, Hit, Source, refresh, register

from .words import joined


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
    aside = joined(article.short_title, article.kicker, article.author, article.keywords, issuer)
    numbers = (number for _label, number in extras.numbers_of(article))
    return Findable(
        titles=(article.title, article.subtitle, article.doc_number, *numbers),
        body=joined(_article_text(article), aside),
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
