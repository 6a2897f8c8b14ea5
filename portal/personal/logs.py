"""The last line of defence of the logs: numbers that slipped into a message are taken out of it."""

import logging

from .finder import scrub


class ScrubPersonalData(logging.Filter):
    """Replace ID numbers, mobile numbers and e-mail addresses in a record, traceback included.

    Stands on a handler. It changes the record, so handlers after it get the clean one too.
    """

    def filter(self, record):
        try:
            message = scrub(record.getMessage())
        except (TypeError, ValueError):
            # Python would print the arguments as they are.
            message = f"Malformed log call: {scrub(str(record.msg))}"
        record.msg, record.args = message, None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        record.exc_text = scrub(record.exc_text) if record.exc_text else record.exc_text
        return True
