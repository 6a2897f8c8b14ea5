"""The model field for editor-written HTML."""

from django.db import models

from .sanitizer import sanitize


class HtmlField(models.TextField):
    """HTML written by an editor, sanitised every time it is saved.

    The sanitising happens in ``pre_save``, so that forms, imports and scripts all pass through it;
    only ``QuerySet.update()`` and ``bulk_create`` do not, and whoever uses those calls
    :func:`sanitize` first.
    """

    def pre_save(self, model_instance, add):
        value = sanitize(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value

    def formfield(self, **kwargs):
        from .widgets import RichTextWidget

        kwargs.setdefault("widget", RichTextWidget)
        field = super().formfield(**kwargs)
        # The admin replaces a TextField's widget by its own; rich text keeps the editor.
        if not isinstance(field.widget, RichTextWidget):
            field.widget = RichTextWidget()
        return field
