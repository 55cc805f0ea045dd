"""What the audit holds and what checking it finds: entries, chained and sealed.

Each entry is hashed with the hash of the one before it, so that a change, a removal or an
insertion breaks the chain from there on; anybody can check that. Each hash is sealed with a key
that lies outside the database, so that whoever can write the database alone cannot make a new
chain that passes. The newest entry is sealed a second time in a place of its own: without it,
taking entries off the end would leave a good chain.

What does not show: that somebody who also has the key wrote a false history, and that the whole
database was put back to an earlier state. Against both, an anchor helps that is kept elsewhere:
the number and the hash of an entry, as a backup, an export or a sheet of paper has it.
"""

import hmac
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256

from data.deeds import Deed, Plain

NOTHING = bytes(32)
"""What stands for the hash before the first entry."""
MOST_FAULTS = 50


@dataclass(frozen=True)
class Entry:
    """One thing that was done.

    Parameters
    ----------
    previous
        Hash of the entry before it; `NOTHING` for the first.
    sealed_by
        Which key sealed it; "" where none did.
    """

    campaign: str
    number: int
    at: datetime
    account: str
    role: str
    use_case: str
    detail: Mapping[str, Plain]
    previous: bytes
    hash: bytes
    sealed_by: str = ""
    seal: bytes | None = None


@dataclass(frozen=True)
class Anchor:
    """The number and the hash of an entry, enough to tell later whether it still stands."""

    number: int
    hash: bytes

    def __str__(self) -> str:
        """Write it as ``number:hash``, in hexadecimal digits."""
        return f"{self.number}:{self.hash.hex()}"

    @classmethod
    def read(cls, text: str) -> "Anchor":
        """Read what was written as text.

        Raises
        ------
        ValueError
            If it is no anchor.

        Examples
        --------
        >>> Anchor.read(str(Anchor(7, bytes(32)))).number
        7
        """
        number, _colon, digits = text.strip().partition(":")
        found = bytes.fromhex(digits)
        if len(found) != len(NOTHING):
            raise ValueError("The hash of an anchor has 64 hexadecimal digits.")
        return cls(int(number), found)


@dataclass(frozen=True)
class Head:
    """The newest entry, as it is noted a second time."""

    anchor: Anchor
    sealed_by: str = ""
    seal: bytes | None = None


class Fault(StrEnum):
    """English templates of what checking the audit finds."""

    MISSING = "Before entry {number}, entries are missing."
    CHANGED = "Entry {number} was changed after it was written."
    UNCHAINED = "Entry {number} does not follow on the one before it."
    UNSEALED = "Entry {number} was written without the key."
    OTHER_KEY = "Entry {number} was sealed with a key that is not here."
    FORGED = "Entry {number} does not bear the seal of the key."
    CUT_OFF = "The newest entries were taken off: number {number} was written, and is gone."
    NO_HEAD = "The note of the newest entry is missing or does not bear the seal of the key."
    NOT_ANCHORED = "Entry {number} is not the one that the anchor names."


@dataclass(frozen=True)
class Finding:
    """One fault and the entry at which it shows."""

    fault: Fault
    number: int


@dataclass(frozen=True)
class Verdict:
    """What checking the audit found.

    Parameters
    ----------
    seals
        Whether the seals were checked: False where no key was there.
    findings
        At most `MOST_FAULTS`, by number.
    """

    entries: int
    head: Anchor | None
    seals: bool
    findings: Sequence[Finding]


def make(
    campaign: str, deed: Deed, last: Anchor | None, keys: Sequence[bytes]
) -> tuple[Entry, Head]:
    """Make the entry of a deed that follows on `last`, and the note that it is the newest."""
    at = deed.at.astimezone(UTC).replace(microsecond=0)
    previous = last.hash if last else NOTHING
    number = last.number + 1 if last else 1
    detail = dict(deed.detail)
    told = (campaign, number, at, deed.account, deed.role, deed.use_case, detail)
    digest = _hash(told, previous)
    anchor = Anchor(number, digest)
    name, seal, head = "", None, None
    if keys:
        name = name_of(keys[0])
        seal, head = _seal(keys[0], digest), _seal(keys[0], _newest(campaign, anchor))
    return Entry(*told, previous, digest, name, seal), Head(anchor, name, head)


def check(
    campaign: str,
    entries: Iterator[Entry],
    head: Head | None,
    keys: Sequence[bytes],
    *,
    anchor: Anchor | None = None,
) -> Verdict:
    """Check a whole chain.

    Parameters
    ----------
    entries
        All of a campaign, by number.
    keys
        Keys that may have sealed it; none: seals are not checked.
    anchor
        An entry as it was known elsewhere.
    """
    ring = {name_of(key): key for key in keys}
    findings: list[Finding] = []
    last, number, held = None, 0, anchor is None
    for number, entry in enumerate(entries, 1):  # noqa: B007 (how many there were)
        findings += (Finding(fault, entry.number) for fault in _faults(entry, last, ring))
        last = Anchor(entry.number, entry.hash)
        held = held or last == anchor
    findings += _of_head(campaign, head, last, ring)
    if anchor and not held:
        findings.append(Finding(Fault.NOT_ANCHORED, anchor.number))
    return Verdict(number, last, bool(ring), tuple(findings[:MOST_FAULTS]))


def name_of(key: bytes) -> str:
    """Name a key without telling it."""
    return _seal(key, b"name of this key").hex()[:16]


def _faults(entry: Entry, last: Anchor | None, ring: Mapping[str, bytes]) -> Iterator[Fault]:
    if entry.number != (last.number + 1 if last else 1):
        yield Fault.MISSING
    elif entry.previous != (last.hash if last else NOTHING):
        yield Fault.UNCHAINED
    told = (
        *(entry.campaign, entry.number, entry.at, entry.account, entry.role, entry.use_case),
        entry.detail,
    )
    if _hash(told, entry.previous) != entry.hash:
        yield Fault.CHANGED
    if ring:
        yield from _of_seal(entry.sealed_by, entry.seal, entry.hash, ring)


def _of_seal(
    name: str, seal: bytes | None, content: bytes, ring: Mapping[str, bytes]
) -> Iterator[Fault]:
    if not name or seal is None:
        yield Fault.UNSEALED
    elif name not in ring:
        yield Fault.OTHER_KEY
    elif not hmac.compare_digest(seal, _seal(ring[name], content)):
        yield Fault.FORGED


def _of_head(
    campaign: str, head: Head | None, last: Anchor | None, ring: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Compare the newest entry with what was noted of it."""
    if head is None:
        if last:
            yield Finding(Fault.NO_HEAD, last.number)
        return
    content = _newest(campaign, head.anchor)
    if ring and any(_of_seal(head.sealed_by, head.seal, content, ring)):
        yield Finding(Fault.NO_HEAD, head.anchor.number)
    elif last != head.anchor:
        cut = last is None or last.number < head.anchor.number
        yield Finding(Fault.CUT_OFF if cut else Fault.NO_HEAD, head.anchor.number)


def _newest(campaign: str, anchor: Anchor) -> bytes:
    return f"newest {campaign} {anchor}".encode()


def _hash(told: Sequence[object], previous: bytes) -> bytes:
    """Hash what an entry tells, in the one way in which it can be written, and what came before."""
    plain = [part.isoformat() if isinstance(part, datetime) else part for part in told]
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(previous + text.encode()).digest()


def _seal(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, sha256).digest()
