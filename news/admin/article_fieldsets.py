"""Which fields of an article stand together, and which are folded away."""

from django.utils.translation import gettext_lazy as _

from news.section_kinds import library_section_ids

FIELDSETS = [
    (
        None,
        {"fields": ["title", ("kicker", "subtitle"), "section", ("source", "author", "editor")]},
    ),
    (_("正文"), {"fields": ["body", "summary", "keywords"]}),
    (
        _("文件信息：发文字号、发文机关、成文日期、有效性、解读（政策文件填写）"),
        {
            "classes": ["collapse", "document-details"],
            "fields": [
                "issuer",
                ("doc_number", "written_on"),
                ("category", "validity"),
                "superseded_by",
                "ends_on",
                "explanations",
            ],
        },
    ),
    (_("封面图"), {"fields": ["cover_preview", "cover", "cover_upload"]}),
    (_("发布"), {"fields": ["status", "published_at", "version"]}),
    (
        _("更多：短标题、其他栏目、外部链接、解读的文件"),
        {
            "classes": ["collapse"],
            "fields": ["short_title", "also_in", "external_url", "explains"],
        },
    ),
    (
        _("头条、轮播、置顶与下线"),
        {
            "classes": ["collapse"],
            "fields": [
                "headline_until",
                "headline_links",
                "featured_until",
                "sticky_until",
                "expires_at",
            ],
        },
    ),
]
# For those who may look at an article but not change it.
READ_FIELDSETS = [
    (None, {"fields": ["title", "kicker", "subtitle", "section", "source", "author", "editor"]}),
    (_("正文"), {"fields": ["body", "summary", "keywords", "doc_number", "cover_preview"]}),
    (_("发布"), {"fields": ["status", "published_at", "expires_at"]}),
]


def has_details(article) -> bool:
    """Whether the form should show 文件信息 at once."""
    if article is None:
        return False
    ids = library_section_ids()
    return bool(article.doc_number) or article.section_id in ids or hasattr(article, "document")


def open_details(fieldsets):
    """The same fieldsets with 文件信息 not collapsed."""
    return [
        (name, {**options, "classes": ["document-details"]})
        if "document-details" in options.get("classes", ())
        else (name, options)
        for name, options in fieldsets
    ]
