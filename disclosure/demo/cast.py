"""The invented applicants of the demo."""

from stdnum.cn import ric, uscc

from disclosure.services import Applicant

# No province has the code 99, so nobody has such a number.
REGION = "990000"

PEOPLE = {
    "zhang": ("张示例", "19880412", "001"),
    "li": ("李示范", "19930730", "002"),
    "wang": ("王演示", "19790118", "003"),
    "zhao": ("赵样本", "19650921", "004"),
    "chen": ("陈试用", "20010305", "005"),
    "liu": ("刘假名", "19861111", "006"),
    "zhou": ("周虚拟", "19721224", "007"),
    "wu": ("吴测试", "19950616", "008"),
    "sun": ("孙模拟", "19580208", "009"),
}
ORGANISATIONS = {
    "instruments": ("虚构仪器设备有限公司", "business", "91", "MA0000001"),
    "software": ("示例软件有限公司", "business", "91", "MA0000002"),
    "institute": ("演示材料研究所", "research", "12", "MB0000003"),
    "lawyers": ("样本律师事务所", "legal", "31", "MD0000004"),
    "charity": ("示范科普公益基金会", "charity", "53", "MJ0000005"),
    "union": ("试用高校实验员联谊会", "other", "51", "MJ0000006"),
}


def _resident_id(born: str, serial: str) -> str:
    body = REGION + born + serial
    return body + ric.calc_check_digit(body + "0")


def _credit_code(kind: str, serial: str) -> str:
    body = kind + REGION + serial
    return body + uscc.calc_check_digit(body)


def applicant(name: str) -> Applicant:
    """The applicant the stories call ``name``."""
    common = {"phone": "010-0000 0000", "email": f"{name}@example.com", "postcode": "100000"}
    if name in PEOPLE:
        shown, born, serial = PEOPLE[name]
        return Applicant(
            shown,
            id_type="resident_id",
            id_number=_resident_id(born, serial),
            address="示例市演示区样本路1号",
            **common,
        )
    shown, category, kind, serial = ORGANISATIONS[name]
    return Applicant(
        shown,
        applicant_type="organisation",
        category=category,
        id_type="credit_code",
        id_number=_credit_code(kind, serial),
        address="示例市演示区样本路2号",
        contact_person="联系人甲",
        legal_representative="代表人乙",
        **common,
    )
