"""What was typed, as it stands: shown again, kept as a draft, never interpreted."""

from dataclasses import dataclass, field

from disclosure.applying.forms import ApplicantForm, RequestForm
from disclosure.services.application import MAX_REQUESTS

# Not kept with a draft: what harms most on a computer others use, and is quickly typed again.
NOT_KEPT = ("id_number", "credit_code")


def prefix(number: int) -> str:
    """Of the fields of one request in the form."""
    return f"r{number}"


@dataclass
class Typed:
    """``main`` by field name; ``requests`` in order, at least one."""

    main: dict = field(default_factory=dict, repr=False)
    requests: list[dict] = field(default_factory=lambda: [{}], repr=False)

    @classmethod
    def of(cls, post) -> "Typed":
        main = {}
        for name in ApplicantForm.base_fields:
            if name == "ways":
                main[name] = [value[:20] for value in post.getlist(name)[:20]]
            elif name == "accepts_other":
                main[name] = name in post
            else:
                main[name] = post.get(name, "")
        return cls(main, [_request(post, number) for number in range(count_of(post))])

    @classmethod
    def of_draft(cls, data: dict) -> "Typed":
        return cls(data["main"], data["requests"] or [{}])

    def for_draft(self) -> dict:
        main = {name: value for name, value in self.main.items() if name not in NOT_KEPT}
        return {"main": main, "requests": self.requests}

    def with_one_more(self) -> "Typed":
        return Typed(self.main, [*self.requests, {}][:MAX_REQUESTS])

    def without(self, number: int) -> "Typed":
        rest = [item for place, item in enumerate(self.requests) if place != number]
        return Typed(self.main, rest or [{}])


def count_of(post) -> int:
    """How many requests the form holds."""
    text = post.get("requests", "1")
    return min(max(int(text), 1), MAX_REQUESTS) if text.isdecimal() and len(text) < 4 else 1


def _request(post, number) -> dict:
    names = RequestForm.base_fields
    return {name: post.get(f"{prefix(number)}-{name}", "") for name in names}
