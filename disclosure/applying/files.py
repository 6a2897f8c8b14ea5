"""What an applicant may send along; nothing is compulsory."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from disclosure.models import ApplicantFile
from disclosure.services import Upload
from portal.uploads import clean_name, verify

MAX_BYTES = 10 * 1024 * 1024
MAX_FILES = 5
PICTURES = frozenset(["pdf", "jpg", "png"])
PAPERS = PICTURES | {"doc", "docx", "wps", "ofd"}
# Name of the input → kind of file, and what it may be.
INPUTS = {
    "identity": (ApplicantFile.Kind.IDENTITY, PICTURES),
    "papers": (ApplicantFile.Kind.OTHER, PAPERS),
}


def uploads_of(files) -> tuple[list[Upload], dict[str, list[str]]]:
    """The files that were sent and are sound, and what is wrong with the others, by input."""
    found, errors = [], {}
    if sum(len(files.getlist(name)) for name in INPUTS) > MAX_FILES:
        # Not even looked at: each has to be read.
        return [], {"papers": [_("一次最多上传%(most)d个文件。") % {"most": MAX_FILES}]}
    for name, (kind, allowed) in INPUTS.items():
        for file in files.getlist(name):
            try:
                found.append(_checked(file, kind, allowed))
            except ValidationError as error:
                said = _("“%(file)s”：%(reason)s") % {
                    "file": clean_name(file.name),
                    "reason": "".join(error.messages),
                }
                errors.setdefault(name, []).append(said)
    return found, errors


def _checked(file, kind, allowed) -> Upload:
    if file.size > MAX_BYTES:
        raise ValidationError(_("文件超过10 MB，请压缩后重新选择。"))
    found = verify(file, allowed, max_bytes=MAX_BYTES)
    name = clean_name(file.name, extension=found.extension)
    return Upload(file, name, found.content_type, kind)
