"""Encrypted files: what comes back, what is refused, and that nothing half-written stays."""

from pathlib import Path

import pytest

from data import sealing
from data.errors import NotSealedError, ShortPassphraseError, WrongPassphraseError

WORDS = "cheval pile agrafe correcte"
PLAIN = b"jour,porte\r\n2023-04-02,12 bis\r\n"


@pytest.fixture(scope="module")
def sealed() -> bytes:
    """Encrypt once: finding the key of a passphrase is meant to take long."""
    return sealing.seal(PLAIN, WORDS)


def test_what_was_sealed_comes_back_and_shows_nothing(sealed: bytes) -> None:
    assert sealing.is_sealed(sealed) and not sealing.is_sealed(PLAIN)
    assert b"2023" not in sealed
    assert sealing.unseal(sealed, WORDS) == PLAIN


def test_another_passphrase_opens_nothing(sealed: bytes) -> None:
    with pytest.raises(WrongPassphraseError):
        sealing.unseal(sealed, WORDS.capitalize())


def test_a_damaged_file_opens_as_nothing_rather_than_as_a_part(sealed: bytes) -> None:
    for damaged in (sealed[:-3], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(WrongPassphraseError):
            sealing.unseal(damaged, WORDS)


def test_what_is_not_sealed_is_said_to_be_so() -> None:
    with pytest.raises(NotSealedError):
        sealing.unseal(PLAIN, WORDS)


def test_a_passphrase_that_can_be_found_by_trying_is_refused() -> None:
    with pytest.raises(ShortPassphraseError, match="12"):
        sealing.seal(PLAIN, "poitiers2023"[:11])


def test_files_are_for_their_owner_and_whole_or_not_there(tmp_path: Path) -> None:
    source, target, back = (tmp_path / name for name in ("a.csv", "a.csv.age", "b.csv"))
    source.write_bytes(PLAIN)
    sealing.seal_file(source, target, WORDS)
    sealing.unseal_file(target, back, WORDS)
    assert back.read_bytes() == PLAIN
    assert target.stat().st_mode & 0o777 == back.stat().st_mode & 0o777 == 0o600
    with pytest.raises(WrongPassphraseError):
        sealing.unseal_file(target, tmp_path / "c.csv", "une tout autre phrase")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.csv.age", "b.csv"]
