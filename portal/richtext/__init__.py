"""Rich text, in one place: the field, the editor widget, the sanitiser, the formatter, the upload.

Another editor is a change of ``fields.py`` and ``widgets.py`` only. The column stays plain text, and
what it holds has passed :func:`portal.richtext.sanitizer.sanitize`.
"""
