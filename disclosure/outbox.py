"""Mails are written in the transaction of what they tell of; sending them is another process."""

from disclosure.models import OutgoingMail


def queue(case, template: str, recipient: str | None = None, *, once=None, **data):
    """Write a mail to the applicant (or ``recipient``); nothing where there is no address.

    ``data`` holds no personal data. With ``once`` a second mail under the same key is not written.
    """
    recipient = case.email if recipient is None else recipient
    if not recipient or (once and OutgoingMail.objects.filter(once=once).exists()):
        return None
    return OutgoingMail.objects.create(
        case=case,
        template=OutgoingMail.Template(template),
        recipient=recipient,
        once=once,
        data=data,
    )
