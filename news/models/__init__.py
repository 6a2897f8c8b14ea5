"""What staff publish."""

from .article import Article
from .attachment import Attachment
from .demo import DemoRecord
from .document import Document, DocumentCategory
from .home import HomeBlock
from .placement import ArticleKeyword, ArticlePlacement
from .source import Source
from .topic import Topic, TopicRedirect
from .topic_block import TopicBlock, TopicItem

__all__ = [
    "Article",
    "ArticleKeyword",
    "ArticlePlacement",
    "Attachment",
    "DemoRecord",
    "Document",
    "DocumentCategory",
    "HomeBlock",
    "Source",
    "Topic",
    "TopicBlock",
    "TopicItem",
    "TopicRedirect",
]
