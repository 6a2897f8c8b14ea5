"""A small file that unpacks to a large one is no template."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from disclosure.letters import default_template, template_problems


def test_a_template_that_unpacks_to_megabytes_is_refused_before_it_is_read():
    packed = BytesIO(default_template("registration"))
    with ZipFile(packed, "a", ZIP_DEFLATED) as archive:
        archive.writestr("word/media/filler.xml", b"<a/>" * (3 * 1024 * 1024))
    file = SimpleUploadedFile("a.docx", packed.getvalue())
    assert file.size < 2 * 1024 * 1024
    (found,) = template_problems("registration", file)
    assert "解压后过大" in found
