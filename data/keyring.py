"""Keys that do not lie in the database: without them contact details cannot be read, nor the
audit forged.

Where they come from is the business of whoever opens the store.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Keyring:
    """Keys by purpose, 32 random bytes each, the newest first; older ones open what they shut.

    Parameters
    ----------
    contacts
        What contact details are encrypted with; none: they are kept as they are.
    audit
        What the rows of the audit are sealed with; none: they are chained without a seal.
    codes
        What the secrets of time-based codes are encrypted with.
    marks
        What tells, without telling the keys, which of them a database was sealed with last.
    """

    contacts: tuple[bytes, ...] = ()
    audit: tuple[bytes, ...] = ()
    codes: tuple[bytes, ...] = ()
    marks: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        """Say how many keys there are, never which."""
        return f"Keyring(contacts={len(self.contacts)}, audit={len(self.audit)})"


NO_KEYS = Keyring()
