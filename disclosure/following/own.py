"""What is held of an applicant, for the applicant: as rows to read and as data to take along."""

from django.utils.translation import gettext as _

from disclosure import retention
from disclosure.desk import desk

from .forms import Wanting

# Fields in the order of the form; empty ones are left out.
SHOWN = (
    "applicant_type category name id_type id_number phone email address postcode fax work_unit "
    "legal_representative contact_person title document_number index_number description form ways "
    "accepts_other"
).split()


def data_of(case) -> dict:
    return retention.export_applicant_data(case)


def rows_of(case) -> list[tuple[str, str]]:
    """Label and value of everything the applicant filled in, in full."""
    rows = [(_label(case, name), _value(case, name)) for name in SHOWN]
    rows += [(str(row.get_kind_display()), row.name) for row in case.files.all()]
    return [(label, value) for label, value in rows if value]


def history_of(case) -> list[tuple]:
    return [(entry.date, _named(entry.get_kind_display())) for entry in case.events.told()]


def _label(case, name) -> str:
    """As the form calls it, where it is of what is wanted."""
    if name in Wanting.base_fields:
        return str(Wanting.base_fields[name].label)
    for field in case._meta.concrete_fields:
        if name in (field.name, getattr(field, "plain_name", "")):
            return _named(field.verbose_name)
    raise LookupError(name)


def _named(label) -> str:
    """Labels of the desk say 申请, whatever its applicants are told to call it."""
    return str(label).replace("申请", desk().profile.application)


def _value(case, name) -> str:
    if name == "ways":
        return "、".join(case.way_labels)
    if name == "accepts_other":
        return _("是") if case.accepts_other else _("否")
    display = getattr(case, f"get_{name}_display", None)
    return str(display() if display else getattr(case, name))
