"""Pages that list documents: a filter panel, a category tree, a table, a list to download.

What a page consists of is data (:class:`~news.catalogue.definition.Catalogue`): its columns, filters
and orders, where its categories come from. 政策文件库 is one such page
(``news.catalogue.library``); a room above makes another with a column more and categories of its
own, and hands it to ``news.views.documents.catalogue_page``.
"""
