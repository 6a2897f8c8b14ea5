"""Reads the text of a real institute's page (SEED_PAGE) into its parts, for the comparison test.

The file is a reading-order dump: nested bullet lists of menus, the breadcrumb, the article and the
footer. Nothing of it is kept in the repository.
"""

import re
import unicodedata
from dataclasses import dataclass, field

BULLET = re.compile(r"^(?P<indent> *)• (?P<text>.+)$")


def normal(text: str) -> str:
    """``text`` without differences of width and white space, which a dump does not keep."""
    folded = unicodedata.normalize("NFKC", text)
    return re.sub(r"\s+", "", folded)


@dataclass
class SeedPage:
    mobile: list = field(default_factory=list)  # [(depth, label), …]; depth 0 is 首页 and its peers
    utility: list = field(default_factory=list)
    top: list = field(default_factory=list)
    side_head: str = ""
    side: list = field(default_factory=list)
    breadcrumb: list = field(default_factory=list)
    section: str = ""
    title: str = ""
    source: str = ""
    date: str = ""
    paragraphs: list = field(default_factory=list)
    previous: str = ""
    next: str = ""
    copyright: str = ""
    icp: str = ""
    police: str = ""
    contact: dict = field(default_factory=dict)
    link_lists: dict = field(default_factory=dict)


def _entry(line):
    match = BULLET.match(line)
    return (len(match["indent"]) // 2, match["text"].strip()) if match else None


def _read_menus(page, lines):
    """Mobile menu, its utility links, the utility bar, the top menu (首 页 opens both menus), and,
    below a heading of its own, the side menu."""
    heading = next(i for i, line in enumerate(lines) if line.strip() and not _entry(line))
    page.side_head = lines[heading].strip()
    page.side = [entry[1] for entry in map(_entry, lines[heading + 1 :]) if entry]
    # Everything hangs below 首 页 in the dump; here the entries below it stand beside it.
    entries = [
        (max(0, depth - 1), normal(label))
        for depth, label in filter(None, map(_entry, lines[:heading]))
    ]
    second = [i for i, (_depth, label) in enumerate(entries) if label == "首页"][1]
    page.top = entries[second:]
    before = entries[:second]
    # The utility links stand twice in a row: at the end of the mobile menu and in the bar.
    count = next(n for n in range(1, second) if before[-n:] == before[-2 * n : -n])
    page.utility = [label for _depth, label in before[-count:]]
    page.mobile = before[: -2 * count]


def _value(line, label):
    return line.split(label, 1)[1].lstrip(":：").strip()


def read(path) -> SeedPage:
    """Parse the file at ``path``."""
    with open(path, encoding="utf-8") as handle:
        lines = [line.rstrip("\n") for line in handle]
    crumb_at = next(i for i, line in enumerate(lines) if "当前位置" in line)
    meta_at = next(i for i, line in enumerate(lines) if line.startswith("来源"))
    scan_at = next(i for i, line in enumerate(lines) if line.startswith("微信里点"))
    files_at = next(i for i, line in enumerate(lines) if line.startswith("附件下载"))
    page = SeedPage()
    _read_menus(page, lines[:crumb_at])
    crumb = lines[crumb_at].split("当前位置", 1)[1].lstrip(":：")
    page.breadcrumb = crumb.split()
    page.section = lines[crumb_at + 1].strip()
    page.title = next(line.strip() for line in lines[crumb_at + 2 : meta_at] if line.strip())
    meta = lines[meta_at].split("|")
    page.source = _value(meta[0], "来源")
    page.date = _value(meta[1], "发布时间")
    page.paragraphs = [line.strip() for line in lines[scan_at + 1 : files_at] if line.strip()]
    _read_end(page, lines[files_at + 1 :])
    return page


def _read_end(page, lines):
    """Neighbours and footer."""
    group = None
    for line in filter(str.strip, lines):
        entry = _entry(line)
        if entry:
            # The list's own name stands first in it, as the closed drop-down shows it.
            if entry[1] != group:
                page.link_lists[group].append(entry[1])
        elif line.startswith("上一篇"):
            page.previous = _value(line, "上一篇")
        elif line.startswith("下一篇"):
            page.next = _value(line, "下一篇")
        elif line.startswith("版权所有"):
            page.copyright, page.icp = line.split("©", 1)[1].strip().rsplit(" ", 1)
        elif line.startswith("京公网安备"):
            page.police = line.strip()
        elif line.startswith(("地址", "电话")):
            found = re.findall(
                r"(地址|邮编|电话|传真|电子邮箱)[:：](.*?)(?=\s(?:邮编|传真|电子邮箱)[:：]|$)", line
            )
            page.contact |= {label: value.strip() for label, value in found}
        else:
            group = line.strip()
            page.link_lists[group] = []
