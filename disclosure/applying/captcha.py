"""Showing that a person sends the form: a proof of work by the browser, or a question in words.

Neither tracks anybody nor asks another host. Each solution serves one form only, once, on whichever
process it arrives: used ones are counted in the database. Whoever has passed gets a pass bound to
the form, so that a mistake elsewhere in the form does not mean doing it again (WCAG 2.2, 3.3.7).
"""

import base64
import json
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta

import altcha
from django.core import signing
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from disclosure import throttle
from disclosure.desk import desk
from portal.numbers import plain_number
from portal.vault.keys import permanent_key

# Hashes a browser tries at most; more would keep old phones busy for a minute.
MAX_NUMBER = 10_000
VALID = timedelta(minutes=20)
# Filling in a long form again takes time; the pass serves no other form.
PASS_VALID = timedelta(hours=2)
# A question is easier for robots than the proof of work, so fewer answers are taken an hour.
ANSWERS_PER_HOUR = 10
MAX_PAYLOAD = 2000
QUESTION_SALT, PASS_SALT = "disclosure.question", "disclosure.passed"
DIGITS = "零一二三四五六七八九十"


def _key() -> str:
    return permanent_key("captcha").hex()


def challenge() -> dict:
    """A new task for the widget, as JSON wants it."""
    options = altcha.ChallengeOptions(
        max_number=MAX_NUMBER, hmac_key=_key(), expires=timezone.now() + VALID
    )
    return altcha.create_challenge(options).to_dict()


@dataclass(frozen=True)
class Question:
    """A sum in words. ``sealed`` comes back with the answer; it is signed and expires."""

    text: str
    sealed: str


def question() -> Question:
    first, second = (secrets.randbelow(9) + 1 for _each in range(2))
    plus = bool(secrets.randbelow(2))
    first, second = (first, second) if plus else (max(first, second), min(first, second))
    word = _("加") if plus else _("减")
    text = _("%(first)s%(word)s%(second)s等于几？请填写数字") % {
        "first": DIGITS[first],
        "word": word,
        "second": DIGITS[second],
    }
    result = first + second if plus else first - second
    nonce = secrets.token_urlsafe(12)
    return Question(text, signing.dumps([nonce, _digest(nonce, result)], salt=QUESTION_SALT))


def _digest(nonce, result) -> str:
    return signing.Signer(salt=nonce).signature(str(result))


def _number(text: str) -> int | None:
    """A number as people write it: digits of any width, or Chinese ones up to 十八."""
    text = unicodedata.normalize("NFKC", text).strip()
    if (number := plain_number(text, 3)) is not None:
        return number
    if len(text) == 2 and text[0] == "十" and text[1] in DIGITS[1:10]:
        return 10 + DIGITS.index(text[1])
    return DIGITS.index(text) if len(text) == 1 and text in DIGITS else None


def problem(post, token: str, address: str) -> str:
    """What is wrong with the proof in ``post``, in words; "" when a person sent it.

    A right proof is used up for the form ``token``, which may send it again: of two clicks at once
    neither is turned away. Where the desk does without, everybody passes.
    """
    if not desk().captcha_enabled:
        return ""
    if is_passed(post.get("passed", ""), token):
        return ""
    if post.get("answer", "").strip():
        return _answer_problem(post, token, address)
    payload = post.get("altcha", "")
    if not payload:
        return _("请完成验证，或者改答一道题。")
    if not _is_solved(payload):
        return _("验证没有通过或者已经过期，请重新验证。")
    if not _use("captcha", payload_id(payload), token):
        return _("这次验证已经使用过，请重新验证。")
    return ""


def _is_solved(payload: str) -> bool:
    if len(payload) > MAX_PAYLOAD:
        return False
    try:
        return altcha.verify_solution(payload, _key())[0]
    except (ValueError, TypeError, AttributeError, KeyError):
        return False  # no payload the widget makes


def payload_id(payload: str) -> str:
    """What stays the same of a solution however it is written down: the salt of its challenge."""
    return str(json.loads(base64.b64decode(payload))["salt"])


def _answer_problem(post, token, address) -> str:
    tries = throttle.count("captcha-answer", throttle.origin(address), timedelta(hours=1))
    if tries > ANSWERS_PER_HOUR:
        return _("答题次数过多，请一小时后再试，或者使用自动验证。")
    try:
        nonce, digest = signing.loads(post.get("question", ""), salt=QUESTION_SALT, max_age=VALID)
    except (signing.BadSignature, ValueError, TypeError):
        return _("题目已经过期，请回答新的题目。")
    if not _use("question", nonce, token):
        return _("这道题已经使用过，请回答新的题目。")
    if _digest(nonce, _number(post["answer"])) != digest:
        return _("答案不正确，请回答新的题目。")
    return ""


@transaction.atomic
def _use(kind: str, value: str, token: str) -> bool:
    """Whether ``value`` is used for the first time, or again by the same form.

    The row of the count is locked until the form is noted beside it, so that of several processes
    one is first and the others know whose it is.
    """
    own = f"{value}:{token}"
    if throttle.count(kind, value, throttle.FORGET) == 1:
        throttle.count(f"{kind}-form", own, throttle.FORGET)
        return True
    return throttle.is_counted(f"{kind}-form", own)


# --- The pass -----------------------------------------------------------------------------------------
def pass_for(token: str) -> str:
    """What the form shown again carries, so that nobody proves twice to be a person."""
    return signing.dumps(token, salt=PASS_SALT)


def is_passed(text: str, token: str) -> bool:
    try:
        return signing.loads(text, salt=PASS_SALT, max_age=PASS_VALID) == token
    except signing.BadSignature:
        return False
