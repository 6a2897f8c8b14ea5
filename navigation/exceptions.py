"""Why the tree refuses a change. Every message is written for the person at the admin."""

from django.utils.translation import gettext_lazy as _


class SectionRefused(Exception):
    """A change of the tree that must not happen; ``field`` names the form field at fault."""

    field: str | None = None
    text = _("栏目不能这样修改。")

    def __init__(self, **values):
        self.values = values
        super().__init__(self.message)

    @property
    def message(self) -> str:
        return str(self.text) % self.values if self.values else str(self.text)

    def __str__(self):
        return self.message


class UnknownKind(SectionRefused):
    field = "kind"
    text = _("没有“%(kind)s”这种栏目类型。")


class SlugTaken(SectionRefused):
    field = "slug"
    text = _("网址 /%(path)s/ 已被栏目“%(title)s”使用，请换一个目录名。")


class PathReserved(SectionRefused):
    field = "slug"
    text = _("网址 /%(path)s/ 由系统功能占用，请换一个目录名。")


class PathTooLong(SectionRefused):
    field = "slug"
    text = _("网址 /%(path)s/ 超过 %(limit)s 个字符，请缩短目录名或减少层级。")


class MoveIntoSelf(SectionRefused):
    field = "target"
    text = _("不能把栏目“%(title)s”移到它自己或它的下级栏目里。")


class KindHoldsContent(SectionRefused):
    field = "kind"
    text = _("栏目“%(title)s”里还有 %(count)s 项内容，改成“%(kind)s”后将无法显示，请先移走内容。")


class HasChildren(SectionRefused):
    text = _("栏目“%(title)s”还有 %(count)s 个下级栏目，请先移走或删除它们。")


class HasContent(SectionRefused):
    text = _("栏目“%(title)s”里还有 %(count)s 项内容，请先移走内容，或者把它合并到另一个栏目。")


class IsLinkTarget(SectionRefused):
    text = _("栏目“%(title)s”是链接栏目%(links)s的目标，请先修改那些链接。")


class StillReferenced(SectionRefused):
    text = _("栏目“%(title)s”仍被其他数据引用（%(models)s），不能删除。")


class LinkLoop(SectionRefused):
    field = "link_section"
    text = _("这样会使%(titles)s互相跳转、永远打不开，请改选链接目标。")


class MergeIntoSelf(SectionRefused):
    field = "target"
    text = _("不能把栏目合并到它自己。")


class MergeIntoDescendant(SectionRefused):
    field = "target"
    text = _("“%(target)s”是“%(source)s”的下级栏目，不能合并进去。请先把它移出来。")


class MergeIntoWrongKind(SectionRefused):
    field = "target"
    text = _("“%(target)s”的类型是“%(kind)s”，放不下“%(source)s”里的 %(count)s 项内容。")


class MergeIncomplete(SectionRefused):
    field = "target"
    text = _("“%(source)s”里还有 %(count)s 项内容没有移走，合并已取消，没有任何改动。")
