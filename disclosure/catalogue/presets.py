"""Ready category trees to start from.

The first is 法定主动公开内容 beside the other columns of the national platform (国办公开办函〔2019〕61号),
with the classes of 条例 art 20; the second is what institutes of 中国科学院 publish of their own accord.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from disclosure.models import CatalogueCategory


@dataclass(frozen=True)
class Preset:
    """``tree`` maps the names of the upper level to those below each."""

    label: str
    tree: dict[str, tuple[str, ...]]


ARTICLE_20 = (
    *("规章和规范性文件", "机关职能与机构设置", "规划及相关政策", "统计信息", "行政许可和管理服务"),
    *("行政处罚与行政强制", "财政预算、决算", "行政事业性收费", "政府集中采购", "重大建设项目"),
    *("民生政策措施", "突发事件应对", "监督检查", "公务员招考", "其他主动公开信息"),
)
PRESETS = {
    "gov": Preset(
        _("政府信息公开"),
        {
            "政府信息公开指南": (),
            "政府信息公开制度": (),
            "法定主动公开内容": ARTICLE_20,
            "政府信息公开年报": (),
        },
    ),
    "cas": Preset(
        _("中国科学院院属单位"),
        dict.fromkeys(
            (
                *("机构设置", "规章制度", "发展规划", "科技研究"),
                *("人事人才", "国际合作", "科学普及", "年度统计与出版物"),
            ),
            (),
        ),
    ),
}


@transaction.atomic
def load_preset(name) -> int:
    """Make the categories of the preset that are missing; returns how many there were."""
    made = 0
    for position, (top, below) in enumerate(PRESETS[name].tree.items(), start=1):
        parent, is_new = _category(top, None, position)
        made += is_new
        for number, child in enumerate(below, start=1):
            made += _category(child, parent, number)[1]
    return made


def _category(name, parent, position):
    return CatalogueCategory.objects.get_or_create(
        name=name, parent=parent, defaults={"position": position * 10}
    )
