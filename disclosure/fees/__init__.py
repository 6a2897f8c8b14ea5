"""信息处理费 (条例 art. 42; 国办函〔2020〕109号): off by default, and only ever a proposal to an officer.

::

    rules = FeeRules(enabled=True)
    charge(rules, items=["合同", "验收报告"], earlier=10).due    # 200
    charge(rules, pages=68).explanation                         # line by line, with articles
"""

from .bands import ITEM_BANDS, PAGE_BANDS, RULES, Band
from .charge import Fee, FeesAreOff, Line, Method, charge
from .rules import FeeRules

__all__ = [
    "ITEM_BANDS",
    "PAGE_BANDS",
    "RULES",
    "Band",
    "Fee",
    "FeeRules",
    "FeesAreOff",
    "Line",
    "Method",
    "charge",
]
