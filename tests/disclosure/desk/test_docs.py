"""docs/desk.md shows the table of rights as it is. ``DOCS=write pytest …`` writes it anew."""

import os
import re
from pathlib import Path

from disclosure.actions import ALWAYS, TABLE, Action, Role
from disclosure.choices import Stage

PAGE = Path(__file__).resolve().parents[3] / "docs" / "desk.md"
MARKS = re.compile(r"(?<=<!-- table -->\n).*?(?=<!-- /table -->)", re.DOTALL)
PEOPLE = {
    Role.APPLICANT: "申请人",
    Role.INTAKE: "受理岗",
    Role.DEPARTMENT: "承办部门",
    Role.REVIEWER: "审核岗",
    Role.HEAD: "负责人",
}


def table():
    lines = ["| 环节 | 岗位 | 操作 |", "|---|---|---|"]
    for stage in Stage:
        for role, name in PEOPLE.items():
            own = [str(a.label) for a in Action if a in TABLE[stage][role] - ALWAYS[role]]
            if own:
                lines.append(f"| {stage.label} | {name} | {'、'.join(own)} |")
    return "\n".join(lines) + "\n"


def test_the_handbook_shows_the_table_of_rights():
    text = PAGE.read_text(encoding="utf-8")
    if os.environ.get("DOCS") == "write":
        PAGE.write_text(MARKS.sub(lambda _found: table(), text), encoding="utf-8")
    assert MARKS.search(PAGE.read_text(encoding="utf-8"))[0] == table()
