"""Numbers on identity documents: the good pass however typed, the bad are told what is wrong."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from stdnum.cn import ric

from portal.personal import (
    DOCUMENT_CHOICES,
    normalise_number,
    validate_credit_code,
    validate_document,
    validate_mobile,
    validate_resident_id,
)


def numbered(first_17):
    return first_17 + ric.calc_check_digit(first_17 + "0")


def refusal(validate, value):
    with pytest.raises(ValidationError) as refused:
        validate(value)
    return refused.value.code, refused.value.messages[0]


@pytest.mark.parametrize(
    "value",
    [
        "11010519491231002X",
        "11010519491231002x",
        " 110105 1949 1231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "\u200e11010519491231002X",
        numbered("44190019600101123"),  # 东莞 has no counties
        numbered("50010119600101123"),  # 重庆 was founded after its bearer was born
        numbered("65900719800101123"),
        numbered("11010120240229001"),  # a child, born on a leap day
    ],
)
def test_real_resident_numbers_pass(value):
    validate_resident_id(value)
    assert len(validate_document("resident_id", value)) == 18


@pytest.mark.parametrize(
    ("value", "code", "words"),
    [
        ("", "length", "位数不正确，请输入18位居民身份证号"),
        ("1101051949123100", "length", "位数不正确"),
        ("110105194912310021X", "length", "位数不正确"),
        ("110105491231002", "old_number", "15位身份证号已停止使用"),
        ("1101051949123100A2", "characters", "只能由数字组成"),
        ("X1010519491231002X", "characters", "只能由数字组成"),
        ("110105194913310021", "birth_date", "第7至14位"),
        (numbered("11010520230229001"), "birth_date", "出生日期"),
        (numbered("11010529990101001"), "birth_date", "出生日期"),
        (numbered("11010518000101001"), "birth_date", "出生日期"),
        ("110105194912310021", "checksum", "校验位不正确"),
        ("11010519491231020X", "checksum", "逐位核对"),
    ],
)
def test_a_wrong_resident_number_is_told_what_is_wrong(value, code, words):
    found, message = refusal(validate_resident_id, value)
    assert found == code
    assert words in message
    assert value not in message or not value


@time_machine.travel("2026-11-26 12:00")
def test_nobody_is_born_tomorrow():
    validate_resident_id(numbered("11010520261126001"))
    assert refusal(validate_resident_id, numbered("11010520261127001"))[0] == "birth_date"


@pytest.mark.parametrize("swapped", range(16))
def test_two_exchanged_digits_are_noticed(swapped):
    number = list("110105194912310029")
    number = list(numbered("11010519491231002"))
    number[swapped], number[swapped + 1] = number[swapped + 1], number[swapped]
    if "".join(number) != numbered("11010519491231002"):
        refusal(validate_resident_id, "".join(number))


@pytest.mark.parametrize(
    ("kind", "good", "bad", "words"),
    [
        ("residence_permit", numbered("81000019900101001"), "11010519491231002X", "81、82或83"),
        ("hk_macao_permit", "H12345678", "A12345678", "字母H、M或C"),
        ("hk_macao_permit", "m1234567801", "H1234567", "加8位数字"),
        ("taiwan_permit", "12345678", "1234567", "应为8位数字"),
        ("foreigner_permit", numbered("91184019900101001"), "11010519491231002X", "以9开头"),
        ("foreigner_permit", "CHN110081010510", "CHN1100810105", "18位外国人永久居留身份证"),
        ("passport", "e12345678", "E12", "5至20位"),
        ("passport", "PA-1234567", "护照12345", "字母和数字"),
    ],
)
def test_other_documents_are_checked_by_their_form(kind, good, bad, words):
    assert validate_document(kind, good) == normalise_number(good)
    assert words in refusal(lambda value: validate_document(kind, value), bad)[1]


def test_every_kind_has_a_name_and_an_unknown_one_is_no_kind():
    assert [code for code, label in DOCUMENT_CHOICES if not str(label)] == []
    assert dict(DOCUMENT_CHOICES)["resident_id"] == "居民身份证"
    with pytest.raises(KeyError):
        validate_document("library_card", "1")


@pytest.mark.parametrize(
    "value", ["91110000600037341L", "91110000600037341l", "9111 0000 6000 3734 1L"]
)
def test_a_credit_code_passes(value):
    validate_credit_code(value)


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "length"),
        ("91110000600037341", "length"),
        ("91110000600037341I", "characters"),
        ("A1110000600037341L", "characters"),
        ("91110000600037342L", "checksum"),
        ("9111000060003734汉L", "characters"),
    ],
)
def test_a_wrong_credit_code_is_told_what_is_wrong(value, code):
    assert refusal(validate_credit_code, value)[0] == code


@pytest.mark.parametrize(
    "value", ["13800138000", "138 0013 8000", "+86 138-0013-8000", "8613800138000"]
)
def test_a_mobile_number_passes(value):
    validate_mobile(value)


@pytest.mark.parametrize("value", ["", "1380013800", "138001380000", "12800138000", "01012345678"])
def test_a_wrong_mobile_number_is_refused(value):
    assert refusal(validate_mobile, value) == ("mobile", "请输入11位手机号码。")
