"""A letter as plain data: what its gaps stand for, and why it may not be signed yet."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from disclosure.outcomes import (
    LETTERS,
    CaseFacts,
    Decision,
    InstitutionProfile,
    LetterKind,
    paragraphs,
    remedy_paragraph,
)
from disclosure.outcomes import problems as decision_problems
from disclosure.outcomes.letters import Reader, Step
from disclosure.outcomes.placeholders import ALL, CASE, fill_in
from disclosure.outcomes.wording import line_values
from disclosure.text import as_text

from .fill import Lines, clean
from .texts import SCHEDULE_TITLE

NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z-]")
# Told about by the problems of the decision, or by its schedule.
FROM_DECISION = {"答复正文", "救济途径", "序号", "内容", "条文", "认定", "处理"}
WIDE_SPACE = "\u3000"
MAY_BE_EMPTY = ("附件", "救济途径")
OPINIONS = ("□ 同意公开", "□ 同意部分公开，不同意公开的内容：", "□ 不同意公开")


@dataclass(frozen=True)
class Letter:
    """One letter.

    ``kind``
        A code of :data:`disclosure.outcomes.LETTERS`.
    ``facts``
        What the kind needs besides case and decision, under the Python names of
        :mod:`disclosure.outcomes.placeholders` (``due_on``, ``corrections``, …); a tuple is as many
        paragraphs where its gap stands alone, else joined by 、.
    ``decision``
        For answers: the text, the remedy and the schedule follow from it.
    ``signatory``, ``delivery``
        Who signed it off and how it goes out (送达方式); kept on file, not printed.
    """

    kind: str
    case: CaseFacts
    profile: InstitutionProfile
    reference: str = ""
    signed_on: date | None = None
    signatory: str = ""
    delivery: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    decision: Decision | None = None
    attachments: tuple[str, ...] = ()

    @property
    def about(self) -> LetterKind:
        return LETTERS[self.kind]

    @property
    def title(self) -> str:
        return title(self.kind, self.profile)

    def values(self) -> Lines:
        """The lines each gap stands for, by its Chinese name; one without a value is not in it."""
        known = {**self.facts, **self.profile.values(), **self._own()}
        if hides_applicant(self.about):
            known = {name: value for name, value in known.items() if name not in CASE.values()}
        else:
            known |= self.case.values()
        lines = {name: _lines(known[key]) for name, key in ALL.items() if key in known}
        lines["附件"] = self._attachments()
        # Nothing to attach, or no remedy against a notice, is an answer; nothing else may be empty.
        return {name: value for name, value in lines.items() if value or name in MAY_BE_EMPTY}

    def schedule(self) -> list[Lines]:
        """For a partial release: the values of each line of what is withheld."""
        if self.decision is None:
            return []
        known = self.case.values() | self.profile.values()
        return [
            {name: _lines(values[key]) for name, key in ALL.items() if key in values}
            for number, line in enumerate(self.decision.withheld, start=1)
            if (values := line_values(number, line, known))
        ]

    def _own(self) -> dict[str, object]:
        own: dict[str, object] = {
            "reference": self.reference,
            "signed_on": self.signed_on,
        }
        if self.kind == "third_party_opinion":
            own["third_party_opinion"] = self.facts.get("third_party_opinion", OPINIONS)
        if self.kind == "correction":
            own["corrections"] = _numbered(_lines(self.facts.get("corrections")))
        if self.decision:
            own["body"] = tuple(paragraphs(self.decision, self.case, self.profile))
            own["remedy"] = remedy_paragraph(self.decision, self.case, self.profile)
        return own

    def _attachments(self) -> tuple[str, ...]:
        """附件说明 as GB/T 9704 writes it: numbered when there are several."""
        names = self.attachments
        if self.decision and self.decision.withheld:
            names = (SCHEDULE_TITLE, *names)
        if len(names) < 2:
            return tuple(f"附件：{clean(name)}" for name in names)
        return tuple(
            ("附件：" if number == 1 else WIDE_SPACE * 3) + f"{number}．{clean(name)}"
            for number, name in enumerate(names, start=1)
        )


def title(kind: str, profile: InstitutionProfile) -> str:
    """The name of a kind of letter, in the words of the institution: 政府信息 or 信息, 申请 or 咨询."""
    return fill_in(LETTERS[kind].title, profile.values())


def hides_applicant(kind: LetterKind) -> bool:
    """Other readers are not told who asked, or under which number (个人信息保护法 art. 6)."""
    return kind.reader in (Reader.THIRD_PARTY, Reader.AGENCY)


def file_name(letter: Letter, extension: str = "docx") -> str:
    """``2026-000127-答复书.docx``: the number and the kind, never a name.

    Without the number where the reader may not know it.
    """
    name = letter.about.short_title
    for prefix in ("依申请公开", "公开申请", "公开"):
        name = name.removeprefix(prefix)
    number = "" if hides_applicant(letter.about) else NOT_IN_NAMES.sub("", letter.case.number)
    return "-".join(filter(None, (number, name))) + f".{extension}"


def ready(letter: Letter, names: Iterable[str] = ()) -> list[str]:
    """Why the letter may not be signed and sent, in Chinese, in the order of its elements.

    ``names``: the gaps of the template in use, where it is not the default one
    (:func:`disclosure.letters.names_in`).
    """
    kind, values = letter.about, letter.values()
    found = [
        _("缺少“%(name)s”。") % {"name": name}
        for name in dict.fromkeys((*kind.placeholders, *names))
        if name not in values and name not in FROM_DECISION
    ]
    if kind.step is Step.ANSWERING:
        found += _answer_problems(letter)
    if letter.signed_on and letter.signed_on < letter.case.received_on:
        found.append(_("落款日期早于收到申请的日期。"))
    if kind.reader is not Reader.FILE:
        if not letter.signatory.strip():
            found.append(_("缺少签发人。"))
        if not letter.delivery.strip():
            found.append(_("缺少送达方式。"))
    return list(dict.fromkeys(found))


def _answer_problems(letter: Letter) -> list[str]:
    decision = letter.decision
    if decision is None:
        return [_("缺少处理决定，无法写出答复正文。")]
    found = decision_problems(decision, letter.profile)
    if not found and decision.leaf.letter != letter.kind:
        found.append(_("处理结果“%(name)s”应当使用另一种文书。") % {"name": decision.leaf.name})
    return found


def _lines(value) -> tuple[str, ...]:
    if isinstance(value, str):
        parts = value.splitlines()
    elif isinstance(value, list | tuple):
        parts = [line for item in value for line in as_text(item).splitlines()]
    else:
        parts = [as_text(value)]
    return tuple(line for part in parts if (line := clean(part)))


def _numbered(lines: tuple[str, ...]) -> tuple[str, ...]:
    if len(lines) < 2:
        return lines
    return tuple(f"{number}．{line}" for number, line in enumerate(lines, start=1))
