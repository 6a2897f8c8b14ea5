"""The rows of 三、本年度办理结果 in the annual report, with their exact labels.

国办公开办函〔2021〕30号 (2021). Every application that is closed counts in exactly one of them.
"""

# (key, label, ((key, label), …)): a row of its own, or a group with its rows.
RESULT_GROUPS = (
    ("3.1", "（一）予以公开", ()),
    ("3.2", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ()),
    (
        "3.3",
        "（三）不予公开",
        (
            ("3.3.1", "1.属于国家秘密"),
            ("3.3.2", "2.其他法律行政法规禁止公开"),
            ("3.3.3", "3.危及“三安全一稳定”"),
            ("3.3.4", "4.保护第三方合法权益"),
            ("3.3.5", "5.属于三类内部事务信息"),
            ("3.3.6", "6.属于四类过程性信息"),
            ("3.3.7", "7.属于行政执法案卷"),
            ("3.3.8", "8.属于行政查询事项"),
        ),
    ),
    (
        "3.4",
        "（四）无法提供",
        (
            ("3.4.1", "1.本机关不掌握相关政府信息"),
            ("3.4.2", "2.没有现成信息需要另行制作"),
            ("3.4.3", "3.补正后申请内容仍不明确"),
        ),
    ),
    (
        "3.5",
        "（五）不予处理",
        (
            ("3.5.1", "1.信访举报投诉类申请"),
            ("3.5.2", "2.重复申请"),
            ("3.5.3", "3.要求提供公开出版物"),
            ("3.5.4", "4.无正当理由大量反复申请"),
            ("3.5.5", "5.要求行政机关确认或重新出具已获取信息"),
        ),
    ),
    (
        "3.6",
        "（六）其他处理",
        (
            (
                "3.6.1",
                "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
            ),
            (
                "3.6.2",
                "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
            ),
            ("3.6.3", "3.其他"),
        ),
    ),
)

RESULT_ROWS: dict[str, str] = {
    key: label
    for group_key, group_label, rows in RESULT_GROUPS
    for key, label in (rows or ((group_key, group_label),))
}


def full_label(row: str) -> str:
    """``（三）不予公开 › 1.属于国家秘密``: a row with the group it stands in."""
    for group_key, group_label, rows in RESULT_GROUPS:
        if row == group_key and not rows:
            return group_label
        for key, label in rows:
            if key == row:
                return f"{group_label} › {label}"
    raise KeyError(row)
