"""The grounds on which information, or a part of it, is not given (条例 arts. 14–16, 36–38)."""

from .inputs import Input, Kind
from .leaf import Ground, Remedy

REASONS = Input(
    "reasons",
    "理由",
    help="写明认定的事实，以及为什么符合所引用的条款；不要只重复法条。",
)
AGENCY_UNKNOWN = Input(
    "agency_unknown",
    "无法确定负责公开的机关",
    help="确实无法确定时勾选；能够确定的，必须写明机关名称和联系方式。",
    kind=Kind.FLAG,
    optional=True,
)
REFUSED = "不予公开"
# How a third party was heard (art. 32): what was written to it, or why nothing could be. The last two
# are the only cases in which nobody need be asked anew; the reasons then say what they rest on.
OBJECTED = "经书面征求意见，第三方不同意公开且有合理理由"
SILENT = "经书面征求意见，第三方逾期未提出意见"
UNREACHED = "经书面征求意见，无法与第三方取得联系"
OBJECTED_BEFORE = "第三方此前已书面表示不同意公开且有合理理由，未再征求意见"
NO_ADDRESS = "无法与第三方取得联系，未能发出征求意见书"

STATE_SECRET = Ground(
    code="state_secret",
    name="国家秘密",
    finding="属于依法确定为国家秘密的{政府信息}",
    ruling=REFUSED,
    articles=("14",),
    inputs=(REASONS,),
    remedy=Remedy.REVIEW_FIRST,
)
FORBIDDEN_BY_LAW = Ground(
    code="forbidden_by_law",
    name="法律、行政法规禁止公开",
    finding="属于{法律依据}禁止公开的{政府信息}",
    ruling=REFUSED,
    articles=("14",),
    inputs=(
        Input(
            "law",
            "禁止公开的法律、行政法规及条款",
            help="例如：《中华人民共和国……法》第×条。规章和规范性文件不能作为依据。",
        ),
        REASONS,
    ),
    remedy=Remedy.REVIEW_FIRST,
)
ENDANGERS = Ground(
    code="endangers",
    name="危及“三安全一稳定”",
    finding="公开后可能危及{危及对象}",
    ruling=REFUSED,
    articles=("14",),
    inputs=(
        Input(
            "endangered",
            "可能危及",
            kind=Kind.CHOICES,
            choices=("国家安全", "公共安全", "经济安全", "社会稳定"),
        ),
        REASONS,
    ),
    remedy=Remedy.REVIEW_FIRST,
)
THIRD_PARTY = Ground(
    code="third_party",
    name="保护第三方合法权益",
    finding="涉及{第三方权益}，公开会对第三方合法权益造成损害；{征求意见情况}；"
    "{本机关}认为不公开不会对公共利益造成重大影响",
    ruling=REFUSED,
    articles=("15", "32"),
    inputs=(
        Input(
            "interest",
            "涉及的权益",
            kind=Kind.CHOICES,
            choices=("商业秘密", "个人隐私", "第三方的其他合法权益"),
        ),
        Input(
            "consultation",
            "征求第三方意见的情况",
            help="须与登记的征求意见情况一致。第三方同意公开的，应当公开；逾期未提出意见的，"
            "由本机关依法决定。没有征求意见的，理由中须写明第三方书面意见的日期，或者联系的经过。",
            kind=Kind.CHOICE,
            choices=(OBJECTED, SILENT, UNREACHED, OBJECTED_BEFORE, NO_ADDRESS),
        ),
        REASONS,
    ),
    remedy=Remedy.REVIEW_FIRST,
)
INTERNAL = Ground(
    code="internal",
    name="三类内部事务信息",
    finding="属于{本机关}的内部事务信息（{内部事务类别}）",
    ruling=REFUSED,
    articles=("16-1",),
    inputs=(
        Input(
            "internal_kind",
            "内部事务类别",
            kind=Kind.CHOICES,
            choices=("人事管理", "后勤管理", "内部工作流程"),
        ),
        REASONS,
    ),
    remedy=Remedy.REVIEW_FIRST,
)
IN_PROCESS = Ground(
    code="in_process",
    name="四类过程性信息",
    finding="属于在{履行职能}过程中形成的过程性信息（{过程性信息类别}），"
    "且法律、法规、规章未规定应当公开",
    ruling=REFUSED,
    articles=("16-2",),
    inputs=(
        Input(
            "process_kind",
            "过程性信息类别",
            kind=Kind.CHOICES,
            choices=("讨论记录", "过程稿", "磋商信函", "请示报告"),
        ),
        REASONS,
    ),
    remedy=Remedy.REVIEW_FIRST,
)
ENFORCEMENT_FILE = Ground(
    code="enforcement_file",
    name="行政执法案卷信息",
    finding="属于行政执法案卷信息，且法律、法规、规章未规定应当公开",
    ruling=REFUSED,
    articles=("16-2",),
    inputs=(REASONS,),
    remedy=Remedy.REVIEW_FIRST,
)
SPECIAL_ACCESS = Ground(
    code="special_access",
    name="行政查询事项",
    finding="属于{查询事项}，有关法律、行政法规对信息的获取有特别规定",
    ruling="依照{特别规定}的规定向{负责机关}查询",
    articles=("36(7)",),
    inputs=(
        Input("inquiry", "查询事项", help="例如：不动产登记资料。"),
        Input("special_law", "特别规定", help="对获取这类信息有特别规定的法律、行政法规及条款。"),
        Input("agency", "办理查询的机关"),
    ),
    # Row 3.3.8 stands under 不予公开, but this is no refusal under arts. 14–16.
    remedy=Remedy.NOTICE,
    is_settled=False,
)
NOT_EXISTING = Ground(
    code="not_existing",
    name="政府信息不存在",
    finding="经检索{检索范围}，没有找到",
    ruling="告知该{政府信息}不存在",
    articles=("36(4)",),
    inputs=(
        Input(
            "search_scope",
            "检索范围",
            help="检索了哪些系统、档案和部门，用了什么关键词。没有检索过，不能答复不存在。",
        ),
    ),
    remedy=Remedy.REVIEW_OR_SUIT,
)
NOT_OURS = Ground(
    code="not_ours",
    name="不属于本机关负责公开",
    finding="不属于{本机关}负责公开",
    ruling="不予提供",
    articles=("36(5)",),
    inputs=(
        REASONS,
        Input("agency", "负责公开的机关", unless="agency_unknown"),
        Input("agency_contact", "该机关的联系方式", unless="agency_unknown"),
        AGENCY_UNKNOWN,
    ),
    remedy=Remedy.REVIEW_OR_SUIT,
)
NEEDS_MAKING = Ground(
    code="needs_making",
    name="没有现成信息，需要加工、分析",
    finding="不是{本机关}已经制作或者获取的现成信息，需要对现有{政府信息}进行加工、分析",
    ruling="不予提供",
    articles=("38",),
    inputs=(REASONS,),
    remedy=Remedy.REVIEW_OR_SUIT,
)
NOT_INFORMATION = Ground(
    code="not_information",
    name="不属于政府信息的内容",
    # The words of art. 2: under art. 55 {政府信息} is 信息, and everything is information.
    finding="不是{本机关}在{履行职能}过程中制作或者获取的，以一定形式记录、保存的信息",
    ruling="不予提供",
    articles=("2", "37"),
    inputs=(REASONS,),
    remedy=Remedy.REVIEW_OR_SUIT,
)

GROUNDS: dict[str, Ground] = {
    ground.code: ground
    for ground in (
        STATE_SECRET,
        FORBIDDEN_BY_LAW,
        ENDANGERS,
        THIRD_PARTY,
        INTERNAL,
        IN_PROCESS,
        ENFORCEMENT_FILE,
        SPECIAL_ACCESS,
        NOT_EXISTING,
        NOT_OURS,
        NEEDS_MAKING,
        NOT_INFORMATION,
    )
}
