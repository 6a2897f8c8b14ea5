"""The words inside an uploaded file, for the search.

Parsers of office files meet what strangers made, so they run in a child process
(:mod:`portal.uploads.text_worker`) with limits and without secrets. Whatever happens to it, the
worst result here is a file without text.
"""

import io
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from contextlib import contextmanager
from pathlib import Path

logger = logging.getLogger(__name__)

MAX_TEXT = 200_000  # characters
TIMEOUT = 20  # seconds
WORKER = Path(__file__).with_name("text_worker.py")
# Files of these extensions can be read. Old Office formats (doc, xls, ppt) cannot.
READABLE = frozenset(["pdf", "docx", "wps", "xlsx", "et", "pptx", "ofd", "txt", "csv"])
# All a child may know of our environment: where a Python outside the system folders has its library.
ENVIRONMENT = ("LD_LIBRARY_PATH",)

# PDF marks a word divided at the end of a line.
DIVISION = re.compile("[\x02\ufffe]\\s*")
# Control, format, surrogate, private and unassigned characters: PostgreSQL refuses NUL, and the
# others would stand between two letters of a word unseen.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\uf8ff\ufe00-\ufe0f\ufeff\ufff0-\uffff\U000e0000-\U0010ffff]"
)
# Radicals and compatibility forms that PDF writers put for the everyday character of the same look.
LOOKALIKES = re.compile("[\u2e80-\u2fdf\uf900-\ufaff]")
HAN = "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
SPACE_BESIDE_HAN = re.compile(f"(?<={HAN}) | (?={HAN})")


class UnreadableError(Exception):
    """No text could be read; says why, without a word of the file."""


def extract(file, extension: str, *, timeout: float | None = None, strict=False) -> str:
    """The text of ``file``; "" when it has none or cannot be read, which is logged.

    At most ``MAX_TEXT`` characters within ``timeout`` (default ``TIMEOUT``) seconds. Paragraphs,
    cells and pages stand one a line; inside them Chinese is joined without spaces. ``extension`` is
    the one :func:`portal.uploads.verify` found. ``strict`` raises :class:`UnreadableError` instead.
    """
    if extension not in READABLE:
        return ""
    try:
        return _extract(file, extension, TIMEOUT if timeout is None else timeout)
    except UnreadableError as error:
        if strict:
            raise
        name = os.path.basename(str(getattr(file, "name", "")))
        logger.warning("No text of %s file %s: %s", extension, name, error)
        return ""


def _extract(file, extension, timeout):
    try:
        with _on_disk(file) as source, tempfile.TemporaryFile() as output:
            _run(extension, source, output, timeout)
            output.seek(0)
            return tidy(output.read(4 * MAX_TEXT).decode("utf-8", "ignore"))
    except (OSError, ValueError) as error:
        raise UnreadableError(type(error).__name__) from error


@contextmanager
def _on_disk(file):
    """``file`` for a child to read; a copy when it lives in memory."""
    try:
        descriptor = file.fileno()
    except (AttributeError, io.UnsupportedOperation):
        with tempfile.TemporaryFile() as copy:
            file.seek(0)
            shutil.copyfileobj(file, copy)
            file.seek(0)
            copy.flush()
            yield copy
        return
    # The child moves the place it shares with us, and our buffer would not notice.
    place = os.lseek(descriptor, 0, os.SEEK_CUR)
    try:
        yield file
    finally:
        os.lseek(descriptor, place, os.SEEK_SET)


def _run(extension, source, output, timeout):
    # -I keeps this folder out of the module path: its types.py would stand before Python's own.
    command = [sys.executable or "python3", "-I", "-B", str(WORKER)]
    command += [extension, str(MAX_TEXT), str(max(1, round(timeout)))]
    try:
        # The output is a file, not a pipe: a limit on its size binds the child, not our memory.
        done = subprocess.run(  # noqa: S603 - a fixed program; the extension is one of READABLE
            command,
            stdin=source,
            stdout=output,
            stderr=subprocess.DEVNULL,
            env={name: os.environ[name] for name in ENVIRONMENT if name in os.environ},
            cwd="/",
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableError(f"not done after {timeout:.0f} seconds") from error
    if done.returncode:
        raise UnreadableError(f"the worker ended with status {done.returncode}")


def tidy(text: str) -> str:
    """``text`` without invisible characters, spaces collapsed and none beside a Han character."""
    text = INVISIBLE.sub("", DIVISION.sub("", text))
    text = LOOKALIKES.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    lines = (SPACE_BESIDE_HAN.sub("", " ".join(line.split())) for line in text.splitlines())
    return "\n".join(filter(None, lines))[:MAX_TEXT]
