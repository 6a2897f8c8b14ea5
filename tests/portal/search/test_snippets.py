"""The piece of a text that shows why it was found."""

from hypothesis import given
from hypothesis import strategies as st

from portal.search.snippets import LENGTH, highlight, snippet


def plain(pieces):
    return "".join(piece.text for piece in pieces)


def hits(pieces):
    return [piece.text for piece in pieces if piece.is_hit]


def test_words_are_marked_as_they_are_written_in_the_text():
    assert hits(highlight("仪器開放共享與ＰＣＲ", ("开放共享", "pcr"))) == ["開放共享", "ＰＣＲ"]


def test_the_longest_word_is_marked_once():
    assert hits(highlight("开放共享平台", ("开放共享", "开放", "共享"))) == ["开放共享"]


def test_a_snippet_begins_near_the_first_good_place():
    text = "前言。" * 100 + "这里说到共享与仪器。" + "后记。" * 100
    pieces = snippet(text, ("共享", "仪器"))
    assert hits(pieces) == ["共享", "仪器"]
    assert plain(pieces).startswith("……这里说到")
    assert plain(pieces).endswith("……")


def test_the_window_with_most_different_words_wins():
    text = "共享。" + "空" * 300 + "共享仪器平台。"
    assert hits(snippet(text, ("共享", "仪器", "平台"))) == ["共享", "仪器", "平台"]


def test_without_a_hit_the_beginning_is_shown():
    pieces = snippet("开头" * 100, ("没有",))
    assert plain(pieces) == "开头" * (LENGTH // 2) + "……"
    assert snippet("短文", ()) and plain(snippet("短文", ())) == "短文"


@given(
    st.text(alphabet="开放共享a，。 \n", max_size=400), st.sampled_from([("开放",), ("a", "共享")])
)
def test_pieces_joined_are_a_piece_of_the_text(text, marks):
    shown = plain(snippet(text, marks)).removeprefix("……").removesuffix("……")
    assert shown in text
    assert plain(highlight(text, marks)) == text
