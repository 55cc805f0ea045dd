"""Errors of the `data` package.

DataError
├── StoreError
│   ├── DatabaseUnreachableError
│   ├── NotFoundError
│   └── CodesInUseError
├── CampaignFileError
├── QuestionnaireError
│   └── FrozenQuestionnaireError
├── AllocationError
├── ImportFileError
│   ├── UnreadableTableError
│   └── MappingError

Each class carries an English `message` and a `mend` (what the person can do about it) as
templates; the interface translates the templates and fills in `params`.
"""

from typing import ClassVar


class DataError(Exception):
    """Base of every error raised by `data`.

    Parameters
    ----------
    **params
        Values for the placeholders of `message` and `mend`.
    """

    message: ClassVar[str] = "The records could not be used."
    mend: ClassVar[str] = ""

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.message.format(**params))


class StoreError(DataError):
    """The database refused or cannot be used."""


class DatabaseUnreachableError(StoreError):
    """The database cannot be opened, is locked, or cannot be written."""

    message = "The database cannot be used: {reason}"
    mend = "Check that the folder exists and can be written, or name another database."


class NotFoundError(StoreError):
    """A record that was named does not exist."""

    message = "There is no {what} “{key}”."
    mend = "Reload the page: it may have been removed meanwhile."


class CodesInUseError(StoreError):
    """New quartiers would leave records without their quartier."""

    message = "Records already refer to quartiers that the new file does not have: {codes}."
    mend = "Undo the imports concerned first, or use a file with the same codes."


class CampaignFileError(DataError):
    """A campaign folder or one of its files is missing or wrong."""

    message = "“{source}” cannot be used: {reason}"
    mend = "Correct the file; `portes new` makes a folder that works."


class QuestionnaireError(DataError):
    """A questionnaire file is wrong."""

    message = "The questionnaire “{source}” cannot be used: {reason}"
    mend = "Correct the file and try again."


class FrozenQuestionnaireError(QuestionnaireError):
    """Answers exist, so that this version cannot change any more."""

    message = "Version {version} of the questionnaire has answers and cannot change any more."
    mend = "Give the changed questionnaire a new version number."


class AllocationError(DataError):
    """The doors cannot be spread as asked."""

    message = "The doors cannot be spread like that: {reason}"
    mend = "Lower the floor, raise the goal, or choose another method."


class ImportFileError(DataError):
    """A table of responses or visits cannot be imported at all."""


class UnreadableTableError(ImportFileError):
    """The file is of no known format, damaged or empty."""

    message = "“{source}” could not be read as a table: {reason}"
    mend = "Use CSV, XLSX or ODS, with the column names in the first row."


class MappingError(ImportFileError):
    """The columns do not say what is needed."""

    message = "The columns of “{source}” do not say enough: {reason}"
    mend = "Say which column holds what, then try again."
