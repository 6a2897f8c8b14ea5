"""The articles the clock rests on, one short name each. Texts were read in the laws themselves."""

from typing import NamedTuple


class Article(NamedTuple):
    """Where a rule stands. ``law`` is the short name used in explanations."""

    law: str
    place: str

    def __str__(self):
        return f"《{self.law}》{self.place}"


def _ordinance(place):
    # 《中华人民共和国政府信息公开条例》(国务院令第711号, in force 2019-05-15).
    return Article("条例", place)


ARTICLES = {
    "receipt.counter": _ordinance("第三十一条第一项"),
    "receipt.registered_mail": _ordinance("第三十一条第二项"),
    "receipt.ordinary_mail": _ordinance("第三十一条第二项"),
    "receipt.internet": _ordinance("第三十一条第三项"),
    "receipt.fax": _ordinance("第三十一条第三项"),
    "receipt": _ordinance("第三十一条"),
    "supplement": _ordinance("第三十条"),
    "on_spot": _ordinance("第三十三条第一款"),
    "reply": _ordinance("第三十三条第二款"),
    "extension": _ordinance("第三十三条第二款"),
    "consultation": _ordinance("第三十三条第三款"),
    "third_party": _ordinance("第三十二条"),
    "co_author": _ordinance("第三十四条"),
    "other_organ": _ordinance("第三十三条第三款"),
    "reasons": _ordinance("第三十五条"),
    # 国办函〔2020〕109号; the articles on time limits were not read, so no number is given.
    "fee.clock": Article("政府信息公开信息处理费管理办法", ""),
    # 国办公开办函〔2016〕235号: when a reply counts as made.
    "delivery": Article("关于政府信息公开处理决定送达问题的解释", "第四点"),
    "start_day": Article("民法典", "第二百零一条第一款"),
    "weekend": Article("国务院关于职工工作时间的规定", "第七条第一款"),
    "holiday": Article("全国年节及纪念日放假办法", "第二条"),
    "review": Article("行政复议法", "第二十条第一款"),
    "review.not_told": Article("行政复议法", "第二十条第三款"),
    "suit.after_review": Article("行政诉讼法", "第四十五条"),
    "suit": Article("行政诉讼法", "第四十六条第一款"),
}
