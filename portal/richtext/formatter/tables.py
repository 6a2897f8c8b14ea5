"""Tables get caption and header row, pictures their caption."""

import re

from portal.richtext import dom

TABLE_CAPTION = re.compile(r"(续?表|附表)\s*[\d一二三四五六七八九十]+([-－—.．]\d+)*(?!\d)")
FIGURE_CAPTION = re.compile(
    r"(图|组图|图片|照片)\s*[\d一二三四五六七八九十]+([-－—.．]\d+)*(?!\d)|(图|图片)[：:]"
)
UNIT = re.compile(r"[（(]?\s*(单位|计量单位)\s*[：:].{1,20}$")
NUMERIC = re.compile(r"[\d.,，+\-－%％‰±~～/: ]+$")
LONGEST = 60


def rebuild(root):
    for table in list(root.iter("table")):
        rows = list(table.iter("tr"))
        cells = [cell for row in rows for cell in row if cell.tag in ("td", "th")]
        if len(cells) <= 1:
            _take_apart(table, cells)
            continue
        for cell in cells:
            _simplify_cell(cell)
        if table.find("caption") is None:
            _take_caption(table)
        if not _has_head(table):
            _find_head(table, rows)
        _write_head(table)


def _take_apart(table, cells):
    """A table of one cell is a frame around text."""
    for cell in cells:
        dom.wrap_loose(cell)
        for child in list(cell):
            table.addprevious(child)
    dom.remove(table)


def _simplify_cell(cell):
    paragraphs = cell.findall("p")
    aligned = {name for node in (cell, *paragraphs) for name in dom.classes(node)}
    kept = [name for name in ("ta-center", "ta-right") if name in aligned]
    for node in (cell, *paragraphs):
        node.attrib.pop("class", None)
    # One alignment for the cell, and only when all its lines agree.
    dom.set_classes(cell, kept if len(kept) == 1 else [])
    for name in ("colspan", "rowspan"):
        if cell.get(name) == "1":
            del cell.attrib[name]
    if len(paragraphs) == 1:
        paragraphs[0].drop_tag()


def _take_caption(table):
    """表1 … in front of a table becomes its caption, a 单位 line is added to it."""
    before = table.getprevious()
    unit = None
    if before is not None and before.tag == "p" and UNIT.match(dom.text_of(before)):
        unit, before = before, before.getprevious()
    title = before if _is_caption(before, TABLE_CAPTION) else None
    if title is None:
        return
    caption = dom.new("caption")
    dom.move_content(title, caption)
    for emphasis in list(caption.iter("strong")):
        dom.unwrap(emphasis)
    if unit is not None:
        words = dom.text_of(unit).strip("（）()")
        dom.append(caption, f"（{words}）")
        dom.remove(unit)
    dom.remove(title)
    table.insert(0, caption)


def _is_caption(node, pattern) -> bool:
    if node is None or node.tag not in ("p", "h2", "h3", "h4"):
        return False
    text = dom.text_of(node)
    return (
        len(text) <= LONGEST and bool(pattern.match(text)) and not text.endswith(("。", "：", "；"))
    )


def _has_head(table) -> bool:
    return table.find("thead") is not None


def _find_head(table, rows):
    """Move the header rows into a thead, if the first row looks like one."""
    if len(rows) < 2:
        return
    first = [cell for cell in rows[0] if cell.tag in ("td", "th")]
    if not _looks_like_head(first, rows):
        return
    depth = max((int(cell.get("rowspan") or 1) for cell in first), default=1)
    if depth >= len(rows):
        return
    head = dom.new("thead")
    body = rows[0].getparent()
    holder = body if body.tag == "tbody" else rows[0]
    holder.addprevious(head)
    for row in rows[:depth]:
        head.append(row)


def _looks_like_head(first, rows) -> bool:
    """All bold (or marked already), or words above at least one column of figures only."""
    texts = [dom.text_of(cell) for cell in first]
    if len(first) < 2 or any(len(text) > 20 for text in texts):
        return False
    if any(cell.tag == "th" for row in rows for cell in row):
        return all(cell.tag == "th" for cell in first)
    if all(_is_bold(cell) for cell in first):
        return True
    if not all(texts) or any(NUMERIC.match(text) for text in texts):
        return False
    below = [[dom.text_of(cell) for cell in row] for row in rows[1:]]
    columns = zip(*(row for row in below if len(row) == len(first)), strict=True)
    return any(len(column) > 1 and all(map(NUMERIC.match, column)) for column in columns)


def _is_bold(cell) -> bool:
    outside = (cell.text or "") + "".join(
        (child.tail or "") + ("" if child.tag == "strong" else "".join(child.itertext()))
        for child in cell
    )
    return not outside.strip() and cell.find("strong") is not None


def _write_head(table):
    for row in table.iterfind("thead/tr"):
        for cell in row:
            cell.tag = "th"
    for cell in table.iter("th"):
        cell.attrib.pop("class", None)
        for emphasis in list(cell.iter("strong")):
            dom.unwrap(emphasis)


def figures(root):
    """A picture and the 图1 … line below it become a figure."""
    for picture in list(root.iter("img")):
        paragraph = picture.getparent()
        if (
            paragraph.tag != "p"
            or len(paragraph.findall("img")) != 1
            or paragraph.getparent() is not root
        ):
            continue
        inside = dom.text_of(paragraph)
        follower = paragraph.getnext()
        if inside and _is_caption(paragraph, FIGURE_CAPTION):
            _make_figure(paragraph, picture, paragraph)
        elif not inside and _captions_picture(follower):
            _make_figure(paragraph, picture, follower)


def _captions_picture(node) -> bool:
    if _is_caption(node, FIGURE_CAPTION):
        return True
    if node is None or node.tag != "p" or "ta-center" not in dom.classes(node):
        return False
    text = dom.text_of(node)
    return 0 < len(text) <= 40 and text[-1] not in "。：；" and node.find("img") is None


def _make_figure(paragraph, picture, source):
    figure, caption = dom.new("figure"), dom.new("figcaption")
    paragraph.addprevious(figure)
    figure.append(dom.detach(picture))
    dom.move_content(source, caption)
    for node in list(caption.iter("strong", "br")):
        dom.unwrap(node)
    figure.append(caption)
    if not (picture.get("alt") or "").strip():
        picture.set("alt", FIGURE_CAPTION.sub("", dom.text_of(caption), count=1).strip(" ：:"))
    for node in {paragraph, source}:
        dom.remove(node)
