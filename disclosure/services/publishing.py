"""A released answer for everybody: a draft article of the catalogue, without the applicant."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from disclosure import ledger
from disclosure.actions import Action
from disclosure.choices import Visibility
from disclosure.desk import desk
from disclosure.facts import content_of, facts_of
from disclosure.models import CatalogueEntry, DeskKind
from disclosure.outcomes import paragraphs
from news.models import Article
from news.rights import may_write_in
from news.services.attachments import attach
from news.services.documents import save_document
from portal.personal import find_personal_data, scrub
from portal.uploads.text import extract

from .verb import need, verb

# What of the applicant may stand in no published text; a shorter value is too common to look for.
OWN = ("name", "id_number", "phone", "email", "address", "legal_representative", "contact_person")
SHORTEST = 2
SOMEBODY = "申请人"


@dataclass(frozen=True)
class Found:
    """Something to look at before it is published. ``masked`` may be shown."""

    place: str
    label: str
    masked: str = ""


@dataclass(frozen=True, repr=False)
class Published:
    """The article to be. ``files`` are rows of ``case.released``."""

    section: object
    title: str
    text: str
    issuer: str
    written_on: date
    doc_number: str = ""
    category: object = None
    files: Iterable = ()


@sensitive_variables()
def proposed_text(case) -> str:
    """The answer as it was given, told of somebody: no name, no number, nothing that was found."""
    facts = facts_of(case)
    _opening, _answers, *told = paragraphs(case.decision, facts, desk().profile)
    asked = _("申请公开的内容：%s") % content_of(case)
    text = "\n".join([asked, *told])
    for own in sorted(_own_values(case), key=len, reverse=True):
        text = text.replace(own, SOMEBODY)
    return scrub(text.replace(facts.values()["you"], SOMEBODY)).replace(case.number, "")


@sensitive_variables()
def _own_values(case) -> set[str]:
    values = {getattr(case, name).strip() for name in OWN if getattr(case, name)}
    return {value for value in values if len(value) >= SHORTEST}


@sensitive_variables()
def findings(case, texts: dict[str, str], files: Sequence = ()) -> list[Found]:
    """Personal data in the texts (by what they are called) and in the words of the files.

    Reads files, which may take seconds: not while the case is locked.
    """
    found = []
    for file in files:
        words = _words_of(file)
        if not words.strip():
            found.append(Found(file.name, _("没有可以检查的文字（可能是扫描件），请逐页查看")))
        # Its name is published with it.
        found += _in_text(case, file.name, f"{file.name}\n{words}")
    for place, text in texts.items():
        found += _in_text(case, place, text)
    return list(dict.fromkeys(found))


@sensitive_variables()
def _in_text(case, place, text) -> list[Found]:
    found = [
        Found(place, str(finding.label), finding.masked) for finding in find_personal_data(text)
    ]
    if any(own in text for own in _own_values(case)):
        found.append(Found(place, _("申请人的姓名、名称或者联系方式")))
    return found


def _words_of(file) -> str:
    ending = file.name.rsplit(".", 1)[-1].lower()
    with file.file.open("rb") as opened:
        return extract(opened, ending)


@sensitive_variables()
def _refuse_applicant(case, answer: Published) -> None:
    """What an officer types for everybody never names who asked (个人信息保护法 art. 25)."""
    own = _own_values(case)
    errors = {
        name: _("这里含有申请人的姓名、名称或者联系方式，请删除。")
        for name in ("title", "text")
        if any(value in getattr(answer, name) for value in own)
    }
    if errors:
        raise ValidationError(errors, code="applicant")


@verb(Action.PUBLISH_ANSWER)
def publish_answer(
    case, by, answer: Published, *, found: Sequence[Found] = (), confirmed: bool = False
) -> Article:
    """Make the draft of an article from the answer; it is edited and published like any other.

    ``found`` is what :func:`findings` said; somebody must have looked at each (``confirmed``).
    """
    if case.visibility != Visibility.LISTED:
        raise ValidationError(_("这件申请只对申请人可见，请先调整可见范围。"), code="private")
    if case.published_as_id:
        raise ValidationError(_("这件答复已经转为文章，请直接编辑那篇文章。"), code="published")
    if not may_write_in(by.user, {answer.section.pk}):
        raise PermissionDenied(_("您没有权限在这个栏目写文章。"))
    need(answer.title, "title", _("请填写标题。"))
    _refuse_applicant(case, answer)
    if found and not confirmed:
        raise ValidationError({"confirmed": _("请先核对列出的内容。")}, code="findings")
    files = list(case.released.filter(pk__in=[file.pk for file in answer.files]))
    if any(file.checked_at is None for file in files):
        raise ValidationError({"files": _("只能公开经过保密审查的文件。")}, code="unchecked_files")
    article = _article(answer, by.user, files)
    case.published_as = article
    case.save(update_fields=["published_as"])
    ledger.append(case, DeskKind.PUBLISHED, None, by, article=article.pk)
    return article


def _article(answer: Published, user, files) -> Article:
    body = "".join(f"<p>{escape(line)}</p>" for line in answer.text.splitlines() if line.strip())
    article = Article.objects.create(
        section=answer.section,
        title=answer.title.strip(),
        body=body,
        doc_number=answer.doc_number,
        created_by=user,
    )
    save_document(article, {"issuer": answer.issuer, "written_on": answer.written_on})
    CatalogueEntry.objects.create(
        article=article,
        category=answer.category,
        way=CatalogueEntry.Way.ON_REQUEST,
        requests_answered=1,
    )
    try:
        for position, row in enumerate(files, start=1):
            with row.file.open("rb") as opened:
                attach(article, ContentFile(opened.read(), name=row.name), position=position)
    except BaseException:
        # The rows go with the transaction; what was already stored must not stay.
        for attachment in article.attachments.all():
            attachment.file.storage.delete(attachment.file.name)
        raise
    return article
