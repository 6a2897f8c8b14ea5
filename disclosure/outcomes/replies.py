"""The kinds of replies the 条例 knows, and what each must say (arts. 30, 35–39, 42)."""

from .leaf import Reply

PUBLIC = Reply("36(1)", "告知获取该信息的方式、途径")
GIVEN = Reply("36(2)", "提供该信息，或者告知获取的方式、途径和时间")
REFUSED = Reply("36(3)", "告知不予公开并说明理由")
NOT_EXISTING = Reply("36(4)", "经过检索，告知该信息不存在")
NOT_OURS = Reply("36(5)", "告知并说明理由；能够确定负责公开的机关的，告知其名称、联系方式")
REPEATED = Reply("36(6)", "告知不予重复处理")
SPECIAL_ACCESS = Reply("36(7)", "告知依照有关法律、行政法规的规定办理")
SEPARATED = Reply("37", "提供可以公开的内容，并对不予公开的内容说明理由")
NEEDS_MAKING = Reply("38", "说明需要加工、分析，不予提供")
PETITION = Reply("39-1", "告知不作为政府信息公开申请处理；可以告知相应渠道")
PUBLICATION = Reply("39-2", "可以告知获取公开出版物的途径")
EXCESSIVE = Reply("35", "要求说明理由之后，告知申请理由不合理、不予处理")
UNCLEAR = Reply("30", "写明补正告知的情况，以及补正后仍不明确之处")
LAPSED = Reply("30", "告知逾期不补正视为放弃申请，不再处理")
UNPAID = Reply("42-1", "告知逾期未缴纳信息处理费，不再处理")
# The 条例 has no article for these; the national report format has a row.
UNNAMED = Reply("", "写明处理情况")
