"""Many at once: numbers are neither doubled nor skipped, one token opens one case."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import ValidationError
from django.db import connections, transaction

from disclosure import codes
from disclosure import services as do
from disclosure.integrity import find_problems
from disclosure.models import Case, Counter, OutgoingMail

from .builders import PERSON, WANTED, Desk, submit

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 8


def in_threads(work, jobs):
    """Run ``work(job)`` for each job on eight threads; what each returned or raised."""

    def run(job):
        try:
            return work(job)
        except Exception as error:  # every one of them is a finding
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, jobs))


def serials():
    return sorted(int(number.rsplit("-", 1)[1]) for number in _numbers())


def _numbers():
    return Case.objects.values_list("number", flat=True)


class GivesUp(Exception):
    pass


def test_a_number_is_given_back_when_its_transaction_fails():
    def work(seed):
        chance = random.Random(seed)
        with transaction.atomic():
            number = Counter.take("case", 2026)
            if chance.random() < 0.5:
                raise GivesUp
        return number

    found = in_threads(work, range(80))
    numbers = [number for number in found if isinstance(number, int)]
    assert sum(isinstance(item, GivesUp) for item in found) == len(found) - len(numbers)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    assert Counter.objects.get().last == len(numbers)


def test_applications_sent_at_once_are_numbered_without_gaps_whatever_fails(monkeypatch):
    from disclosure import outbox

    queue = outbox.queue

    def sometimes(case, *args, **options):
        if random.Random(case.vault_id.int).random() < 0.3:
            raise GivesUp
        return queue(case, *args, **options)

    monkeypatch.setattr(outbox, "queue", sometimes)
    found = in_threads(lambda _job: submit(WANTED), range(60))
    failed = [item for item in found if not isinstance(item, list)]
    assert failed and all(isinstance(item, GivesUp) for item in failed)
    assert serials() == list(range(1, len(found) - len(failed) + 1))
    assert {receipts[0].number for receipts in found if isinstance(receipts, list)} == set(
        _numbers()
    )
    assert list(find_problems()) == []


def test_one_form_sent_by_eight_threads_opens_one_case():
    token = codes.new_token()
    found = in_threads(lambda _job: submit(WANTED, do.Wanted("验收"), token=token), range(THREADS))
    assert all(receipts == found[0] for receipts in found)
    assert serials() == [1, 2]
    assert OutgoingMail.objects.count() == 2
    submit()
    assert serials() == [1, 2, 3]


def test_of_two_clicks_at_once_one_signs():
    people = _people()
    case = people.signing()
    found = in_threads(lambda _job: do.sign(_fresh(case), people.by("head")), range(4))
    refused = [item for item in found if isinstance(item, ValidationError)]
    assert len(refused) == 3
    assert [letter.reference for letter in case.letters.all()] == ["京公复〔2026〕1号"]


def test_departments_and_desk_work_on_one_case_without_losing_an_entry():
    people = _people()
    case = people.handling()
    work = [
        lambda: do.ask_reasons(_fresh(case), people.by("intake"), until="2026-12-31"),
        lambda: do.verify_identity(_fresh(case), people.by("intake")),
        lambda: do.request_extension(_fresh(case), people.by("intake"), reason="检索"),
        lambda: do.set_handler(_fresh(case), people.by("head"), people.users["intake"]),
    ] * 2
    in_threads(lambda job: job(), work)
    entries = list(case.events.values_list("sequence", flat=True))
    assert entries == list(range(1, len(entries) + 1))
    assert list(find_problems()) == []


def _fresh(case):
    return Case.objects.get(pk=case.pk)


def _people():
    """The desk on today's date: threads do not see a moved clock reliably."""
    from django.contrib.auth.models import Group, Permission

    from disclosure.models import DeskSettings
    from tests.factories import make_user

    DeskSettings(
        institution_name="中心", prefix="京", office_phone="010-1", review_agency="市政府"
    ).save()
    users = {}
    for role, codename in (
        ("intake", "intake_case"),
        ("reviewer", "review_case"),
        ("head", "head_case"),
    ):
        group = Group.objects.create(name=role)
        group.permissions.add(Permission.objects.get(codename=codename))
        users[role] = make_user(role, groups=[group])
    assert PERSON
    return Desk(users)
