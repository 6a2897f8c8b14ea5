"""文种: the kinds of official documents, and how a title tells its own."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _


class Genre(models.TextChoices):
    """公文 (党政机关公文处理工作条例 art 8) that institutions publish, and the names rules go by."""

    RULES = "rules", _("规定")
    MEASURES = "measures", _("办法、措施")
    DETAILS = "details", _("细则")
    NORMS = "norms", _("规则、规范")
    OPINION = "opinion", _("意见")
    NOTICE = "notice", _("通知")
    CIRCULAR = "circular", _("通报")
    DECISION = "decision", _("决定")
    ANNOUNCEMENT = "announcement", _("公告、通告")
    REPORT = "report", _("报告")
    REPLY = "reply", _("批复")
    LETTER = "letter", _("函")
    MINUTES = "minutes", _("纪要")
    PLAN = "plan", _("规划、计划、方案")
    GUIDE = "guide", _("指南、目录")
    OTHER = "other", _("其他")


# What titles end with; a longer ending stands before one that it ends with.
ENDINGS = (
    (("细则",), Genre.DETAILS),
    (("规定",), Genre.RULES),
    (("办法", "措施"), Genre.MEASURES),
    (("规则", "规范", "制度", "章程", "准则", "标准", "条例", "条件"), Genre.NORMS),
    (("意见",), Genre.OPINION),
    (("公告", "通告", "公示"), Genre.ANNOUNCEMENT),
    (("通知",), Genre.NOTICE),
    (("通报",), Genre.CIRCULAR),
    (("决定", "决议"), Genre.DECISION),
    (("报告",), Genre.REPORT),
    (("批复",), Genre.REPLY),
    (("函",), Genre.LETTER),
    (("纪要",), Genre.MINUTES),
    (("规划", "计划", "方案", "要点", "预案"), Genre.PLAN),
    (("指南", "目录", "清单", "手册"), Genre.GUIDE),
)
# （试行）, （2026年版）, 【修订】 at the end say nothing of the kind.
REMARK = re.compile(r"[（(〔【\[][^（(〔【\[]*[）)〕】\]]$")


def genre_of(title: str) -> str:
    """The 文种 that ``title`` names at its end; :attr:`Genre.OTHER` when it names none."""
    plain = title.strip()
    while (shorter := REMARK.sub("", plain).strip()) != plain:
        plain = shorter
    return next((genre for words, genre in ENDINGS if plain.endswith(words)), Genre.OTHER)
