"""What an applicant may send along; nothing is compulsory.

What shows who applies belongs to every case of the form; what helps to find one thing goes with the
request it was chosen for, and to nobody who works on another.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disclosure.applying.typed import prefix
from disclosure.models import ApplicantFile
from disclosure.services import Upload
from portal.uploads import clean_name, verify

MAX_BYTES = 10 * 1024 * 1024
# Of the whole form, whatever they are for.
MAX_FILES = 5
PICTURES = frozenset(["pdf", "jpg", "png"])
PAPERS = PICTURES | {"doc", "docx", "wps", "ofd"}


def papers_of(number: int) -> str:
    """The input for the files of one request."""
    return f"{prefix(number)}-papers"


@dataclass(frozen=True)
class Input:
    """``place`` is the request its files are for, ``None`` where they are for all."""

    name: str
    kind: str
    allowed: frozenset
    place: int | None = None


def inputs_of(requests: int) -> list[Input]:
    """In the order of the page."""
    identity = Input("identity", ApplicantFile.Kind.IDENTITY, PICTURES)
    papers = [
        Input(papers_of(number), ApplicantFile.Kind.OTHER, PAPERS, number)
        for number in range(requests)
    ]
    return [identity, *papers]


def uploads_of(files, requests: int) -> tuple[list[Upload], dict[str, list[str]]]:
    """The files that were sent and are sound, and what is wrong with the others, by input."""
    found, errors, sent = [], {}, 0
    inputs = inputs_of(requests)
    for item in inputs:
        sent += len(files.getlist(item.name))
        if sent > MAX_FILES:
            # Not even looked at: each has to be read.
            return [], {item.name: [_("一次最多上传%(most)d个文件。") % {"most": MAX_FILES}]}
    for item in inputs:
        for file in files.getlist(item.name):
            try:
                found.append(_checked(file, item))
            except ValidationError as error:
                said = _("“%(file)s”：%(reason)s") % {
                    "file": clean_name(file.name),
                    "reason": "".join(error.messages),
                }
                errors.setdefault(item.name, []).append(said)
    return found, errors


def _checked(file, item: Input) -> Upload:
    if file.size > MAX_BYTES:
        raise ValidationError(_("文件超过10 MB，请压缩后重新选择。"))
    found = verify(file, item.allowed, max_bytes=MAX_BYTES)
    name = clean_name(file.name, extension=found.extension)
    return Upload(file, name, found.content_type, item.kind, item.place)
