"""What an officer posts, as a browser would."""

from disclosure import codes
from tests.disclosure.desk.builders import NAME, NUMBER

ENTRY = "/admin/disclosure/entry/"
CREDIT_CODE = "91350100M000100Y43"
PERSON = {
    "applicant_type": "natural",
    "name": NAME,
    "id_type": "resident_id",
    "id_number": NUMBER,
    "phone": "13800138000",
    "work_unit": "某研究所",
}
ORGANISATION = {
    "applicant_type": "organisation",
    "name": "北京示例律师事务所",
    "category": "legal",
    "id_type": "credit_code",
    "id_number": CREDIT_CODE,
    "contact_person": "孙晓",
    "phone": "01062660000",
}


def entry(*wanted, who=PERSON, **values):
    """The posted form for things wanted (texts, or dictionaries of fields)."""
    wanted = wanted or ["2025年度大型仪器采购合同全文"]
    data = {
        "token": codes.new_token(),
        "channel": "counter",
        "on": "2026-03-02",
        "wanted-TOTAL_FORMS": len(wanted),
        "wanted-INITIAL_FORMS": 0,
        "wanted-MIN_NUM_FORMS": 1,
        "wanted-MAX_NUM_FORMS": 20,
        **who,
        **values,
    }
    for place, item in enumerate(wanted):
        fields = item if isinstance(item, dict) else {"description": item}
        for name, value in {"form": "electronic", "accepts_other": "on", **fields}.items():
            data[f"wanted-{place}-{name}"] = value
    return data
