"""Downloading one file: what came is kept, and the next try goes on from there.

The bytes lie in `<file>.part` until all are there, with a note (`<file>.part.json`) of what they
belong to. A rest is only added where the server says that the file is still the same (`If-Range`,
or at least the same size); else the download begins anew.
"""

import http.client
import json
import re
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from dashboard.errors import (
    BrokenOffError,
    MissingFileError,
    OutputFileError,
    RefusedFileError,
    SettingError,
    UnprovenHostError,
    UnreachableHostError,
    WrongSizeError,
)
from data.progress import Progress

BLOCK: Final = 64 * 1024
_RANGE: Final = re.compile(r"bytes (\d+)-\d+/(\d+|\*)")


@dataclass(frozen=True)
class Fetched:
    """A file that came.

    Parameters
    ----------
    size
        Its bytes, as they came.
    resumed
        Whether bytes of an earlier call were kept.
    """

    path: Path
    size: int
    resumed: bool


def fetch(
    url: str,
    target: Path,
    *,
    size: int | None = None,
    progress: Progress | None = None,
    attempts: int = 5,
    pause: float = 2.0,
    timeout: float = 30.0,
) -> Fetched:
    """Download a file; it is at `target` as a whole or not at all.

    Parameters
    ----------
    url
        Address (http or https).
    size
        Bytes it has to have, where that is known beforehand; the size that the server states
        is checked in any case.
    progress
        Called with the bytes that are there and their total (None: unknown).
    attempts, pause
        How often a download that breaks off half-way goes on, and the seconds between.
    timeout
        Seconds without a byte after which a connection counts as broken.

    Raises
    ------
    SettingError
        The address is none of the web.
    FetchError
        The file cannot be had now, or is not the right one; see its subclasses.
    OutputFileError
        The file cannot be written.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingError(name="--url", value=url, expected="https://…")
    download = _Download(url, target, size, timeout)
    resumed = download.done > 0
    for left in reversed(range(attempts)):
        try:
            download.go_on(progress or (lambda done, total: None))
            break
        except BrokenOffError:
            if not left:
                raise
            time.sleep(pause)
        except UnreachableHostError:
            # Without internet there is nothing to wait for, unless it was there just now.
            if not left or not download.begun:
                raise
            time.sleep(pause)
    return Fetched(target, download.finish(), resumed and download.continued)


class _Download:
    """The state of a download: bytes that are there, and what they belong to."""

    def __init__(self, url: str, target: Path, size: int | None, timeout: float) -> None:
        self.url, self.target, self.size, self.timeout = url, target, size, timeout
        self.host = urlsplit(url).hostname
        self.part = target.with_name(f"{target.name}.part")
        self.note = target.with_name(f"{target.name}.part.json")
        self.done, self.total, self.validator = 0, size, ""
        self.begun, self.continued = False, True
        self._recall()

    def _recall(self) -> None:
        """Take up what an earlier call left, where it is known to belong to this address."""
        try:
            note = json.loads(self.note.read_text("utf-8"))
            there = self.part.stat().st_size
            if note["url"] == self.url and (note["validator"] or note["total"]) and there:
                self.validator, self.total = str(note["validator"]), note["total"]
                self.done = there
        except (OSError, ValueError, KeyError, TypeError):
            self._forget()
        if self.total is not None and self.done > self.total:
            self._forget()

    def _forget(self) -> None:
        self.done, self.total, self.validator, self.continued = 0, self.size, "", False

    def _throw_away(self) -> None:
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def go_on(self, progress: Progress) -> None:
        """Ask for what is missing and take it in.

        Raises
        ------
        BrokenOffError
            Not all of it came.
        """
        if self.done and self.done == self.total:
            return
        headers = {
            "Accept-Encoding": "identity",
            "User-Agent": f"1001portes/{version('portes')}",
        }
        if self.done:
            headers["Range"] = f"bytes={self.done}-"
        if self.done and self.validator:
            headers["If-Range"] = self.validator
        with self._answer(headers) as response:
            self.begun = True
            self._begin(response.status, response.headers)
            self._receive(response, progress)
        if self.total is not None and self.done < self.total:
            raise BrokenOffError(host=self.host, done=self.done)

    def _answer(self, headers: Mapping[str, str]) -> Any:
        """Give the server's answer.

        Raises
        ------
        FetchError
            There is none, or none with the file.
        """
        request = Request(self.url, headers=dict(headers))  # noqa: S310 - the scheme was checked
        try:
            return urlopen(request, timeout=self.timeout)  # noqa: S310
        except HTTPError as answer:
            answer.close()
            if answer.code in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
                raise MissingFileError(url=self.url) from answer
            if answer.code == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and self.done:
                self._forget()
                raise BrokenOffError(host=self.host, done=0) from answer
            raise RefusedFileError(host=self.host, status=answer.code) from answer
        except URLError as problem:
            if isinstance(problem.reason, ssl.SSLCertVerificationError):
                raise UnprovenHostError(host=self.host) from problem
            raise UnreachableHostError(host=self.host) from problem
        except (OSError, http.client.HTTPException) as problem:
            raise UnreachableHostError(host=self.host) from problem

    def _begin(self, status: int, headers: Any) -> None:
        """Find out what comes: the rest of what is here, or the whole file."""
        if status == HTTPStatus.PARTIAL_CONTENT and self.done:
            found = _RANGE.fullmatch(headers.get("Content-Range", "").strip())
            total = int(found[2]) if found and found[2] != "*" else None
            fits = found and int(found[1]) == self.done and self.total in (None, total)
            if not fits:
                self._forget()
                raise BrokenOffError(host=self.host, done=0)
            self.total = total
        elif status == HTTPStatus.OK:
            self._forget()
            length = headers.get("Content-Length", "")
            self.total = int(length) if length.isdigit() else self.size
        else:
            raise RefusedFileError(host=self.host, status=status)
        if self.size is not None and self.total != self.size:
            self._throw_away()
            raise WrongSizeError(expected=self.size, size=self.total)
        self.validator = _validator(headers)
        self._write_note()

    def _write_note(self) -> None:
        note = {"url": self.url, "validator": self.validator, "total": self.total}
        try:
            self.note.write_text(json.dumps(note), "utf-8")
        except OSError as problem:
            raise OutputFileError(source=self.target) from problem

    def _receive(self, response: Any, progress: Progress) -> None:
        """Write what comes behind what is here."""
        try:
            file = self.part.open("ab" if self.done else "wb")
        except OSError as problem:
            raise OutputFileError(source=self.target) from problem
        with file:
            progress(self.done, self.total)
            while block := self._block(response):
                try:
                    file.write(block)
                    file.flush()
                except OSError as problem:
                    raise OutputFileError(source=self.target) from problem
                self.done += len(block)
                progress(self.done, self.total)

    def _block(self, response: Any) -> bytes:
        try:
            return bytes(response.read1(BLOCK))
        except (OSError, http.client.HTTPException) as problem:
            raise BrokenOffError(host=self.host, done=self.done) from problem

    def finish(self) -> int:
        """Check the size and put the file in its place; give its size.

        Raises
        ------
        WrongSizeError
            It is longer than it should be; what came is thrown away.
        """
        if self.total is not None and self.done != self.total:
            self._throw_away()
            raise WrongSizeError(expected=self.total, size=self.done)
        try:
            self.part.replace(self.target)
        except OSError as problem:
            raise OutputFileError(source=self.target) from problem
        self.note.unlink(missing_ok=True)
        return self.done


def _validator(headers: Any) -> str:
    """Give what proves that a file is still the same, or "" (a weak tag proves too little)."""
    tag = str(headers.get("ETag") or "")
    if tag and not tag.startswith("W/"):
        return tag
    return str(headers.get("Last-Modified") or "")
