"""How well an entry answers a query, from figures that every database computes alike."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import IntegerField, Value
from django.db.models.functions import Cast, Length, Replace, StrIndex

# How often a word occurs is counted for so many words of a query.
COUNTED_WORDS = 4
# BM25's two knobs, and the length of an ordinary text of this kind of site in characters.
K, B, ORDINARY_LENGTH = 1.4, 0.6, 1200

WHOLE_TITLE = 4.0  # the title is exactly what was asked
PHRASE_IN_TITLE = 2.6  # the words stand in the title as they were typed
WORDS_IN_TITLE = 2.0  # all words are in the title, whatever the order (a part of it for some)
TITLE_SHARE = 1.2  # the words are all of the title (a part of it for a longer title)
PHRASE_IN_BODY = 0.9  # several words stand together in the text
FRESH = 0.9  # published today; half of it after HALF_LIFE
HALF_LIFE = 540  # days
UNDATED = 0.45  # as if it were about a year and a half old
FIRST_HUNDRED = 0.3  # stands at the beginning of the text


def _occurrences(text):
    """How often ``text`` occurs in the body."""
    without = Length(Replace("body", Value(text)))
    return Cast((Length("body") - without) / len(text), IntegerField())


def figures(query) -> dict:
    """Annotations of an entry that :class:`Candidate` reads."""
    found = {"body_length": Length("body"), "phrase_at": StrIndex("body", Value(query.phrase))}
    for number, word in enumerate(query.words[:COUNTED_WORDS]):
        found[f"count_{number}"] = _occurrences(word.text)
    return found


@dataclass(frozen=True)
class Candidate:
    """An entry that was found, with what its place depends on."""

    position: int
    kind: str
    object_id: int
    section_id: int | None
    date: datetime | None
    in_title: float
    in_body: float

    @classmethod
    def of(cls, row: dict, query) -> "Candidate":
        """The candidate in a row of an entry's columns and :func:`figures`."""
        return cls(
            position=row["position"],
            kind=row["kind"],
            object_id=row["object_id"],
            section_id=row["section_id"],
            date=row["visible_from"],
            in_title=title_score(row["title"], query),
            in_body=body_score(row, query),
        )

    def score(self, now: datetime) -> float:
        """The higher the better; newer is better among equals."""
        if self.date is None:
            return self.in_title + self.in_body + UNDATED
        age = max(0.0, (now - self.date).total_seconds() / 86400)
        return self.in_title + self.in_body + FRESH * 0.5 ** (age / HALF_LIFE)


def title_score(title: str, query) -> float:
    """What the title adds; of its lines (title, subtitle, number) the best counts."""
    return max((_line_score(line, query) for line in title.split("\n")), default=0.0)


def _line_score(line, query):
    within = [word for word in query.words if any(text in line for text in word.spellings)]
    if not within:
        return 0.0
    part = len(within) / len(query.words)
    score = WORDS_IN_TITLE * part**2
    if query.phrase in line:
        score += PHRASE_IN_TITLE
    covered = min(1.0, sum(len(word.text) for word in within) / max(1, len(line)))
    score += TITLE_SHARE * covered * part
    return score + (WHOLE_TITLE if line == query.phrase else 0.0)


def body_score(row: dict, query) -> float:
    """What the text adds: words often in a short text count more than once in a long one."""
    counts = [row[f"count_{number}"] for number in range(min(COUNTED_WORDS, len(query.words)))]
    weight = K * (1 - B + B * row["body_length"] / ORDINARY_LENGTH)
    score = sum(count / (count + weight) for count in counts if count) / max(1, len(counts))
    if row["phrase_at"]:
        score += PHRASE_IN_BODY if len(query.words) > 1 else 0.0
        score += FIRST_HUNDRED if row["phrase_at"] <= 100 else 0.0
    return score
