"""Comparing what applicants saw with what the database holds."""

from collections import Counter


def problems_of(diary) -> list[str]:
    """Everything that should not be; ``[]`` when nobody lost anything."""
    from disclosure.integrity import find_problems
    from disclosure.models import Case

    kept = list(Case.objects.order_by("pk").values_list("number", "title", "pk"))
    titles = Counter(title for _number, title, _pk in kept)
    found = list(diary.wrong)
    found += [
        f"doubled: {title} became {count} cases" for title, count in titles.items() if count > 1
    ]
    found += [f"lost: {seen.number}" for seen in diary.seen if not _is_there(seen)]
    found += [f"begun and gone: {title}" for title in diary.begun if title not in titles]
    numbers = Counter(seen.number for seen in diary.seen)
    found += [f"given twice: {number}" for number, count in numbers.items() if count > 1]
    serials = sorted(int(number[-6:]) for number, _title, _pk in kept)
    if serials != list(range(1, len(serials) + 1)):
        found.append("the numbers have gaps or repeats")
    return found + [f"{item.code}: {item.text}" for item in find_problems()]


def _is_there(seen) -> bool:
    """Whether number and code of the receipt open the very application that was sent."""
    from disclosure import lookup

    case = lookup.find(seen.number, seen.code, "203.0.113.9")
    return case is not None and case.title == seen.title
