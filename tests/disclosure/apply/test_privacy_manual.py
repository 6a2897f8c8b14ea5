"""docs/privacy.md tells the times that hold, for each of the cookies there are."""

import re
from pathlib import Path

from disclosure import throttle
from disclosure.applying import cookies
from disclosure.applying.typed import NOT_KEPT
from disclosure.following import access
from disclosure.models.public import DRAFT_HOURS

PAGE = Path(__file__).resolve().parents[3] / "docs" / "privacy.md"


def row_of(cookie):
    return re.search(rf"^\| `{cookie}` \|.*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)[0]


def test_each_cookie_and_how_long_it_leads_anywhere():
    assert f"{DRAFT_HOURS} 小时" in row_of(cookies.DRAFT)
    assert f"{cookies.RECEIPT_SECONDS // 60} 分钟" in row_of(cookies.RECEIPT)
    follow = row_of(access.COOKIE)
    assert f"{access.IDLE_SECONDS // 60} 分钟没有操作" in follow
    assert f"最长 {access.LONGEST_SECONDS // 3600} 小时" in follow


def test_what_a_draft_does_not_hold_and_when_the_rest_goes():
    text = PAGE.read_text(encoding="utf-8")
    assert f"**{DRAFT_HOURS} 小时草稿**" in text and f"**{DRAFT_HOURS} 小时回执**" in text
    assert NOT_KEPT == ("id_number", "credit_code")
    assert "不存证件号码、统一社会信用代码，不存选择的文件" in text
    assert throttle.FORGET.days == 2 and "两天后由 `anonymise_cases` 清理" in text
