"""The remedy paragraph. It is not one sentence: what may be done depends on what was decided.

Since 2024-01-01 a refusal under arts. 14–16 of the 条例, and the refused part of a partial release,
must go to 行政复议 before a court, and the agency must say so (行政复议法 art. 23①(4), ②). The
numbers below are the law's: 行政复议法 arts. 20 and 34, 行政诉讼法 arts. 45 and 46.
"""

from disclosure.text import chinese_number

from .catalogue import GROUNDS
from .decision import Decision
from .leaf import Remedy
from .placeholders import fill_in
from .profile import InstitutionProfile
from .wording import CaseFacts

REVIEW_WITHIN_DAYS = 60
SUIT_AFTER_REVIEW_WITHIN_DAYS = 15
SUIT_WITHIN_MONTHS = 6

REVIEW_LAW = "《中华人民共和国行政复议法》"
FIRST = (
    f"根据{REVIEW_LAW}第二十条、第二十三条第一款第（四）项、第三十四条的规定，应当自收到本答复之日起"
    f"{REVIEW_WITHIN_DAYS}日内先向{{复议机关}}申请行政复议；对行政复议决定不服，或者行政复议机关逾期"
    f"不作答复的，可以自收到行政复议决定书之日起或者行政复议期限届满之日起"
    f"{SUIT_AFTER_REVIEW_WITHIN_DAYS}日内向{{人民法院}}提起行政诉讼"
)
EITHER = (
    f"可以自收到本答复之日起{REVIEW_WITHIN_DAYS}日内向{{复议机关}}申请行政复议，或者自收到本答复"
    f"之日起{SUIT_WITHIN_MONTHS}个月内向{{人民法院}}提起行政诉讼"
)


def remedy_paragraph(decision: Decision, case: CaseFacts, profile: InstitutionProfile) -> str:
    """What the letter tells the applicant about remedies; ``""`` where it tells nothing."""
    return fill_in(_template(decision, profile), case.values() | profile.values())


def _template(decision: Decision, profile: InstitutionProfile) -> str:
    settings = profile.remedies
    if decision.leaf.has_schedule and profile.is_bound_by_regulation:
        return _partial(decision, profile)
    remedy = profile.remedy_of(decision.leaf)
    if remedy is Remedy.NOTICE:
        return settings.notice_text
    if not profile.is_bound_by_regulation:
        return settings.appeal_text
    return f"如对本答复不服，{{您}}{FIRST if remedy is Remedy.REVIEW_FIRST else EITHER}。"


def _partial(decision: Decision, profile: InstitutionProfile) -> str:
    """Review first against the refused lines; the applicant's choice against everything else."""
    refused = [
        number
        for number, line in enumerate(decision.withheld, start=1)
        if profile.remedy_of(GROUNDS[line.ground]) is Remedy.REVIEW_FIRST
    ]
    if not refused:
        return f"如对本答复不服，{{您}}{EITHER}。"
    return (
        f"如对本答复第二部分第{_items(refused)}项不予公开的内容不服，{{您}}{FIRST}。"
        f"如对本答复的其他内容不服，{{您}}{EITHER}。"
    )


def _items(numbers: list[int]) -> str:
    """``（一）、（二）、（五）至（九）``: three and more that follow each other as a range."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = (run if len(run) < 3 else (run[0], run[-1]) for run in runs)
    marked = ([f"（{chinese_number(number)}）" for number in run] for run in ends)
    return "、".join(
        ("至" if len(run) > 2 else "、").join(pair) for run, pair in zip(runs, marked, strict=True)
    )
