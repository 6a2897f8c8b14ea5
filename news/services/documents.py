"""Making an article a document, and keeping what a document repeats of its article in step."""

import re
import unicodedata

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

DIGITS = re.compile(r"\d+")
NUMBER_WIDTH = 6
NUMBER_LIMIT = 150


def folded(text: str) -> str:
    """Letters and digits of ``text``, in one width and case.

    Brackets, spaces and punctuation go: hardly anybody types 〔2026〕 or （试行） as it is printed.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum())


def folded_number(text: str) -> str:
    """A 发文字号 in the form it is compared and sorted in: every number has six digits or more.

    So 9号 stands before 37号, and whoever looks for 7号 does not get 37号.
    """
    # Padded before brackets go: they are what keeps the year from the number.
    return folded(DIGITS.sub(lambda match: match[0].zfill(NUMBER_WIDTH), text))[:NUMBER_LIMIT]


def derived_values(article) -> dict:
    """The columns a document repeats of its article."""
    # A line break, which no query can hold, keeps words from being found across two texts.
    texts = (article.title, article.subtitle, article.short_title, article.keywords)
    return {
        "status": article.status,
        "published_at": article.published_at,
        "expires_at": article.expires_at,
        "words": "\n".join(filter(None, map(folded, texts))),
        "number_key": folded_number(article.doc_number),
    }


def sync_document(article):
    """Bring the document of ``article``, just saved, up to date, if it is one."""
    from news.models import Document

    # By queryset: following the article is no change of the document, so it leaves no history.
    Document.objects.filter(pk=article.pk).update(**derived_values(article))


@transaction.atomic
def save_document(article, values, explanations=()):
    """Make ``article`` the document that ``values`` describe; with ``None``, no document.

    Unchanged details are not saved again, so that history tells of changes only.
    """
    from news.models import Document

    document = Document.objects.filter(pk=article.pk).first()
    if values is None:
        if document:
            document.delete()
        return
    document = document or Document(article=article)
    before = [getattr(document, name) for name in values] if not document._state.adding else None
    for name, value in values.items():
        setattr(document, name, value)
    if before != list(values.values()):
        document.save()
    ids = {explanation.pk for explanation in explanations}
    if ids != set(document.explanations.values_list("pk", flat=True)):
        document.explanations.set(ids)


def refuse_undocumented(article):
    """Raise ``ValidationError`` if nobody would find ``article`` in the library it is filed in.

    A library shows documents only, and what explains one is found on the document's page.
    """
    from news.models import Article
    from news.rights import section_ids
    from news.section_kinds import library_section_ids

    ids = section_ids(article) & library_section_ids()
    if ids and Article.objects.filter(pk=article.pk).lacking_document(ids).exists():
        raise ValidationError(
            _("《%(title)s》在文件库栏目里，请先打开它，填写文件信息。"),
            code="no_document",
            params={"title": article.title},
        )


def refuse_foreign_explanation(article, user):
    """Raise ``PermissionDenied`` if ``article`` would appear on a document ``user`` may not change."""
    from news.rights import may_explain

    for document in article.explains.select_related("article"):
        if not may_explain(user, document.article, public=True):
            raise PermissionDenied(
                _("您没有权限修改《%(title)s》，不能发布它的解读。")
                % {"title": document.article.title}
            )
