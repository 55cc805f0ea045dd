"""Uploads on the disk: readers need a path, and what people bring in must not stay behind."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

LONGEST = 100
_ODD = re.compile(r"[^\w. ()-]")


@contextmanager
def on_disk(name: str, content: bytes | memoryview) -> Iterator[Path]:
    """Lay an upload in a folder of its own for as long as the block runs.

    Parameters
    ----------
    name
        As the browser gave it; only its last part is used, without odd characters.

    Examples
    --------
    >>> with on_disk("../../doors.csv", b"a;b") as path:
    ...     path.name, path.read_bytes()
    ('doors.csv', b'a;b')
    >>> path.exists()
    False
    """
    with TemporaryDirectory(prefix="portes-") as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(content)
        yield path


def safe_name(name: str) -> str:
    """Give a file name that is no path and holds nothing odd; its ending is kept.

    Examples
    --------
    >>> safe_name("C:\\\\temp\\\\a|b.csv"), safe_name("..")
    ('a_b.csv', 'upload')
    """
    last = re.split(r"[/\\]", name)[-1]
    return _ODD.sub("_", last).lstrip(".")[-LONGEST:] or "upload"
