"""Errors of the `data` package.

DataError
├── StoreError
│   ├── DatabaseUnreachableError
│   ├── NotFoundError
│   │   └── NoCampaignError
│   ├── CodesInUseError
│   ├── PlanningError
│   │   ├── OutingFullError
│   │   ├── OutingClosedError
│   │   ├── OutingInUseError
│   │   ├── MemberTwiceError
│   │   └── PairInUseError
│   ├── ClaimError
│   │   ├── ClaimTakenError
│   │   └── ClaimEndedError
│   ├── SheetError
│   │   ├── UnknownSheetError
│   │   ├── UnknownLineError
│   │   ├── DuplicateLineError
│   │   └── SheetChangedError
│   ├── CorrectionError
│   ├── QuoteError
│   ├── ReleaseTakenError
│   ├── ContactsLockedError
│   ├── BackupError
│   │   ├── BackupExistsError
│   │   ├── BackupWriteError
│   │   ├── BackupFileError
│   │   └── OtherCampaignError
│   ├── ClosedQuestionnaireError
│   ├── AccountError
│   │   ├── NamelessAccountError
│   │   ├── NameTakenError
│   │   ├── IdentityTakenError
│   │   ├── AccountTwiceError
│   │   └── LastAdministratorError
│   └── InvitationError
│       ├── ExpiredInvitationError
│       └── UsedInvitationError
├── CampaignFileError
├── TextTooLongError
├── LongValueError
├── QuestionnaireError
│   └── FrozenQuestionnaireError
├── CodebookError
├── AllocationError
│   ├── FloorTooHighError
│   ├── DwellingsUnknownError
│   ├── NoDwellingsError
│   ├── TiedAllocationError
│   └── SpreadSettingError
├── ThresholdError
├── UnreadableSecretError
├── SealError
│   ├── ShortPassphraseError
│   ├── WrongPassphraseError
│   └── NotSealedError
├── ImportFileError
│   ├── UnreadableTableError
│   └── MappingError

Each class carries an English `message` and a `mend` (what the person can do about it) as
templates; the interface translates the templates and fills in `params`. Where a template has a
`{reason}`, it is a `Because`: text that remembers its own template and values, so that it can be
translated in the same way.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import ClassVar


class Reason(StrEnum):
    """English templates of the reasons that errors of the store and of the files give."""

    LOCKED = "another program is writing to it and did not finish in time."
    READ_ONLY = "it cannot be written."
    CANNOT_OPEN = "it cannot be opened."
    NOT_A_DATABASE = "the file is not a database."
    DAMAGED = "the file is damaged."
    DISK_FULL = "the disk is full."
    DISK_ERROR = "the disk reported an error."
    FOLDER = "its folder cannot be made or opened."
    BAD_ADDRESS = "its address is not one like “sqlite:///folder/file.sqlite”."
    NO_DRIVER = "the driver for this kind of database is not installed."
    NO_CONNECTION = "the server does not answer or refuses the connection."
    BUSY = "it is asked for more at once than it can take."
    UNFIT = "one of the texts or numbers is not one that it can keep."
    NEWER = "it was made by a newer version of this program."
    OLDER = "it was made by an older version of this program."
    FOREIGN = "it belongs to another program."
    GONE = "its file is no longer where it was."
    OTHER = "it answered with the error {name}."

    MISSING_FILE = "the file is missing."
    UNREADABLE_FILE = "the file cannot be read."
    NOT_TOML = "it is not valid TOML ({detail})."
    NOT_JSON = "it is not valid GeoJSON ({detail})."
    MISSING_KEY = "“{key}” is missing."
    UNKNOWN_KEY = "“{key}” is not a known setting."
    NOT_TEXT = "“{key}” has to be a text between quotation marks."
    NOT_WHOLE = "“{key}” has to be a whole number."
    NOT_NUMBER = "“{key}” has to be a number."
    NOT_DAY = "“{key}” has to be a day such as 2023-04-02, without quotation marks."
    NOT_TEXTS = "“{key}” has to be a list of texts."
    NOT_NUMBERS = "“{key}” has to be a list of numbers."
    NOT_TABLE = "“{key}” has to be a table."
    NOT_TABLES = "“{key}” has to be a list of tables."
    TOO_SMALL = "“{key}” cannot be below {least}."
    NOT_AMONG = "“{key}” has to be one of: {choices}."
    MISSING_LANGUAGE = "“{key}” has no text in the language “{language}”."
    TWICE = "“{key}” appears twice."
    BAD_NAME = "“{key}” may hold only small letters without accents, digits, “-” and “_”."
    RESERVED_NAME = "“{key}” is a reserved word."
    ENDS_BEFORE_START = "“{key}” ends before it starts."
    NO_SUCH_PHASE = "“{key}” names the phase “{phase}”, which does not exist."
    TOO_LONG = "“{key}” is longer than {most} characters."
    NO_QUESTIONS = "it has no questions."
    NO_THEMES = "it has no themes."
    NOT_TRUTH = "“{key}” has to be true or false, without quotation marks."
    NO_SCALE = "“{key}” is not rated, so that its scale has no ends to label."
    NOT_AN_EXTENT = "“{key}” has to be west, south, east and north, in degrees."
    NOT_EMPTY = "the folder is not empty."
    NO_CAMPAIGN = "it holds no campaign."
    FAULTS_IN_IT = "what is in it contradicts itself."
    CANNOT_WRITE = "it cannot be written there."


class Thing(StrEnum):
    """What a `NotFoundError` can be about."""

    CAMPAIGN = "campaign"
    QUARTIER = "quartier"
    QUESTIONNAIRE = "questionnaire"
    IMPORT = "import"
    VOLUNTEER = "volunteer"
    OUTING = "outing"
    PAIR = "pair"
    SECTION = "street section"
    CLAIM = "claim"
    VISIT = "visit"
    VERBATIM = "open answer"
    THEME = "theme"
    PUBLICATION = "release"
    ACCOUNT = "account"


class Because(str):
    """A reason as English text, with its `template` and `params` kept for the interface."""

    __slots__ = ("params", "template")
    template: str
    params: Mapping[str, object]


def because(reason: Reason, **params: object) -> Because:
    """Fill in a reason.

    Examples
    --------
    >>> because(Reason.MISSING_KEY, key="goal")
    '“goal” is missing.'
    >>> because(Reason.MISSING_KEY, key="goal").template
    '“{key}” is missing.'
    """
    text = Because(reason.value.format(**params))
    text.template, text.params = reason.value, params
    return text


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


UNREACHABLE_MENDS: Mapping[str, str] = {
    Reason.LOCKED: "Nothing that was confirmed is lost. Try again in a moment.",
    Reason.READ_ONLY: "Nothing that was confirmed is lost. Make the file and its folder writable "
    "again for this program, then try again.",
    Reason.DISK_FULL: "Nothing that was confirmed is lost. Free some space on the disk, then try "
    "again.",
    Reason.DISK_ERROR: "Nothing that was confirmed is lost. Check the disk, then try again.",
    Reason.GONE: "Put the file back, or the disk that it lies on, then try again; or bring the "
    "last backup in: `portes restore FILE`.",
    Reason.DAMAGED: "Bring the last backup in: `portes restore FILE`. The damaged file is kept "
    "beside it.",
    Reason.NOT_A_DATABASE: "Name another file, or bring the last backup in: `portes restore FILE`.",
    Reason.NEWER: "Install the version of this program that made it, or a newer one.",
    Reason.OLDER: "Start the program again: it brings the database up to date.",
    Reason.NO_CONNECTION: "Nothing that was confirmed is lost. Check that the server runs and that "
    "its address is right, then try again.",
}
"""What to do, where the reason says more than the error itself."""


class DatabaseUnreachableError(StoreError):
    """The database cannot be opened, is locked, or cannot be written."""

    message = "The database cannot be used: {reason}"
    mend = "Check that the folder exists and can be written, or name another database."

    def __init__(self, **params: object) -> None:
        super().__init__(**params)
        known = UNREACHABLE_MENDS.get(getattr(params.get("reason"), "template", ""))
        if known:
            self.mend = known  # type: ignore[misc]  # this one's own, not the class's


class NotFoundError(StoreError):
    """A record that was named does not exist."""

    message = "There is no {what} “{key}”."
    mend = "Reload the page: it may have been removed meanwhile."


class NoCampaignError(NotFoundError):
    """The database is empty."""

    message = "The database holds no campaign yet."
    mend = "`portes run` starts one; `portes new` makes the folder of another town."


class CodesInUseError(StoreError):
    """New quartiers would leave records without their quartier."""

    message = "Records already refer to quartiers that the new file does not have: {codes}."
    mend = "Undo the imports concerned first, or use a file with the same codes."


class PlanningError(StoreError):
    """An outing, its sign-ups or its pairs cannot be changed like that."""


class OutingFullError(PlanningError):
    """As many have signed up as can come."""

    message = "This outing is full: {capacity} people have signed up."
    mend = "Choose another day, or raise the number of places."


class OutingClosedError(PlanningError):
    """The outing was debriefed already."""

    message = "This outing is closed."
    mend = "Open it again, or choose another one."


class OutingInUseError(PlanningError):
    """Doors were recorded at the outing."""

    message = "This outing cannot be removed: {visits} doors were recorded there."
    mend = "Close it instead; what was recorded stays."


class MemberTwiceError(PlanningError):
    """Somebody would be in two pairs of one outing."""

    message = "{name} is already in another pair of this outing."
    mend = "Take them out of one of the two pairs."


class PairInUseError(PlanningError):
    """A pair that would be gone holds streets, has a sheet or recorded doors."""

    message = "Pair {number} holds streets, has a sheet or has recorded doors; it has to stay."
    mend = "Change who is in it, or free its streets first."


class ClaimError(StoreError):
    """Streets cannot be taken or kept like that."""


class ClaimTakenError(ClaimError):
    """Another pair holds the section.

    Attributes
    ----------
    until
        The moment (UTC) until which it is held.
    """

    message = "“{street}” is taken by another pair until {until}."
    mend = "Choose another street, or ask them to hand it over."

    def __init__(self, *, street: str, until: datetime) -> None:
        self.until = until
        super().__init__(street=street, until=until)


class ClaimEndedError(ClaimError):
    """The claim no longer holds."""

    message = "You no longer hold this street."
    mend = "Take it again if it is still free; what you recorded stays."


class SheetError(StoreError):
    """A paper sheet cannot be used like that."""


class UnknownSheetError(SheetError):
    """No sheet has this code."""

    message = "There is no sheet “{code}”."
    mend = "Read the code at the top of the sheet again."


class UnknownLineError(SheetError):
    """The sheet has no such line."""

    message = "Sheet “{code}” has no line {row}."
    mend = "Read the number at the start of the line again."


class DuplicateLineError(SheetError):
    """The line was keyed in already, with another outcome."""

    message = "Line {row} of sheet “{code}” was already keyed in."
    mend = "Correct the line instead of adding it again."


class SheetChangedError(SheetError):
    """The sheet would no longer say what was printed."""

    message = "Sheet “{code}” exists already and says otherwise."
    mend = "Make a new sheet: one that was printed cannot change."


class CorrectionError(StoreError):
    """A visit would correct itself."""

    message = "A visit cannot correct itself."
    mend = "Reload the page and try again."


class QuoteError(StoreError):
    """What is to be quoted was not confirmed by anybody."""

    message = "This passage cannot be quoted: it is not part of a text that somebody confirmed."
    mend = "Read the answer, confirm its text without names, then choose a passage of it."


class ReleaseTakenError(StoreError):
    """Somebody else published at the same moment."""

    message = "Release {number} has just been published by somebody else."
    mend = "Look at what was published, then prepare the next release."


class BackupError(StoreError):
    """A backup cannot be made or brought in."""


class BackupExistsError(BackupError):
    """There is a file of that name already."""

    message = "There is a file “{source}” already."
    mend = "Choose another name, or add --force to replace it."


class BackupWriteError(BackupError):
    """The backup cannot be written where it should be."""

    message = "The backup cannot be written to “{source}”: {reason}"
    mend = "Choose another place; the records are as they were."


class BackupFileError(BackupError):
    """The file is no backup that could be brought in."""

    message = "“{source}” cannot be brought in as a backup: {reason}"
    mend = "Choose another backup; nothing was changed."


class OtherCampaignError(BackupError):
    """The backup holds none of what is in use."""

    message = "“{source}” holds {found}; the campaign in use here is {wanted}."
    mend = "Choose another backup, or add --force to work with that campaign from now on."


class ClosedQuestionnaireError(StoreError):
    """A questionnaire was finished or withdrawn, or never begun."""

    message = "This questionnaire is closed: nothing can be read or changed in it any more."
    mend = "What was answered before stays, unless it was withdrawn. Go on with the next door."


class AccountError(StoreError):
    """An account cannot be like that."""


class NamelessAccountError(AccountError):
    """An account has no name."""

    message = "An account needs a name."
    mend = "Enter the name that the person is known by."


class NameTakenError(AccountError):
    """Two people would come in by the same name."""

    message = "Somebody else already comes in by the name “{name}”."
    mend = "Add something that tells the two apart."


class IdentityTakenError(AccountError):
    """Two accounts would belong to one identity of the provider."""

    message = "Another account already has the identity “{identity}”."
    mend = "Take it from that account first."


class AccountTwiceError(AccountError):
    """A volunteer would have two accounts."""

    message = "This volunteer already has an account."
    mend = "Invite them by that one."


class LastAdministratorError(AccountError):
    """Nobody would be left who can administer the campaign."""

    message = "This is the only administrator."
    mend = "Make somebody else administrator first."


class InvitationError(StoreError):
    """A link lets nobody in: there is no such invitation, or it was revoked."""

    message = "This link is not valid, or not any more."
    mend = "Ask a coordinator for a new one."


class ExpiredInvitationError(InvitationError):
    """A link came too late."""

    message = "This link has expired."


class UsedInvitationError(InvitationError):
    """A link that lets in once was used before."""

    message = "This link was used before and lets in only once."


class ContactsLockedError(StoreError):
    """Contact details would have to be kept unencrypted: the key is not here."""

    message = "Contact details cannot be kept: the key file of this database is not here."
    mend = "Put the file portes.key back beside the database, then start the app again."


class MoveError(StoreError):
    """A database cannot be moved into that one; nothing was moved."""


class TargetNotEmptyError(MoveError):
    """The database to move to holds something."""

    message = "The database to move to is not empty."
    mend = "Name an empty one; nothing was moved."


class SourceChangedError(MoveError):
    """What was written meanwhile would have been left behind."""

    message = "Somebody wrote to the database while it was being moved."
    mend = "Stop the app everywhere, then move again; nothing was moved."


class MovedWrongError(MoveError):
    """A table did not arrive as it was."""

    message = "The table “{table}” did not arrive as it was: {found} rows of {rows}."
    mend = "Nothing was moved; `portes check` says whether the records are sound."


class CampaignFileError(DataError):
    """A campaign folder or one of its files is missing or wrong."""

    message = "“{source}” cannot be used: {reason}"
    mend = "Correct the file; `portes new` makes a folder that works."


class TextTooLongError(DataError):
    """What a campaign says of itself would not fit the paper."""

    message = "“{start}…” is longer than {most} characters."
    mend = "Shorten it: it has to fit the sheets and cards."


class LongValueError(DataError):
    """A name or code is longer than what a database keeps."""

    message = "“{start}…” is longer than {most} characters."
    mend = "Shorten it."


class QuestionnaireError(DataError):
    """A questionnaire file is wrong."""

    message = "The questionnaire “{source}” cannot be used: {reason}"
    mend = "Correct the file and try again."


class FrozenQuestionnaireError(QuestionnaireError):
    """Answers exist, so that this version cannot change any more."""

    message = "Version {version} of the questionnaire has answers and cannot change any more."
    mend = "Give the changed questionnaire a new version number."


class CodebookError(DataError):
    """A codebook is wrong."""

    message = "The codebook “{source}” cannot be used: {reason}"
    mend = "Correct the file and try again."


class AllocationError(DataError):
    """The doors cannot be spread as asked."""

    message = "The doors cannot be spread like that: {reason}"
    mend = "Lower the floor, raise the goal, or choose another method."


class FloorTooHighError(AllocationError):
    """The floor of all quartiers together is more than the goal."""

    message = "{quartiers} quartiers of {floor} doors each need {needed} doors; the goal is {goal}."
    mend = "Lower the floor or raise the goal."


class DwellingsUnknownError(AllocationError):
    """A proportional spread lacks the dwellings of a quartier."""

    message = "The number of dwellings is not known for: {codes}."
    mend = "Bring in a quartier file with the dwellings, or give each quartier the same target."


class NoDwellingsError(AllocationError):
    """There is nothing to spread the doors over."""

    message = "There are no quartiers with dwellings to spread the doors over."
    mend = "Bring in a quartier file first."


class TiedAllocationError(AllocationError):
    """Only chance could say which quartier gets the last doors."""

    message = "Exactly equal claims to the last doors ({doors}): {codes}."
    mend = "Change the goal or the floor a little, or choose another method."


class SpreadSettingError(AllocationError):
    """A setting of the spread makes no sense."""

    message = "These settings cannot be used: goal {goal}, floor {floor}, exponent {exponent}."
    mend = (
        "The goal is at least 1, the floor and the dwellings at least 0, "
        "the exponent above 0 and at most 1."
    )


class ThresholdError(DataError):
    """So few respondents behind a figure would protect nobody."""

    message = "Results cannot be published on fewer than {least} answers; {k} was asked for."
    mend = "Set the campaign’s privacy threshold to {least} or more; 11 is good practice."


class UnreadableSecretError(DataError):
    """Something encrypted does not open."""

    message = "Something that is kept encrypted cannot be read: it was changed, or is damaged."
    mend = "Enter it anew, or restore a backup."


class SealError(DataError):
    """A file cannot be encrypted or decrypted."""


class ShortPassphraseError(SealError):
    """A passphrase could be found by trying."""

    message = "This passphrase is too short: it needs at least {least} characters."
    mend = "Take four or five words that have nothing to do with each other."


class WrongPassphraseError(SealError):
    """The passphrase does not fit, or the file is damaged."""

    message = "The file does not open: the passphrase is another one, or the file is damaged."
    mend = "Type the passphrase again; capital letters and spaces count."


class NotSealedError(SealError):
    """A file that should be encrypted is not."""

    message = "This file is not encrypted."
    mend = "Use it as it is, without a passphrase."


class ImportFileError(DataError):
    """A table of responses or visits cannot be imported at all."""


class UnreadableTableError(ImportFileError):
    """The file is of no known format, damaged or empty."""

    message = "“{source}” could not be read as a table: {reason}."
    mend = "Use CSV, XLSX or ODS, with the column names in the first row."


class MappingError(ImportFileError):
    """The columns do not say what is needed."""

    message = "The columns of “{source}” do not say enough: {reason}."
    mend = "Say which column holds what, then try again."
