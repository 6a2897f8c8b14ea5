"""The taxonomy as data: every row has its leaves, every leaf its law, its inputs and its letter."""

import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from disclosure.outcomes import GROUNDS, LETTERS, OUTCOMES, RESULT_ROWS, Remedy
from disclosure.outcomes import articles as law
from disclosure.outcomes.placeholders import ALL, DECISION, unknown
from disclosure.text import gaps

LEAVES = pytest.mark.parametrize("leaf", OUTCOMES.values(), ids=OUTCOMES)
ENTRIES = {**GROUNDS, **OUTCOMES}
# Regulation, section 2: what the 2021 format's explanation of rows says, as we read it.
ROWS = {
    "3.1": ["already_public", "released"],
    "3.2": ["partial"],
    "3.3.1": ["state_secret"],
    "3.3.2": ["forbidden_by_law"],
    "3.3.3": ["endangers"],
    "3.3.4": ["third_party"],
    "3.3.5": ["internal"],
    "3.3.6": ["in_process"],
    "3.3.7": ["enforcement_file"],
    "3.3.8": ["special_access"],
    "3.4.1": ["not_existing", "not_ours"],
    "3.4.2": ["needs_making"],
    "3.4.3": ["still_unclear"],
    "3.5.1": ["petition"],
    "3.5.2": ["repeated"],
    "3.5.3": ["publication"],
    "3.5.4": ["excessive"],
    "3.5.5": ["reissue"],
    "3.6.1": ["lapsed"],
    "3.6.2": ["unpaid"],
    "3.6.3": ["withdrawn", "other"],
}


def test_every_row_of_the_report_has_its_leaves():
    found = {row: [code for code, leaf in OUTCOMES.items() if leaf.row == row] for row in ROWS}
    assert found == ROWS
    assert list(RESULT_ROWS) == list(ROWS)


def test_only_refusals_under_articles_14_to_16_must_go_to_review_first():
    first = {code for code, leaf in OUTCOMES.items() if leaf.review_first}
    assert first == {code for row, codes in ROWS.items() for code in codes} & {
        "state_secret",
        "forbidden_by_law",
        "endangers",
        "third_party",
        "internal",
        "in_process",
        "enforcement_file",
    }
    for code in first:
        assert {key.split("-")[0] for key in OUTCOMES[code].articles} & {"14", "15", "16"}


def test_the_remedy_of_a_ground_that_law_settles_cannot_be_set_otherwise():
    assert {code for code, entry in ENTRIES.items() if not entry.is_settled} == {
        "special_access",
        "petition",
        "repeated",
        "publication",
        "reissue",
        "other",
    }
    assert all(
        entry.is_settled for entry in ENTRIES.values() if entry.remedy is Remedy.REVIEW_FIRST
    )


@LEAVES
def test_a_leaf_quotes_the_articles_it_rests_on(leaf):
    assert len(leaf.quoted_articles) == len(leaf.articles)
    for key, quoted in zip(leaf.articles, leaf.quoted_articles, strict=True):
        assert quoted == f"{law.label(key)}　{law.TEXTS[key]}"
    # The two rows of the format that the 条例 has no article for, and the applicant's own act.
    assert bool(leaf.articles) == (leaf.code not in ("reissue", "withdrawn", "other"))


@pytest.mark.parametrize(
    ("key", "label"),
    [
        ("14", "第十四条"),
        ("16-2", "第十六条第二款"),
        ("36(3)", "第三十六条第（三）项"),
        ("29-2(2)", "第二十九条第二款第（二）项"),
        ("30", "第三十条"),
    ],
)
def test_articles_are_cited_as_lawyers_cite_them(key, label):
    assert law.label(key) == label


def test_an_article_that_is_not_held_cannot_be_cited():
    with pytest.raises(KeyError):
        law.cite(["14", "99"])


@LEAVES
def test_the_reply_kind_is_an_article_the_leaf_rests_on(leaf):
    assert not leaf.reply.article or leaf.reply.article in leaf.articles
    assert leaf.reply.must_say


@LEAVES
def test_the_official_label_is_the_rows(leaf):
    assert leaf.label == RESULT_ROWS[leaf.row]


def test_texts_leave_gaps_only_from_the_closed_list():
    texts = [text for leaf in OUTCOMES.values() for text in leaf.wording]
    texts += [text for ground in GROUNDS.values() for text in (ground.finding, ground.ruling)]
    texts += [letter.title for letter in LETTERS.values()]
    assert unknown(*texts) == ()
    assert unknown("{您}和{申请人.身份证}") == ("申请人.身份证",)


def test_every_name_of_the_closed_list_stands_for_one_value():
    assert len(set(ALL.values())) == len(ALL)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_texts_say_what_was_asked_for_and_ask_for_what_they_say(entry):
    """Nothing typed in vain, and no gap that nobody can fill."""
    ground = getattr(entry, "ground", None)
    texts = [*getattr(entry, "wording", ()), entry.finding if entry in GROUNDS.values() else ""]
    if ground:
        texts += [ground.finding, ground.ruling]
    said = {DECISION[name] for text in texts for name in gaps(text) if name in DECISION}
    asked = {item.name for item in entry.inputs} - {"agency_unknown"}
    if entry in OUTCOMES.values():
        assert said == asked
    else:
        # The lines of a schedule add reasons and the responsible agency themselves.
        assert said <= asked


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_inputs_that_stand_in_for_another_name_one_of_the_same_form(entry):
    names = [item.name for item in entry.inputs]
    assert len(set(names)) == len(names)
    assert all(item.unless in names for item in entry.inputs if item.unless)
    assert all(bool(item.choices) == item.kind.startswith("choice") for item in entry.inputs)


def test_the_core_loads_without_a_database():
    code = (
        "import sys, disclosure.outcomes, disclosure.annual, disclosure.fees;"
        "sys.exit('django.db' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


# --- The handbook --------------------------------------------------------------------------------
REMEDIES = {
    Remedy.REVIEW_FIRST: "先复议",
    Remedy.REVIEW_OR_SUIT: "复议或诉讼",
    Remedy.NOTICE: "不写",
}


def told(entry):
    return REMEDIES[entry.remedy] + ("" if entry.is_settled else "，可设置")


@pytest.fixture(scope="module")
def handbook():
    text = (Path(settings.BASE_DIR) / "docs/outcomes.md").read_text(encoding="utf-8")
    lines = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| "))
    return [tuple(cells) for cells in lines]


@LEAVES
def test_the_handbook_tells_each_leaf_as_it_is(handbook, leaf):
    needs = [f"{item.label}（可不填）" if item.optional else item.label for item in leaf.inputs]
    needs += ["不予公开内容清单"] * leaf.has_schedule
    line = (leaf.name, leaf.row, law.cite(leaf.articles) or "无", "；".join(needs), told(leaf))
    assert line in handbook


@pytest.mark.parametrize("ground", GROUNDS.values(), ids=GROUNDS)
def test_the_handbook_tells_each_ground_as_it_is(handbook, ground):
    assert (ground.name, law.cite(ground.articles), told(ground)) in handbook
