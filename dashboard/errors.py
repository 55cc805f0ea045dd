"""Errors of the `dashboard` package.

DashboardError
├── SettingError
├── NotAllowedError
│   ├── SignInFirstError
│   ├── CoordinatorsOnlyError
│   ├── AdministratorsOnlyError
│   └── OtherPairError
├── NoVolunteerError
├── NotEmptyError
├── NoQuartiersError
├── DatabaseTakenError
├── UnclearImportError
├── PortTakenError
├── OutputFileError
├── ForeignFolderError
├── KeyFileError
│   ├── MissingKeyError
│   └── WrongKeyError
├── KeyInPlainBackupError
├── PassphraseNeededError
├── FutureError
├── AuditFaultsError
├── UnclearPersonError
├── EntranceError
│   ├── WrongPasswordError
│   ├── WrongCodeError
│   ├── TooManyAttemptsError
│   └── StaleFormError
├── PasswordError
│   ├── ShortPasswordError
│   ├── LongPasswordError
│   ├── SimplePasswordError
│   └── NoPasswordError
├── OutOfReachError
├── UnclearAccountError
├── NoNameError
├── NoTextError
├── SecondEyesError
├── ThemeError
│   ├── NamelessThemeError
│   ├── LongThemeError
│   ├── TwiceThemeError
│   └── WordlessKeywordError
├── PublicationError
│   ├── TooEarlyError
│   ├── NothingToPublishError
│   └── ReleaseConflictError
└── FetchError
    ├── UnreachableHostError
    ├── UnprovenHostError
    ├── MissingFileError
    ├── RefusedFileError
    ├── BrokenOffError
    ├── WrongSizeError
    ├── DamagedFileError
    ├── WebPageError
    └── WrongCommuneError

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


class NotAllowedError(DashboardError):
    """Somebody asked for what their role may not do."""

    message = "You may not do that."
    mend = "Ask a coordinator of the campaign."


class SignInFirstError(NotAllowedError):
    """Nobody is signed in."""

    message = "Only who is signed in may do that."
    mend = "Open your personal link, or sign in."


class CoordinatorsOnlyError(NotAllowedError):
    """A volunteer asked for what coordinators do."""

    message = "Only coordinators may do that."
    mend = "Ask a coordinator of the campaign, or sign in as one."


class AdministratorsOnlyError(NotAllowedError):
    """A coordinator asked for what administrators do."""

    message = "Only administrators may do that."
    mend = "Ask an administrator of the campaign, or sign in as one."


class OtherPairError(NotAllowedError):
    """A volunteer acted for a pair they are no part of."""

    message = "That belongs to a pair you are no part of."
    mend = "Choose your own pair, or ask a coordinator."


class NoVolunteerError(DashboardError):
    """An account that belongs to no volunteer wanted to go on an outing."""

    message = "Your account belongs to no volunteer of the list."
    mend = "Ask a coordinator to put you on the list of volunteers."


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


class ForeignFolderError(DashboardError):
    """A folder to write holds files of somebody else."""

    message = "The folder “{source}” holds other files, which would be lost."
    mend = "Name an empty or a new folder."


class KeyFileError(DashboardError):
    """The key file cannot be read or made, or holds no key."""

    message = "The key file “{source}” cannot be used."
    mend = "Check that it is the one that was made for this database, and that it can be read."


class MissingKeyError(KeyFileError):
    """A database that goes with a key file was opened without it."""

    message = "The key file “{source}” is missing; what the database holds encrypted needs it."
    mend = "Put it back from where it was kept, or name it: PORTES_KEY_FILE."


class WrongKeyError(KeyFileError):
    """The key file was made for another database."""

    message = "The key file “{source}” belongs to another database."
    mend = "Put back the one that was made for this database, or name it: PORTES_KEY_FILE."


class KeyInPlainBackupError(DashboardError):
    """The key file was to lie beside what it opens, for everybody to read."""

    message = "The key file only goes into an encrypted backup."
    mend = "Add --encrypt, or keep the key file apart."


class PassphraseNeededError(DashboardError):
    """An encrypted backup was to be brought in without its passphrase."""

    message = "“{source}” is encrypted."
    mend = "Give its passphrase: --passphrase-file FILE, or type it in when you are asked."


class AuditFaultsError(DashboardError):
    """Checking the journal found that it was altered."""

    message = "The journal was altered, or is damaged: {faults} faults."
    mend = "Keep the database as it is, and compare it with an earlier backup."


class UnclearPersonError(DashboardError):
    """A person was named by a name that fits nobody, or several people."""

    message = "“{who}” does not stand for exactly one person: {found} are called like that."
    mend = "Write the name as it stands on the Volunteers page, or take the id."


class FutureError(DashboardError):
    """What is still to come was to be purged."""

    message = "{day} is still to come: nothing can be purged that has not been."
    mend = "Name today or a day before it."


class EntranceError(DashboardError):
    """Somebody is not let in."""


class WrongPasswordError(EntranceError):
    """Name and password do not go together; which of them is wrong is nobody's business."""

    message = "Name or password is wrong."
    mend = "Check both. Who has no password comes in by a personal link."


class WrongCodeError(EntranceError):
    """A time-based code is wrong, too old or was used."""

    message = "The code is wrong or was used before."
    mend = "Wait for the next one, and check that the clock of the phone is right."


class TooManyAttemptsError(EntranceError):
    """There were many attempts: the next one has to wait."""

    message = "There were too many attempts."
    mend = "Try again in {seconds} seconds."


class StaleFormError(EntranceError):
    """A form was sent that was not ours, or that was open for too long."""

    message = "This page was open for too long, or came from another site."
    mend = "Try again here. Cookies have to be allowed for this site."


class PasswordError(DashboardError):
    """A password cannot be used."""


class ShortPasswordError(PasswordError):
    """It could be guessed by trying."""

    message = "The password is too short."
    mend = "Take {least} characters or more: four or five words are easy to remember."


class LongPasswordError(PasswordError):
    """It is longer than any that somebody types."""

    message = "The password is too long."
    mend = "Take {most} characters at most."


class SimplePasswordError(PasswordError):
    """It would be among the first to be tried."""

    message = "The password is too easy to guess."
    mend = "Take something else than a name, and more than a few different characters."


class NoPasswordError(PasswordError):
    """A code was to be asked for where there is no password."""

    message = "There is no password yet."
    mend = "Set one first: the code is asked for after it."


class OutOfReachError(DashboardError):
    """A coordinator wanted to change the account of somebody who is more than a volunteer."""

    message = "Only administrators may change that account."
    mend = "Ask an administrator of the campaign."


class UnclearAccountError(DashboardError):
    """An account was named by what fits nobody or several people."""

    message = "“{name}” does not stand for exactly one person."
    mend = "See the names with: portes accounts list."


class NoNameError(DashboardError):
    """Nobody says who codes."""

    message = "A coding needs the name of who gave it."
    mend = "Enter your name or initials first: they tell apart who coded what."


class NoTextError(DashboardError):
    """An answer was to be confirmed with no text left."""

    message = "There is no text left to confirm."
    mend = "Leave what can be read by others, or set the answer aside."


class SecondEyesError(DashboardError):
    """A quote was to be approved by the only person who has looked at the answer."""

    message = "Nobody but {name} has looked at this answer so far."
    mend = "Let somebody else approve the quote: words go public with two pairs of eyes."


class ThemeError(DashboardError):
    """A theme cannot be kept as it was written."""


class NamelessThemeError(ThemeError):
    """A theme has no name in one of the languages of the campaign."""

    message = "The theme has no name in the language “{language}”."
    mend = "Name it in each language of the campaign: the public page has them all."


class LongThemeError(ThemeError):
    """A name or a keyword is too long."""

    message = "“{start}…” has more than {most} characters."
    mend = "Write it shorter: it stands on buttons and in tables."


class TwiceThemeError(ThemeError):
    """Two themes would be called the same."""

    message = "Another theme is already called “{label}”."
    mend = "Choose another name, or change that theme."


class WordlessKeywordError(ThemeError):
    """A keyword holds no word."""

    message = "The keyword “{keyword}” holds no word."
    mend = "Write words, separated by commas; “*” may stand at the end of one."


class PublicationError(DashboardError):
    """A release cannot be made."""


class TooEarlyError(PublicationError):
    """The day of the results has not come."""

    message = "Results cannot be published before {day}."
    mend = (
        "Until then the public sees the number of doors only. "
        "The dates of the phases are in the campaign's file."
    )


class NothingToPublishError(PublicationError):
    """There is no closed question with enough answers."""

    message = "There is nothing to publish: no question has {k} answers or more."
    mend = "Choose at least one question that enough people answered."


class ReleaseConflictError(PublicationError):
    """Together with an earlier release, a new one would give answers away."""

    message = (
        "This release cannot follow the earlier ones: "
        "{number} figures together would give answers away."
    )
    mend = (
        "The Publication page lists them. Wait for more answers, or keep the figures of the newest "
        "release there."
    )


class FetchError(DashboardError):
    """A file cannot be downloaded."""

    message = "The file could not be downloaded."
    mend = "Download it with a browser, then: portes addresses import FILE."


class UnreachableHostError(FetchError):
    """The server does not answer, or there is no internet."""

    message = "{host} cannot be reached."
    mend = (
        "Check the internet connection and call the command again. Without internet here, download "
        "the file on another machine, then: portes addresses import FILE."
    )


class UnprovenHostError(FetchError):
    """The server has no certificate that can be trusted."""

    message = "{host} cannot prove who it is: its certificate is not trusted."
    mend = "Check the date of this machine, and whether a proxy stands between."


class MissingFileError(FetchError):
    """The server has no such file."""

    message = "There is no file at {url}."
    mend = "Check the code of the commune, or name another address with --url."


class RefusedFileError(FetchError):
    """The server answers, but not with the file."""

    message = "{host} does not give the file (answer {status})."
    mend = "Try again later, or name another address with --url."


class BrokenOffError(FetchError):
    """The connection ended before all had come."""

    message = "The download from {host} broke off; {done} bytes are here."
    mend = "Call the same command again: it goes on from there where the server allows it."


class WrongSizeError(FetchError):
    """The file has another size than was stated."""

    message = "The file has {size} bytes instead of {expected}; it was thrown away."
    mend = "Try again; if it happens again, name another address with --url."


class DamagedFileError(FetchError):
    """The file came whole and cannot be unpacked or read."""

    message = "The file of {url} is damaged."
    mend = "Try again later, or name another address with --url."


class WebPageError(FetchError):
    """A web page came in place of the file."""

    message = "A web page came from {url} in place of the file."
    mend = "Open a browser: the network may ask to sign in first. Then call the command again."


class WrongCommuneError(FetchError):
    """The file came and holds other communes only."""

    message = "The file that came has no address of the commune {commune}."
    mend = "Check the code of the commune and the address of the file."
