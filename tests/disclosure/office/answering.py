"""What the tests of answers share."""

from django.core.files.base import ContentFile

from disclosure import services as do
from tests.files import PDF


def release(desk, case, content=PDF, name="采购合同.pdf", *, is_checked=False):
    """A file for the applicant; nobody has checked it yet unless ``is_checked``."""
    upload = do.Upload(ContentFile(content, name), name, "application/pdf")
    row = do.release_file(case, desk.by("intake"), upload, pages=3)
    return do.check_file(case, desk.by("reviewer"), row) if is_checked else row


def complaints(answer) -> str:
    """Everything a form that was refused says."""
    return "".join(str(errors) for errors in answer.context["form"].errors.values())
