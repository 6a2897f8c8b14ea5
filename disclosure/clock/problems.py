"""What is wrong with a ledger: stable codes, Chinese sentences, the article behind each."""

from typing import NamedTuple

from .events import Event

# code: (sentence, article key). ``{label}`` is the event, further names are given when reported.
PROBLEMS = {
    "before-receipt": ("尚未收到申请，不能登记“{label}”。", "receipt"),
    "after-stop": ("期限已于{stopped}停止，不能再登记“{label}”。", "reply"),
    "second-submission": ("申请已于{submitted}提交，不能重复登记。", "receipt"),
    "confirm-without-submission": ("没有登记提交申请，不能确认收到。", "receipt"),
    "confirm-not-needed": ("{channel}以提交或者签收之日为收到之日，不需要双方确认。", "receipt"),
    "second-confirmation": ("已于{received}确认收到，不能再次确认。", "receipt"),
    "confirm-late": ("平常信函应当于收到的当日与申请人确认。", "receipt.ordinary_mail"),
    "second-supplement": ("补正应当一次性告知，不能再次告知补正。", "supplement"),
    "supplement-late": (
        "告知补正已超过{limit}（收到申请后{days}个工作日）。{effect}",
        "supplement",
    ),
    "supplement-no-period": ("补正告知没有写明合理的补正期限。", "supplement"),
    "period-past": ("写明的期限{until}早于告知之日，不能作为期限。", "supplement"),
    "supplement-not-asked": ("没有待补正的告知，不能登记收到补正。", "supplement"),
    "supplement-overdue": ("补正晚于告知的期限{until}，应有正当理由。", "supplement"),
    "lapse-without-notice": ("没有待补正的告知或者待缴费的通知，不能视为放弃申请。", "supplement"),
    "lapse-early": ("告知的期限{until}尚未届满，不能视为放弃申请。", "supplement"),
    "lapse-no-period": ("告知中没有写明期限，不能认定逾期。", "supplement"),
    "letter-reused": ("编号“{letter}”的征求意见书已经登记。", "consultation"),
    "letter-unknown": ("没有编号“{letter}”的待答复征求意见书。", "consultation"),
    "letter-delivered-twice": ("编号“{letter}”的征求意见书已于{delivered}送达。", "consultation"),
    "resume-without-pause": (
        "编号“{letter}”没有待答复的征求意见书，不能登记收到意见。",
        "consultation",
    ),
    "opinion-late": ("意见晚于{limit}收到，期限自次日起已继续计算。", "consultation"),
    "after-term": ("答复期限已于{due}届满，此后的“{label}”不影响期限。", "reply"),
    "extension-second": ("答复期限已经延长过，不能再次延长。", "extension"),
    "extension-unapproved": ("延长答复期限未经政府信息公开工作机构负责人同意。", "extension"),
    "extension-empty": ("延长的天数应当至少为1个工作日。", "extension"),
    "extension-too-long": ("延长不得超过{limit}个工作日，超出部分不计。", "extension"),
    "extension-late": ("答复期限已于{due}届满，届满后不能延长。", "extension"),
    "extension-notified-late": ("答复期限于{due}届满，延长应当在届满前告知申请人。", "extension"),
    "reasons-not-asked": ("没有要求申请人说明理由。", "reasons"),
    "delay-without-reasons": ("延迟答复以申请人已说明理由且理由合理为前提。", "reasons"),
    "delay-no-date": ("没有写明延迟到哪一天。", "reasons"),
    "delay-not-longer": ("延迟的期限{until}不晚于现有期限{due}。", "reasons"),
    "fee-clock-off": ("收费期限规则未启用，“{label}”不影响期限。", "fee.clock"),
    "fee-not-notified": ("没有待缴费的收费通知。", "fee.clock"),
    "already-waiting": ("正在等待申请人补正或者缴费，不能再登记“{label}”。", "supplement"),
    "second-decision": ("已于{decided}作出决定，不能重复登记。", "reply"),
    "decision-letters-open": ("仍有征求意见书未答复且期限未满：{letters}。", "consultation"),
    "reply-late": ("答复晚于期限{due}。", "reply"),
}


class Problem(NamedTuple):
    """One thing wrong. ``ignored``: the event was given no effect, so a desk should refuse it;
    otherwise the event counts, but somebody will have to explain it."""

    code: str
    text: str
    article: str
    event: Event
    ignored: bool


def report(rules, code: str, event: Event, *, ignored: bool = True, **facts) -> Problem:
    """The problem ``code`` of ``event``; ``facts`` fill the sentence."""
    sentence, key = PROBLEMS[code]
    text = sentence.format(label=event.kind.label, **facts)
    return Problem(code, text, rules.cite(key), event, ignored)
