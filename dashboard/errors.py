"""Errors of the `dashboard` package.

DashboardError
├── SettingError
└── NotEmptyError

What `data` and `geo` raise passes through unchanged; `dashboard.i18n.explain` puts all of them
into the user's language.
"""

from typing import ClassVar


class DashboardError(Exception):
    """Base of every error raised by `dashboard`.

    Parameters
    ----------
    **params
        Values for the placeholders of `message` and `mend`.
    """

    message: ClassVar[str] = "The app could not do that."
    mend: ClassVar[str] = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message.format(**params))


class SettingError(DashboardError):
    """An option or variable has a value that cannot be used."""

    message = "“{value}” cannot be used for {name}."
    mend = "Expected: {expected}."


class NotEmptyError(DashboardError):
    """Invented data was to be brought into a campaign that has records."""

    message = "The campaign has records already."
    mend = "Demonstration data only goes into an empty campaign: undo the imports first."
