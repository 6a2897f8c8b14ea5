"""Small real files for tests."""

from django.core.files.base import ContentFile

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def pdf(name="通知.pdf"):
    return ContentFile(PDF, name=name)
