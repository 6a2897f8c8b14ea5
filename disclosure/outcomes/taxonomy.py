"""The leaves: every way an application can end, in the order of the annual report's rows.

国办公开办函〔2021〕30号 has 21 rows for results. Three of them hold two leaves each, because the law
asks for different letters: row 3.1 (已主动公开 and 予以公开), 3.4.1 (不存在 and 非本机关), 3.6.3
(撤回 and 其他).
"""

from . import grounds as g
from . import replies
from .inputs import Input, Kind
from .leaf import Ground, Outcome, Remedy, Reply

FORM = Input(
    "form",
    "提供方式",
    help="按申请人要求的形式，例如“邮寄纸质件”“电子邮件”。",
    unless="access",
)
RULING = "{您}{申请公开}的{政府信息}{认定}。{依据}{条文}的规定，{本机关}决定{处理}。"
BECAUSE = "理由：{理由}。"
CORRECTIONS_ASKED = Input("corrections_asked_on", "告知补正的日期", kind=Kind.DATE)


def _on(ground: Ground, row: str, reply: Reply, letter: str, *wording: str) -> Outcome:
    """The leaf that rests on one ground and nothing else."""
    return Outcome(
        code=ground.code,
        name=ground.name,
        row=row,
        reply=reply,
        articles=tuple(dict.fromkeys((*ground.articles, reply.article))),
        wording=wording,
        letter=letter,
        remedy=ground.remedy,
        inputs=ground.inputs,
        ground=ground,
        is_settled=ground.is_settled,
    )


def _refusal(ground: Ground, row: str) -> Outcome:
    return _on(ground, row, replies.REFUSED, "refusal", RULING, BECAUSE)


GIVEN = (
    Outcome(
        code="already_public",
        name="已主动公开",
        row="3.1",
        reply=replies.PUBLIC,
        articles=("36(1)",),
        wording=(
            "{您}{申请公开}的{政府信息}已经主动公开。{依据}{条文}的规定，现将获取的方式、途径告知如下：",
            "网址：{公开网址}",
            "其他方式、途径：{获取途径}。",
        ),
        letter="released",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            Input(
                "link",
                "公开网址",
                help="本网站文章或文件的完整网址，申请人打开即可看到该信息。",
                kind=Kind.LINK,
                unless="access",
            ),
            Input(
                "access",
                "获取的方式、途径",
                help="没有网址时必填，例如公报的期号、查阅场所的地址和时间。",
                unless="link",
            ),
        ),
    ),
    Outcome(
        code="released",
        name="予以公开",
        row="3.1",
        reply=replies.GIVEN,
        articles=("36(2)",),
        wording=(
            "{您}{申请公开}的{政府信息}可以公开。{依据}{条文}的规定，{本机关}决定予以公开。",
            "现向{您}提供：{公开内容}。",
            "提供方式：{提供方式}。",
            "获取的方式、途径和时间：{获取途径}。",
            "未采用{您}要求的形式，原因是：{形式说明}。",
        ),
        letter="released",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            Input(
                "released",
                "提供的信息",
                help="随答复书提供的文件，一行一件。",
                kind=Kind.LINES,
                unless="access",
            ),
            FORM,
            Input(
                "access",
                "获取的方式、途径和时间",
                help="不随答复书提供时填写。",
                unless="released",
            ),
            Input(
                "form_reason",
                "改用其他形式的原因",
                help="第四十条：可能危及载体安全或者公开成本过高的，可以改用其他适当形式。",
                optional=True,
            ),
        ),
    ),
    Outcome(
        code="partial",
        name="部分公开",
        row="3.2",
        reply=replies.SEPARATED,
        articles=("37",),
        wording=(
            "经区分处理，{您}{申请公开}的内容中，部分可以公开，部分依法不予公开或者无法提供。"
            "{依据}{条文}的规定，{本机关}决定部分公开。",
            "一、予以公开的内容：{公开内容}。提供方式：{提供方式}。",
            "二、不予公开或者无法提供的内容及理由：",
        ),
        letter="partial",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            Input(
                "released",
                "予以公开的内容",
                help="写明公开哪些文件、哪些部分，一行一项。",
                kind=Kind.LINES,
            ),
            Input("form", "提供方式", help=FORM.help),
        ),
        has_schedule=True,
    ),
)

REFUSED = (
    _refusal(g.STATE_SECRET, "3.3.1"),
    _refusal(g.FORBIDDEN_BY_LAW, "3.3.2"),
    _refusal(g.ENDANGERS, "3.3.3"),
    _refusal(g.THIRD_PARTY, "3.3.4"),
    _refusal(g.INTERNAL, "3.3.5"),
    _refusal(g.IN_PROCESS, "3.3.6"),
    _refusal(g.ENFORCEMENT_FILE, "3.3.7"),
    _on(
        g.SPECIAL_ACCESS,
        "3.3.8",
        replies.SPECIAL_ACCESS,
        "special_access",
        "{您}{申请公开}的信息{认定}。{依据}{条文}的规定，请{您}依照{特别规定}的规定，向{负责机关}查询。",
    ),
)

NOT_AVAILABLE = (
    _on(
        g.NOT_EXISTING,
        "3.4.1",
        replies.NOT_EXISTING,
        "not_existing",
        "经检索{检索范围}，没有找到{您}{申请公开}的{政府信息}。{依据}{条文}的规定，"
        "现告知{您}：该{政府信息}不存在。",
    ),
    _on(
        g.NOT_OURS,
        "3.4.1",
        replies.NOT_OURS,
        "not_ours",
        "{您}{申请公开}的{政府信息}{认定}。{依据}{条文}的规定，现予告知。",
        BECAUSE,
        "负责公开该{政府信息}的机关：{负责机关}；联系方式：{负责机关联系方式}。",
    ),
    _on(
        g.NEEDS_MAKING,
        "3.4.2",
        replies.NEEDS_MAKING,
        "needs_making",
        "{您}{申请公开}的内容{认定}。{依据}{条文}的规定，{本机关}决定{处理}。",
        BECAUSE,
    ),
    Outcome(
        code="still_unclear",
        name="补正后仍不明确",
        row="3.4.3",
        reply=replies.UNCLEAR,
        articles=("29-2(2)", "30"),
        wording=(
            "{您}提交的{申请}内容不明确，{本机关}于{补正告知日期}告知{您}补正。"
            "{您}补正后，{申请}内容仍不明确：{理由}。",
            "{依据}{条文}的规定，{本机关}无法提供{您}所{申请}的{政府信息}。",
        ),
        letter="still_unclear",
        remedy=Remedy.REVIEW_OR_SUIT,
        inputs=(
            CORRECTIONS_ASKED,
            Input("reasons", "仍不明确之处", help="写明哪些描述无法指向具体的信息。"),
        ),
    ),
)
