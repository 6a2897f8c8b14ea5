"""The letters of the desk as data: which belongs to which step or outcome, and what each must hold.

No official national set exists; this one joins the kinds cities use after 2019 with what the 条例
itself asks each letter to say. Titles are defaults, an institution may have its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from .catalogue import OUTCOMES

ANSWER = ("文号 申请人 登记编号 收到日期 申请内容 答复正文 救济途径 机关名称 落款日期").split()
NOTICE = "文号 申请人 登记编号 收到日期 申请内容 机关名称 落款日期".split()


class Reader(StrEnum):
    """Whom a letter is written to."""

    APPLICANT = "申请人"
    THIRD_PARTY = "第三方"
    AGENCY = "其他机关"
    FILE = "存档"


class Step(StrEnum):
    """The step of a case a letter belongs to."""

    REGISTERING = "登记"
    CORRECTING = "补正"
    EXTENDING = "延期"
    CONSULTING = "征求意见"
    EXPLAINING = "说明理由"
    CHARGING = "收费"
    ANSWERING = "答复"
    RECTIFYING = "更正"


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter.

    ``articles``
        Of the 条例, as keys of :mod:`.articles`.
    ``placeholders``
        Names of :mod:`.placeholders` without which the letter may not go out.
    """

    code: str
    title: str
    step: Step
    reader: Reader
    articles: tuple[str, ...]
    placeholders: tuple[str, ...]
    must_say: str = ""

    @property
    def short_title(self) -> str:
        """As lists and file names have it: 公开申请答复书."""
        return self.title.replace("{政府信息}", "").replace("{申请}", "申请")

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The outcomes that are told by this letter."""
        return tuple(code for code, leaf in OUTCOMES.items() if leaf.letter == self.code)

    @property
    def outcome_names(self) -> tuple[str, ...]:
        """The same by the names people know."""
        return tuple(OUTCOMES[code].name for code in self.outcomes)


def _letter(code, title, step, reader, articles, placeholders, must_say="") -> LetterKind:
    names = placeholders if isinstance(placeholders, list) else placeholders.split()
    return LetterKind(code, title, step, reader, tuple(articles.split()), tuple(names), must_say)


def _to_applicant(code, title, step, articles, extra, must_say="") -> LetterKind:
    return _letter(code, title, step, Reader.APPLICANT, articles, NOTICE + extra.split(), must_say)


def _answer(code, title, articles, must_say="") -> LetterKind:
    return _letter(code, title, Step.ANSWERING, Reader.APPLICANT, articles, ANSWER, must_say)


REPLY = "{政府信息}公开{申请}答复书"
INFORM = "{政府信息}公开{申请}告知书"

LETTERS: dict[str, LetterKind] = {
    letter.code: letter
    for letter in (
        _letter(
            "registration",
            "{政府信息}公开{申请}登记表",
            Step.REGISTERING,
            Reader.FILE,
            "31 45",
            "申请人 登记编号 提交渠道 收到日期 申请内容 联系方式",
        ),
        _to_applicant(
            "receipt",
            "{政府信息}公开{申请}登记回执",
            Step.REGISTERING,
            "31 45",
            "提交渠道 答复期限 联系方式",
            "写明登记编号、收到申请之日、答复期限和联系方式",
        ),
        _to_applicant(
            "correction",
            "{政府信息}公开{申请}补正告知书",
            Step.CORRECTING,
            "30",
            "补正事项 补正期限 联系方式",
            "收到申请之日起7个工作日内一次告知全部补正事项、合理期限，以及逾期不补正的后果",
        ),
        _to_applicant(
            "extension",
            "{政府信息}公开{申请}延期答复告知书",
            Step.EXTENDING,
            "33-2",
            "延长理由 延长后期限",
            "经工作机构负责人同意，延长不超过20个工作日，在原期限届满前告知",
        ),
        _letter(
            "third_party_consultation",
            "{政府信息}公开征求意见书（第三方）",
            Step.CONSULTING,
            Reader.THIRD_PARTY,
            "32",
            "文号 第三方 涉及信息 征求意见期限 联系方式 机关名称 落款日期",
            "收到之日起15个工作日内提出意见，逾期由本机关依法决定；不透露申请人的身份",
        ),
        _letter(
            "third_party_opinion",
            "{政府信息}公开征求意见确认函",
            Step.CONSULTING,
            Reader.THIRD_PARTY,
            "32",
            "第三方 涉及信息 第三方意见",
            "由第三方填写是否同意公开和理由，签名或者盖章后寄回",
        ),
        _to_applicant(
            "consultation_notice",
            "{政府信息}公开征求意见告知书",
            Step.CONSULTING,
            "32 33-3",
            "征求意见期限",
            "征求第三方和其他机关意见所需时间不计算在答复期限内",
        ),
        _letter(
            "third_party_disclosure",
            "{政府信息}依{申请}公开告知书（第三方）",
            Step.CONSULTING,
            Reader.THIRD_PARTY,
            "15 32",
            "文号 第三方 涉及信息 公开理由 机关名称 落款日期",
            "写明决定公开的内容和理由",
        ),
        _letter(
            "co_author_consultation",
            "{政府信息}公开征求意见书（共同制作机关）",
            Step.CONSULTING,
            Reader.AGENCY,
            "34",
            "文号 共同制作机关 涉及信息 征求意见期限 联系方式 机关名称 落款日期",
            "收到之日起15个工作日内提出意见，逾期视为同意公开",
        ),
        _letter(
            "organ_consultation",
            "{政府信息}公开征求意见书（其他机关）",
            Step.CONSULTING,
            Reader.AGENCY,
            "33-3",
            "文号 其他机关 涉及信息 征求意见期限 联系方式 机关名称 落款日期",
            "请提出意见的日期；条例没有规定逾期的后果，不能写视为同意",
        ),
        _letter(
            "assistance",
            "{政府信息}公开{申请}协办函",
            Step.CONSULTING,
            Reader.FILE,
            "45",
            "登记编号 协办部门 申请内容 答复期限",
        ),
        _to_applicant(
            "explanation",
            "{政府信息}公开{申请}说明理由告知书",
            Step.EXPLAINING,
            "35",
            "说明理由期限 联系方式",
            "要求说明申请的数量、频次明显超过合理范围的理由",
        ),
        _to_applicant(
            "delay",
            "{政府信息}公开{申请}延迟答复告知书",
            Step.EXPLAINING,
            "35",
            "延长后期限",
            "申请理由合理，但无法在法定期限内答复的，告知延迟答复的合理期限",
        ),
        _to_applicant(
            "fee",
            "{政府信息}公开信息处理费收费通知",
            Step.CHARGING,
            "42-1",
            "收费依据 收费标准 收费金额 缴纳方式 缴费期限",
            "写明逾期未缴纳视为放弃申请",
        ),
        _answer("released", REPLY, "36(1) 36(2)", "提供信息，或者方式、途径和时间"),
        _answer("partial", REPLY, "37", "区分处理的清单和理由；救济途径分别写明"),
        _answer("refusal", REPLY, "14 15 16-1 16-2 36(3)", "具体条款、理由，先申请行政复议的告知"),
        _answer("special_access", INFORM, "36(7)", "有特别规定的法律、行政法规和查询渠道"),
        _answer("not_existing", REPLY, "36(4)", "已经检索，以及检索的范围"),
        _answer("not_ours", REPLY, "36(5)", "理由，负责公开的机关的名称和联系方式"),
        _answer("needs_making", REPLY, "38", "需要加工、分析的理由"),
        _answer("still_unclear", REPLY, "30", "补正告知的情况，仍不明确之处"),
        _answer("not_application", INFORM, "39-1 39-2", "相应渠道，或者获取的途径"),
        _answer("repeated", INFORM, "36(6)", "前次答复的文号和日期"),
        _answer("excessive", REPLY, "35", "申请理由不合理之处"),
        _answer("no_longer_handled", INFORM, "30 42-1", "补正告知或者收费通知，逾期的事实"),
        _answer("closed", INFORM, "45", "处理情况"),
        _to_applicant(
            "rectification",
            "{政府信息}更正申请告知书",
            Step.RECTIFYING,
            "41",
            "更正请求 更正结果",
            "更正的结果，或者已转送、应向哪个机关提出",
        ),
    )
}
