"""Short texts encrypted in the database, each bound to the row that it belongs to."""

import base64
import secrets
from contextlib import suppress

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.errors import UnreadableSecretError

_NONCE = 12


class Box:
    """Encrypts short texts (AES-GCM); what was changed or moved elsewhere does not open.

    Examples
    --------
    >>> box = Box(bytes(32))
    >>> box.open(box.seal("06 12 34 56 78", about="v1"), about="v1")
    '06 12 34 56 78'
    """

    def __init__(self, *keys: bytes) -> None:
        """Take the keys that open, the one that seals first."""
        self._ciphers = [AESGCM(key) for key in keys]

    def seal(self, plain: str, *, about: str) -> str:
        """Encrypt a text; the same text never looks the same twice.

        Parameters
        ----------
        about
            Where it belongs, such as the id of its row: it opens nowhere else.
        """
        nonce = secrets.token_bytes(_NONCE)
        sealed = self._ciphers[0].encrypt(nonce, plain.encode(), about.encode())
        return base64.urlsafe_b64encode(nonce + sealed).decode()

    def open(self, sealed: str, *, about: str) -> str:
        """Decrypt what `seal` gave.

        Raises
        ------
        UnreadableSecretError
            It was changed, belongs elsewhere or was made with another key.
        """
        for cipher in self._ciphers:
            with suppress(InvalidTag, ValueError):
                raw = base64.urlsafe_b64decode(sealed)
                return cipher.decrypt(raw[:_NONCE], raw[_NONCE:], about.encode()).decode()
        raise UnreadableSecretError()
