"""The holidays that are certain before any notice: 《全国年节及纪念日放假办法》 (2024) article 2.

Thirteen days for everybody. Which weekdays make up for those that fall on a weekend (article 6),
and which days are moved (article 7), only the yearly notice says; neither is guessed here.
"""

from datetime import date, timedelta
from functools import cache

# Year, then 春节 (正月初一), 清明, 端午 and 中秋 as month and day. Lunar dates and solar terms of the
# 农历 (GB/T 33661-2017), computed with three independent programs that agree on every entry.
_MOVABLE = """
2024 0210 0404 0610 0917
2025 0129 0404 0531 1006
2026 0217 0405 0619 0925
2027 0206 0405 0609 0915
2028 0126 0404 0528 1003
2029 0213 0404 0616 0922
2030 0203 0405 0605 0912
2031 0123 0405 0624 1001
2032 0211 0404 0612 0919
2033 0131 0404 0601 0908
2034 0219 0405 0620 0927
2035 0208 0405 0610 0916
2036 0128 0404 0530 1004
2037 0215 0404 0618 0924
2038 0204 0405 0607 0913
2039 0124 0405 0527 1002
2040 0212 0404 0614 0920
2041 0201 0404 0603 0910
2042 0122 0404 0622 0928
2043 0210 0405 0611 0917
2044 0130 0404 0531 1005
2045 0217 0404 0619 0925
2046 0206 0404 0608 0915
2047 0126 0405 0529 1004
2048 0214 0404 0615 0922
2049 0202 0404 0604 0911
2050 0123 0404 0623 0930
"""
_FIXED = [("元旦", 1, 1), ("劳动节", 5, 1), ("劳动节", 5, 2)]
_NATIONAL_DAYS = [("国庆节", 10, 1), ("国庆节", 10, 2), ("国庆节", 10, 3)]
_TABLE = {int(line[:4]): line.split()[1:] for line in _MOVABLE.strip().splitlines()}


@cache
def statutory_days(year: int) -> dict[date, str]:
    """``{date: name}`` of the statutory holidays; do not change the answer, it is shared.

    Years outside the table (2024 to 2050) have the holidays of fixed date only.
    """
    days = {date(year, month, day): name for name, month, day in _FIXED}
    if year in _TABLE:
        spring, qingming, duanwu, mid_autumn = (
            date(year, int(text[:2]), int(text[2:])) for text in _TABLE[year]
        )
        eve = spring - timedelta(days=1)
        days |= {eve + timedelta(days=n): "春节" for n in range(4)}
        days |= {qingming: "清明节", duanwu: "端午节", mid_autumn: "中秋节"}
    # Last: where 中秋 meets 国庆 the day keeps the name of the longer holiday.
    return days | {date(year, month, day): name for name, month, day in _NATIONAL_DAYS}
