"""信息公开目录: what is published, by index number, as 条例 art 12 asks for it.

An entry adds to an article what only the catalogue knows: 索引号, 目录分类, 文种, 公开方式. Title, number,
issuer and validity are read from the article and its document, so that they are written once.
"""
