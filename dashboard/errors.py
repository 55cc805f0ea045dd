"""Errors of the `dashboard` package.

DashboardError
├── SettingError
├── NotEmptyError
├── NoQuartiersError
├── DatabaseTakenError
├── UnclearImportError
├── PortTakenError
└── OutputFileError

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


class NoQuartiersError(DashboardError):
    """Something needs the quartiers, and there are none yet."""

    message = "The campaign has no quartiers yet."
    mend = "Bring in a map file: portes quartiers use FILE --code FIELD --name FIELD."


class DatabaseTakenError(DashboardError):
    """A new campaign was to start in a database that holds one."""

    message = "The database already holds the campaign “{campaign}”."
    mend = "Name another database, or none: the records then lie in the new folder."


class UnclearImportError(DashboardError):
    """An import was named by a number that fits none or several."""

    message = "The number “{wish}” does not stand for exactly one import that can be undone."
    mend = "See the numbers with: portes imports."


class PortTakenError(DashboardError):
    """Another program listens on the port, or it may not be used."""

    message = "Port {port} cannot be used: another program has it, or it is reserved."
    mend = "Choose another one: portes run --port {other}."


class OutputFileError(DashboardError):
    """A file cannot be written."""

    message = "“{source}” cannot be written."
    mend = "Check that its folder exists, can be written and has room, or name another file."
