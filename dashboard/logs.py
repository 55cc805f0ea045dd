"""What the process writes down of itself: never a person, an answer, an address or a token.

Errors of databases and of libraries quote the values that they failed on. An error is therefore
written as its kind and the places in the code that it came through, without its words; in other
lines, what looks like an e-mail address, a telephone number, a token or the query of an address
is left out. This holds for every library, because it is done where records are made.
"""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from traceback import format_tb

_LEFT_OUT = "…"
_TELLING = re.compile(
    r"[^\s@<>,;\"]*@[\w-]+(?:\.[\w-]+)+"  # e-mail addresses
    r"|(?<=\S)\?[^\s\"'<>]+"  # queries
    r"|(?<![\w./-])(?:\+\d{2}|0)[ .]?\d(?:[ .]?\d{2}){4}(?!\d)"  # telephone numbers
    r"|(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{16,}(?![\w-])"  # tokens and hashes
)


def scrub(text: str) -> str:
    """Leave out of a line what may tell of a person or open a door.

    Examples
    --------
    >>> scrub("GET /entrer/wG7_kU0xq2P9dLr4aVbZ?next=/porte by ada@x.org, 06 12 34 56 78")
    'GET /entrer/…… by …, …'
    """
    return _TELLING.sub(_LEFT_OUT, text)


def trace(error: BaseException) -> str:
    """Give an error with those that led to it: kinds and places, no words."""
    told: list[str] = []
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        kind = f"{type(at).__module__}.{type(at).__qualname__}"
        told.insert(0, "".join(format_tb(at.__traceback__)) + kind)
        at = at.__cause__ or (None if at.__suppress_context__ else at.__context__)
    return "\n".join(told)


@contextmanager
def discreet() -> Iterator[None]:
    """Write no person down, whichever library logs, as long as the block lasts."""
    made = logging.getLogRecordFactory()

    def make(*args: object, **named: object) -> logging.LogRecord:
        record = made(*args, **named)
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text, record.exc_info = trace(record.exc_info[1]), None
        record.msg = _quiet(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(map(_quiet, record.args))
        elif isinstance(record.args, dict):
            record.args = {name: _quiet(value) for name, value in record.args.items()}
        return record

    logging.setLogRecordFactory(make)
    try:
        yield
    finally:
        logging.setLogRecordFactory(made)


def _quiet(part: object) -> object:
    if isinstance(part, BaseException):
        return type(part).__qualname__
    return scrub(part) if isinstance(part, str) else part
