"""The leaves of （五）不予处理 and （六）其他处理."""

from . import replies
from .inputs import Input, Kind
from .leaf import Outcome, Remedy
from .taxonomy import CORRECTIONS_ASKED

NOT_HANDLED = (
    Outcome(
        code="petition",
        name="信访、举报、投诉类申请",
        row="3.5.1",
        reply=replies.PETITION,
        articles=("39-1",),
        wording=(
            "{您}以{政府信息}公开{申请}的形式进行{活动类别}活动。{依据}{条文}的规定，"
            "{本机关}不作为{政府信息}公开{申请}处理。",
            "{您}可以通过以下渠道提出：{获取途径}。",
        ),
        letter="not_application",
        remedy=Remedy.NOTICE,
        is_settled=False,
        inputs=(
            Input(
                "activity",
                "活动类别",
                kind=Kind.CHOICES,
                choices=("信访", "投诉", "举报"),
            ),
            Input("access", "相应渠道", help="负责单位、地址、电话或者网址。", optional=True),
        ),
    ),
    Outcome(
        code="repeated",
        name="重复申请",
        row="3.5.2",
        reply=replies.REPEATED,
        articles=("36(6)",),
        wording=(
            "{本机关}已就{您}提出的相同{申请}作出答复（{前次答复}）。{依据}{条文}的规定，"
            "对{您}的重复{申请}，{本机关}不予重复处理。",
        ),
        letter="repeated",
        remedy=Remedy.NOTICE,
        is_settled=False,
        inputs=(
            Input(
                "earlier_reply",
                "前次答复",
                help="前次答复书的文号和日期。申请人或者所申请的信息不同的，不是重复申请。",
            ),
        ),
    ),
    Outcome(
        code="publication",
        name="要求提供公开出版物",
        row="3.5.3",
        reply=replies.PUBLICATION,
        articles=("39-2",),
        wording=(
            "{您}{申请}的内容为要求提供公开出版物（{出版物}）。{依据}{条文}的规定，"
            "{本机关}不予处理。",
            "获取的途径：{获取途径}。",
        ),
        letter="not_application",
        remedy=Remedy.NOTICE,
        is_settled=False,
        inputs=(
            Input("publication", "公开出版物", help="政府公报、报刊、书籍的名称和期号。"),
            Input("access", "获取的途径", optional=True),
        ),
    ),
    Outcome(
        code="excessive",
        name="无正当理由大量反复申请",
        row="3.5.4",
        reply=replies.EXCESSIVE,
        articles=("35",),
        wording=(
            "{您}{申请公开}{政府信息}的数量、频次明显超过合理范围，{本机关}于{要求说明理由日期}"
            "要求{您}说明理由。",
            "经审查，{本机关}认为{申请}理由不合理：{理由}。{依据}{条文}的规定，{本机关}不予处理。",
        ),
        letter="excessive",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            Input("reasons_asked_on", "要求申请人说明理由的日期", kind=Kind.DATE),
            Input(
                "reasons",
                "申请理由不合理之处",
                help="写明申请的数量、频次，申请人如何说明，为什么不合理。",
            ),
        ),
    ),
    Outcome(
        code="reissue",
        name="要求确认或重新出具已获取信息",
        row="3.5.5",
        reply=replies.UNNAMED,
        articles=(),
        wording=(
            "{您}要求{本机关}确认或者重新出具{您}已经获取的{政府信息}（{前次获取}）。"
            "该要求不是{申请}获取{政府信息}，{本机关}不予处理。",
        ),
        letter="not_application",
        # In none of the lists of the courts' interpretation by name; 不予处理 by its art. 1(1).
        remedy=Remedy.REVIEW_OR_SUIT,
        is_settled=False,
        inputs=(
            Input(
                "earlier_receipt",
                "申请人此前获取该信息的情况",
                help="何时、以何种方式获取，有答复书的写明文号。",
            ),
        ),
    ),
)

CLOSED = (
    Outcome(
        code="lapsed",
        name="逾期不补正",
        row="3.6.1",
        reply=replies.LAPSED,
        articles=("30",),
        wording=(
            "因{申请}内容不明确，{本机关}于{补正告知日期}告知{您}最迟于{补正期限}补正。"
            "{您}无正当理由逾期未补正。",
            "{依据}{条文}的规定，视为{您}放弃{申请}，{本机关}不再处理该{政府信息}公开{申请}。",
        ),
        letter="no_longer_handled",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            CORRECTIONS_ASKED,
            Input("correct_by", "要求补正的期限", kind=Kind.DATE),
        ),
    ),
    Outcome(
        code="unpaid",
        name="逾期未缴纳信息处理费",
        row="3.6.2",
        reply=replies.UNPAID,
        articles=("42-1",),
        wording=(
            "{本机关}已向{您}发出收费通知（{收费通知}），{您}应当最迟于{缴费期限}缴纳信息处理费。"
            "{您}逾期未缴纳。",
            "{依据}{条文}和《政府信息公开信息处理费管理办法》的规定，视为{您}放弃{申请}，"
            "{本机关}不再处理该{政府信息}公开{申请}。",
        ),
        letter="no_longer_handled",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            Input("fee_notice", "收费通知", help="收费通知的文号、日期和金额。"),
            Input("pay_by", "缴费期限", kind=Kind.DATE),
        ),
    ),
    Outcome(
        code="withdrawn",
        name="申请人撤回",
        row="3.6.3",
        reply=replies.UNNAMED,
        articles=(),
        wording=("{您}于{撤回日期}撤回该{政府信息}公开{申请}，{本机关}不再处理。",),
        letter="closed",
        # The applicant's own act: there is nothing to complain of.
        remedy=Remedy.NOTICE,
        inputs=(Input("withdrawn_on", "撤回日期", kind=Kind.DATE),),
    ),
    Outcome(
        code="other",
        name="其他处理",
        row="3.6.3",
        reply=replies.UNNAMED,
        articles=(),
        wording=("{处理说明}",),
        letter="closed",
        remedy=Remedy.REVIEW_OR_SUIT,
        is_settled=False,
        inputs=(
            Input(
                "statement",
                "处理情况",
                help="写明如何处理、依据什么规定；能够归入其他情形的，不要选“其他处理”。",
            ),
        ),
    ),
)
