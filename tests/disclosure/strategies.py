"""Random years of a desk."""

from hypothesis import strategies as st

from disclosure.annual import Applicant, CaseRecord, Result, ReviewRecord, Route
from disclosure.outcomes import OUTCOMES, RESULT_ROWS

YEAR = 2026
years = st.integers(YEAR - 2, YEAR + 1)


@st.composite
def endings(draw, start):
    """When it ended, or ``None``; never before it began."""
    return draw(st.none() | st.integers(start, YEAR + 1))


@st.composite
def cases(draw, **size):
    found = []
    for number in range(draw(st.integers(0, size.get("most", 25)))):
        received = draw(years)
        closed = draw(endings(received))
        found.append(
            CaseRecord(
                f"C{number}",
                draw(st.sampled_from(Applicant)),
                received,
                closed,
                draw(st.sampled_from(list(OUTCOMES))) if closed else "",
                draw(st.sampled_from(["", "", *RESULT_ROWS])) if closed else "",
            )
        )
    return found


@st.composite
def reviews(draw):
    found = []
    for number in range(draw(st.integers(0, 12))):
        received = draw(years)
        concluded = draw(endings(received))
        result = draw(st.sampled_from(Result)) if concluded else None
        route = draw(st.sampled_from(Route))
        found.append(ReviewRecord(f"R{number}", route, received, concluded, result))
    return found
