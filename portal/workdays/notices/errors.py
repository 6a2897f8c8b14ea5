"""What is wrong with a file, collected row by row."""

from django.utils.translation import gettext as _

SHOWN = 20


class NoticeError(ValueError):
    """The file cannot be used. ``messages`` are sentences for the person who chose it."""

    def __init__(self, *messages: str):
        self.messages = list(messages)
        super().__init__("\n".join(self.messages))


class Problems:
    """Collects messages, so that all mistakes of a file are told at once."""

    def __init__(self):
        self.messages = []

    def add(self, place: str, message: str):
        self.messages.append(f"{place}：{message}" if place else message)

    def raise_if_any(self):
        if not self.messages:
            return
        shown = self.messages[:SHOWN]
        if len(self.messages) > SHOWN:
            shown.append(_("……另有 %(count)d 处错误。") % {"count": len(self.messages) - SHOWN})
        raise NoticeError(*shown)
