"""Finding personal data in texts, masking it, and keeping it out of the logs."""

import io
import logging
import logging.config
import time

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from portal.personal import (
    find_personal_data,
    mask_address,
    mask_email,
    mask_name,
    mask_number,
    mask_organisation_code,
    mask_phone,
    scrub,
)

from .test_personal_documents import numbered

ID = "11010519491231002X"
CARD = "6222021234567890128"


def found(text):
    return [
        (finding.kind, text[finding.start : finding.end]) for finding in find_personal_data(text)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        (f"身份证号{ID}，", "resident_id", ID),
        (f"身份证{ID.lower()}住址", "resident_id", ID.lower()),
        ("证件110105 19491231 002X", "resident_id", "110105 19491231 002X"),
        (
            "证件１１０１０５１９４９１２３１００２Ｘ。",
            "resident_id",
            "１１０１０５１９４９１２３１００２Ｘ",
        ),
        ("电话13800138000", "mobile", "13800138000"),
        ("电话：138-0013-8000", "mobile", "138-0013-8000"),
        ("Tel+86 13800138000", "mobile", "+86 13800138000"),
        ("手机１３８００１３８０００", "mobile", "１３８００１３８０００"),
        (f"卡号{CARD}", "bank_card", CARD),
        ("卡号6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
        ("代码91110000600037341L", "uscc", "91110000600037341L"),
        ("联系zhang.san+x@mail.example.cn。", "email", "zhang.san+x@mail.example.cn"),
        ("联系zhang＠example．cn", "email", "zhang＠example．cn"),
    ],
)
def test_personal_data_is_found_where_it_stands(text, kind, value):
    assert found(text) == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "国办公开办函〔2021〕30号，2026年11月26日",
        "11010519491231002",  # a digit short
        "110105194912310021",  # wrong check character
        "110105194913310021",  # no such month
        f"1{ID[:-1]}1",
        "预算 13800138000000 元",
        "编号 0138001380001",
        "12800138000",
        "6222021234567890127",  # Luhn
        "π ≈ 3.13800138000",
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "sha 13800138000abcdef",
        "91110000600037342L",
        "@example.cn",
        "a@b",
        "a" * 65 + "@example.cn",  # longer than any address may be (RFC 5321)
        "a@@b.cn",
        "http://www.example.cn/kjcx/202611/t20261118_17.html",
    ],
)
def test_other_numbers_are_let_pass(text):
    assert found(text) == []


def test_all_findings_come_in_order_and_none_overlaps():
    text = f"{CARD}、a@example.cn、{ID}、13800138000，{ID}"
    kinds = [kind for kind, _value in found(text)]
    assert kinds == ["bank_card", "email", "resident_id", "mobile", "resident_id"]


def test_a_number_that_could_be_two_things_is_the_likelier_one():
    """An identity number of 甘肃 (62…) may pass for a bank card, a mobile number stands in addresses."""
    both = next(
        number
        for serial in range(1000)
        if luhn.is_valid(number := numbered(f"62010219900101{serial:03}"))
    )
    assert found(both) == [("resident_id", both)]
    assert found("13800138000@example.cn") == [("email", "13800138000@example.cn")]


def test_a_finding_may_be_shown():
    for finding in find_personal_data(
        f"{ID} 13800138000 {CARD} zhang@example.cn 91110000600037341L"
    ):
        assert "*" in finding.masked
        assert str(finding.label)
        for secret in (ID, "13800138000", CARD, "zhang@example.cn"):
            assert secret not in str(finding)


@given(st.text(max_size=200))
def test_no_text_is_too_strange(text):
    for finding in find_personal_data(text):
        assert 0 <= finding.start < finding.end <= len(text)
    scrub(text)


@pytest.mark.parametrize(
    "unit", ["1", "1 ", "a", "a.", "@", "a@", "a@a.", "-", "138 ", "6222 ", "１"]
)
def test_a_long_text_takes_no_longer_than_it_is(unit):
    text = unit * (400_000 // len(unit))
    start = time.perf_counter()
    find_personal_data(text)
    assert time.perf_counter() - start < 5


def test_scrubbing_leaves_the_rest_of_the_text():
    text = f"申请人{ID}电话13800138000，邮箱a@example.cn，共3件。"
    assert scrub(text) == "申请人[resident_id]电话[mobile]，邮箱[email]，共3件。"


# --- Masks --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "张小三", "张*三"),
        (mask_name, "欧阳小丽", "欧**丽"),
        (mask_name, "买买提·艾力", "买****力"),
        (mask_name, "阿卜杜热合曼" * 5, "阿******曼"),
        (mask_name, "张", "*"),
        (mask_number, ID, "110***********002X"),
        (mask_number, "E12345678", "E******78"),
        (mask_number, "12", "**"),
        (mask_phone, "13800138000", "138****8000"),
        (mask_phone, "+86 138-0013-8000", "138****8000"),
        (mask_phone, "010-12345678", "010****5678"),
        (mask_phone, "12345678", "****5678"),
        (mask_phone, "110", "***"),
        (mask_email, "zhangsan@example.cn", "z***@example.cn"),
        (mask_email, "不是邮箱", "******"),
        (mask_organisation_code, "91110000600037341L", "91************341L"),
        (mask_address, "北京市海淀区中关村南四街4号", "北京市海淀区******"),
        (mask_address, "广西壮族自治区南宁市青秀区某路1号", "广西壮族自治区南宁市青秀区******"),
        (mask_address, "河北省定州市某镇某村", "河北省定州市******"),
        (mask_address, "某村12号", "******"),
        (mask_address, "北京市", "******"),
    ],
)
def test_a_mask_shows_enough_to_recognise_and_no_more(mask, value, shown):
    assert mask(value) == shown
    assert mask("") == ""
    assert mask(None) == ""


# --- Logs ---------------------------------------------------------------------------------------
@pytest.fixture
def log():
    """The handler of the settings, writing into memory; every logger of ours ends there."""
    stream = io.StringIO()
    configurator = logging.config.DictConfigurator(settings.LOGGING)
    filters = settings.LOGGING["handlers"]["console"]["filters"]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        configurator.configure_formatter(dict(settings.LOGGING["formatters"]["line"]))
    )
    for name in filters:
        handler.addFilter(configurator.configure_filter(dict(settings.LOGGING["filters"][name])))
    logger = logging.getLogger("portal.test_scrubbing")
    logger.addHandler(handler)
    yield logger, stream
    logger.removeHandler(handler)


def test_the_running_portal_scrubs_its_logs():
    """On the handler of the root logger: what child loggers say passes there too."""
    assert settings.LOGGING["root"]["handlers"] == ["console"]
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["personal_data"]


@pytest.mark.parametrize(
    "say",
    [
        lambda logger: logger.warning(f"申请人 {ID} 13800138000 a@example.cn"),
        lambda logger: logger.warning(
            "申请人 %s %s", ID, {"phone": "13800138000", "m": "a@example.cn"}
        ),
        lambda logger: logger.warning("%(id)s", {"id": ID}),
        lambda logger: logger.warning("malformed %s", ID, "13800138000"),
    ],
)
def test_numbers_are_taken_out_of_messages_and_arguments(log, say):
    logger, stream = log
    say(logger)
    written = stream.getvalue()
    assert "portal.test_scrubbing" in written
    for secret in (ID, "13800138000", "a@example.cn"):
        assert secret not in written


def test_numbers_are_taken_out_of_tracebacks(log):
    logger, stream = log
    try:
        int(f"号码{ID}")
    except ValueError:
        logger.exception("Could not read")
    assert "ValueError" in stream.getvalue()
    assert "[resident_id]" in stream.getvalue()
    assert ID not in stream.getvalue()


def test_ordinary_lines_stay_as_they_are(log):
    logger, stream = log
    logger.warning("Deadlock at %s, attempt %s", "/admin/portal/person/17/", 2)
    assert stream.getvalue().endswith("Deadlock at /admin/portal/person/17/, attempt 2\n")
