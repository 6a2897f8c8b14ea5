"""Masks for lists and labels: enough to recognise one's own case by, too little to use elsewhere."""

import re

STAR = "*"
LONG_NAME = 8
# Up to the district or county; what follows leads to a door.
REGION = re.compile(
    r"^.{2,9}?(?:自治区|特别行政区|省|市)(?:.{1,9}?(?:自治州|地区|盟|市))?(?:.{1,7}?[区县旗市])?"
)


def mask_all(value) -> str:
    """Six stars, whatever it was."""
    return STAR * 6 if value else ""


def _keep(value: str, head: int, tail: int) -> str:
    """``value`` with all but ``head`` and ``tail`` characters starred; a short one wholly."""
    value = (value or "").strip()
    if len(value) <= head + tail:
        return STAR * len(value)
    return value[:head] + STAR * (len(value) - head - tail) + value[len(value) - tail :]


def mask_name(value: str) -> str:
    """张三 → 张*, 张小三 → 张*三; of a long one no more than six stars, which tell nothing more."""
    name = (value or "").strip()
    if len(name) > LONG_NAME:
        return f"{name[0]}{STAR * (LONG_NAME - 2)}{name[-1]}"
    return _keep(name, 1, 0 if len(name) < 3 else 1)


def mask_number(value: str) -> str:
    """An identity document: 110***********1234; a passport keeps its first letter and last two."""
    number = (value or "").strip()
    return _keep(number, 3, 4) if len(number) >= 15 else _keep(number, 1, 2)


def mask_organisation_code(value: str) -> str:
    """A unified social credit code: its first two and last four characters."""
    return _keep(value, 2, 4)


def mask_phone(value: str) -> str:
    """138****5678, 010****5678; a number of seven or eight digits keeps its last four."""
    digits = re.sub(r"[^0-9]", "", value or "")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return _keep(digits, 3 if len(digits) > 8 else 0, 4)


def mask_email(value: str) -> str:
    """z***@example.cn."""
    local, at, domain = (value or "").strip().rpartition("@")
    return f"{local[:1]}***@{domain}" if at and local else mask_all(value)


def mask_address(value: str) -> str:
    """北京市海淀区******: down to the district or county, nothing of what follows."""
    address = (value or "").strip()
    found = REGION.match(address)
    return (found[0] if found and found[0] != address else "") + mask_all(address)
