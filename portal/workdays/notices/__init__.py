"""Reading the State Council's holiday notice from a file: JSON (two forms), CSV or xlsx.

:func:`read_notice` gives :class:`~portal.workdays.calendar.YearPlan` values or raises
:class:`NoticeError`, whose messages are Chinese and name the row. :func:`dump` writes plans in our
own JSON form, :func:`remarks` says what about a plan looks wrong without being impossible.
"""

from .errors import NoticeError
from .own import dump
from .reading import EXTENSIONS, MAX_BYTES, read_notice
from .remarks import remarks

__all__ = ["EXTENSIONS", "MAX_BYTES", "NoticeError", "dump", "read_notice", "remarks"]
