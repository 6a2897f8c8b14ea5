"""Settings of the fee module. Off unless an institution switches it on."""

from dataclasses import dataclass


@dataclass(frozen=True)
class FeeRules:
    """Everything of the fee rules that is not confirmed from the text itself.

    ``payment_working_days``
        From the day after the notice is received; unpaid by then, the application is given up.
    ``clock_restarts``
        The time for the reply starts anew the day after payment.
    ``review_of_fee_alone``
        Whether the fee decision can be taken to review by itself.
    ``free_of_page_fee``
        Outcomes that are never charged by volume: nothing is handed over, only a way is told.
    """

    enabled: bool = False
    payment_working_days: int = 20
    clock_restarts: bool = True
    review_of_fee_alone: bool = False
    free_of_page_fee: frozenset[str] = frozenset({"already_public"})
