"""The words of the site: what suggestions offer and corrections choose from.

A word is only ever offered while an entry the public may see holds it, so that a suggestion cannot
tell what is not published yet.
"""

import rjieba
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from pypinyin import Style, lazy_pinyin
from rapidfuzz.distance import Levenshtein

from portal import content_version
from portal.models import SearchOccurrence, SearchTerm, SearchTermKey
from portal.richtext.plain import one_line
from portal.search.query import STOP
from portal.search.text import HAN_RUN, fold

# Weights: only cut from a title (corrections alone), a keyword, a name or title as a whole.
CUT, KEYWORD, NAME = 0, 1, 2
MAX_TERM = 40
MIN_LATIN = 3
# Words of this many characters are also found with one character wrong.
GAPS_FROM, GAPS_TO = 3, 12
# Keys looked at for one suggestion; more would not help somebody who typed two letters.
SCAN = 60
Form = SearchTermKey.Form
BATCH = 500


def words_of(title: str) -> list[str]:
    """The words in a title worth correcting to."""
    words = rjieba.cut(fold(title))
    return [
        word
        for word in words
        if word not in STOP
        and (
            (HAN_RUN.fullmatch(word) and len(word) > 1)
            or (word.isalnum() and not word.isdigit() and len(word) >= MIN_LATIN)
        )
    ]


def pinyin(text: str) -> str:
    """How ``text`` sounds, without tones: ``kaifanggongxiang``."""
    return "".join(lazy_pinyin(text)).lower()


def initials(text: str) -> str:
    """The first letters of its syllables: ``kfgx``."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER)).lower()


def gaps(text: str) -> set[str]:
    """``text`` without one of its characters, each in turn."""
    return {text[:index] + text[index + 1 :] for index in range(len(text))}


def keys_of(text: str) -> set[tuple[str, bytes]]:
    """Every way to arrive at a term."""
    folded = fold(text)
    keys = {(Form.TEXT, folded)}
    if any(HAN_RUN.match(character) for character in folded):
        keys |= {(Form.INITIALS, initials(folded)), (Form.PINYIN, pinyin(folded))}
    if GAPS_FROM <= len(folded) <= GAPS_TO:
        keys |= {(Form.GAP, gap) for gap in gaps(folded)}
    return {(form, key.encode()) for form, key in keys}


# --- Keeping ----------------------------------------------------------------------------------
def note(words_by_entry: dict[int, dict[str, int]]):
    """Note which new entries hold which words (``{position: {word: weight}}``)."""
    weights = {}
    cleaned = {}
    for entry, words in words_by_entry.items():
        tidy = {one_line(word)[:MAX_TERM].strip(): weight for word, weight in words.items()}
        tidy.pop("", None)
        cleaned[entry] = tidy
        for word, weight in tidy.items():
            weights[word] = max(weight, weights.get(word, CUT))
    ids = _terms(weights)
    SearchOccurrence.objects.bulk_create(
        (
            SearchOccurrence(term_id=ids[word], entry_id=entry)
            for entry, words in cleaned.items()
            for word in words
        ),
        batch_size=BATCH,
    )


def _known(texts) -> dict[str, tuple[int, int]]:
    rows = SearchTerm.objects.filter(text__in=texts).values_list("text", "pk", "weight")
    return {text: (pk, weight) for text, pk, weight in rows}


def _terms(weights: dict[str, int]) -> dict[str, int]:
    """The ids of these words, made or raised in weight where needed.

    In one order everywhere, so that two writers wait for each other instead of locking up.
    """
    texts = sorted(weights)
    known = {}
    for start in range(0, len(texts), BATCH):
        known.update(_known(texts[start : start + BATCH]))
    missing = [text for text in texts if text not in known]
    if missing:
        known.update(_make(missing, weights))
    for weight in (KEYWORD, NAME):
        low = [pk for text, (pk, w) in sorted(known.items()) if w < weight <= weights[text]]
        if low:
            SearchTerm.objects.filter(pk__in=low, weight__lt=weight).update(weight=weight)
    return {text: pk for text, (pk, _weight) in known.items()}


def _make(texts, weights):
    terms = [SearchTerm(text=text, weight=weights[text]) for text in texts]
    # Somebody else may be making the same word; whoever comes second takes the row that is there.
    SearchTerm.objects.bulk_create(terms, ignore_conflicts=True, batch_size=BATCH)
    found = {}
    for start in range(0, len(texts), BATCH):
        found.update(_known(texts[start : start + BATCH]))
    new_ids = [pk for pk, _weight in found.values()]
    have_keys = set(
        SearchTermKey.objects.filter(term_id__in=new_ids, form=Form.TEXT).values_list(
            "term_id", flat=True
        )
    )
    SearchTermKey.objects.bulk_create(
        (
            SearchTermKey(term_id=pk, form=form, key=key)
            for text, (pk, _weight) in sorted(found.items())
            if pk not in have_keys
            for form, key in sorted(keys_of(text))
        ),
        batch_size=BATCH,
    )
    return found


def clear():
    """Forget all words (before everything is indexed anew)."""
    for model in (SearchOccurrence, SearchTermKey, SearchTerm):
        rows = model.objects.all()
        rows._raw_delete(rows.db)


@transaction.atomic
def prune() -> int:
    """Delete the words that no entry holds any more."""
    # Somebody who is saving may be about to hold one of them.
    content_version.hold()
    used = SearchOccurrence.objects.filter(term=OuterRef("pk"))
    return SearchTerm.objects.filter(~Exists(used)).delete()[0]


# --- Offering ---------------------------------------------------------------------------------
def _offered(visible, ids, least):
    """The terms among ``ids`` that an entry of ``visible`` holds: ``{id: (text, weight)}``."""
    holds = visible.filter(occurrences__term=OuterRef("pk"))
    terms = SearchTerm.objects.filter(Exists(holds), pk__in=ids, weight__gte=least)
    return {pk: (text, weight) for pk, text, weight in terms.values_list("pk", "text", "weight")}


def _beginning(form, prefix: str, least: int) -> list[int]:
    key = prefix.encode()
    rows = SearchTermKey.objects.filter(
        form=form, key__gte=key, key__lt=key + b"\xff", term__weight__gte=least
    )
    return list(rows.order_by("key").values_list("term_id", flat=True)[:SCAN])


def completions(typed: str, visible, count: int) -> list[str]:
    """Words that begin with what was typed, in characters, in pinyin or by initials.

    ``visible`` is the queryset of entries the public may see.
    """
    prefix = fold(one_line(typed))
    if not prefix:
        return []
    forms = [Form.TEXT]
    if prefix.isascii() and prefix.replace("'", "").isalpha() and len(prefix) > 1:
        prefix = prefix.replace("'", "")
        forms += [Form.INITIALS, Form.PINYIN]
    order = {}
    for form in forms:
        for pk in _beginning(form, prefix, KEYWORD):
            order.setdefault(pk, len(order))
    found = _offered(visible, order, KEYWORD)
    ranked = sorted(found, key=lambda pk: (-found[pk][1], len(found[pk][0]), order[pk]))
    return [found[pk][0] for pk in ranked[:count]]


def _near(word: str) -> list[int]:
    """Terms that sound like ``word`` or differ from it in one character."""
    keys = {(Form.PINYIN, pinyin(word))}
    if GAPS_FROM <= len(word) <= GAPS_TO:
        keys.add((Form.GAP, word))
        keys |= {(form, gap) for gap in gaps(word) for form in (Form.GAP, Form.TEXT)}
    if word.isascii() and len(word) > 1:
        keys.add((Form.INITIALS, word))
    one_of = Q()
    for form in Form.values:
        wanted = [key.encode() for key_form, key in keys if key_form == form]
        one_of |= Q(form=form, key__in=wanted)
    rows = SearchTermKey.objects.filter(one_of).values_list("term_id", flat=True)
    return list(rows[: SCAN * len(Form.values)])


def corrections(word: str, visible, count: int = 3) -> list[str]:
    """Words of the site that ``word`` (folded) may have been meant for, the likeliest first."""
    sound = pinyin(word)
    found = _offered(visible, set(_near(word)), CUT)
    ranked = []
    for text, weight in found.values():
        folded = fold(text)
        same_sound = pinyin(folded) == sound
        distance = Levenshtein.distance(folded, word)
        if folded != word and (same_sound or distance <= 1 or initials(folded) == word):
            ranked.append((not same_sound, distance, -weight, text))
    return [text for *_rank, text in sorted(ranked)[:count]]


def related(positions, visible, without: str, count: int = 4) -> list[str]:
    """The keywords that the entries at ``positions`` share most, other than those in ``without``."""
    rows = SearchOccurrence.objects.filter(
        entry__in=visible.filter(pk__in=positions), term__weight=KEYWORD
    ).values_list("term__text", flat=True)
    counts = {}
    for text in rows:
        counts[text] = counts.get(text, 0) + 1
    fresh = [text for text in counts if fold(text) not in without]
    return sorted(fresh, key=lambda text: (-counts[text], text))[:count]
