"""The closed list of names that texts of decisions, remedies and letters may leave gaps for.

Officers may edit texts; they can only use these names. Each stands for one value: of the case, of
the institution, of what the officer typed for the decision, or of the procedure.
"""

from collections.abc import Mapping

from disclosure.text import fill, gaps

CASE = {
    "申请人": "applicant",
    "您": "you",
    "登记编号": "number",
    "收到日期": "received_on",
    "补正收到日期": "corrected_on",
    "申请内容": "content",
}
INSTITUTION = {
    "机关名称": "name",
    "本机关": "self_name",
    "政府信息": "information",
    "申请": "application",
    "申请公开": "applies_for",
    "履行职能": "duty",
    "依据": "lead",
    "复议机关": "review_agency",
    "人民法院": "court",
    "申诉机构": "appeal_body",
    "第三方答复天数": "third_party_days",
    "共同制作机关答复天数": "co_author_days",
}
# Worked out from the leaf itself.
DERIVED = {
    "条文": "articles",
    "认定": "finding",
    "处理": "ruling",
    "序号": "ordinal",
    "内容": "content_withheld",
}
# One name for each input a leaf or a ground may need.
DECISION = {
    "公开网址": "link",
    "获取途径": "access",
    "公开内容": "released",
    "提供方式": "form",
    "形式说明": "form_reason",
    "理由": "reasons",
    "法律依据": "law",
    "危及对象": "endangered",
    "第三方权益": "interest",
    "征求意见情况": "consultation",
    "内部事务类别": "internal_kind",
    "过程性信息类别": "process_kind",
    "查询事项": "inquiry",
    "特别规定": "special_law",
    "检索范围": "search_scope",
    "负责机关": "agency",
    "负责机关联系方式": "agency_contact",
    "补正告知日期": "corrections_asked_on",
    "补正期限": "correct_by",
    "活动类别": "activity",
    "前次答复": "earlier_reply",
    "出版物": "publication",
    "要求说明理由日期": "reasons_asked_on",
    "前次获取": "earlier_receipt",
    "收费通知": "fee_notice",
    "缴费期限": "pay_by",
    "撤回日期": "withdrawn_on",
    "处理说明": "statement",
}
# What letters hold besides the decision; filled by whoever writes the letter.
PROCEDURE = {
    "文号": "reference",
    "落款日期": "signed_on",
    "答复正文": "body",
    "救济途径": "remedy",
    "提交渠道": "channel",
    "联系方式": "contact",
    "答复期限": "due_on",
    "延长后期限": "extended_until",
    "延长理由": "extension_reason",
    "补正事项": "corrections",
    "第三方": "third_party",
    "涉及信息": "information_concerned",
    "征求意见期限": "comment_by",
    "第三方意见": "third_party_opinion",
    "公开理由": "disclosure_reason",
    "共同制作机关": "co_author",
    "其他机关": "organ",
    "协办部门": "department",
    "说明理由期限": "explain_by",
    "收费依据": "fee_basis",
    "收费标准": "fee_rate",
    "收费金额": "fee_amount",
    "缴纳方式": "fee_payment",
    "更正请求": "correction_request",
    "更正结果": "correction_result",
    "附件": "attachments",
}
ALL: dict[str, str] = CASE | INSTITUTION | DERIVED | DECISION | PROCEDURE


def unknown(*templates: str) -> tuple[str, ...]:
    """Names used in the templates that are not on the list; a text with any cannot be saved."""
    return tuple(name for template in templates for name in gaps(template) if name not in ALL)


def fill_in(template: str, values: Mapping[str, object]) -> str:
    """The template with the values, which stand under their Python names."""
    return fill(template, {name: values[key] for name, key in ALL.items() if key in values})
