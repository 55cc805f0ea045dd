"""What all commands share: translated help, the options that name a campaign, messages.

Help texts are written in English where a command is defined and translated when they are shown.
"""

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dashboard.errors import NoQuartiersError
from dashboard.i18n import _

if TYPE_CHECKING:
    from dashboard.service import Service
    from dashboard.settings import Settings

_Function = TypeVar("_Function", bound=Callable[..., Any])


class _Translated:
    """Something whose help text is translated when it is read."""

    source: str | None = None
    """The help text as it was written, in English."""

    @property
    def help(self) -> str | None:
        """The help text in the language in use."""
        return _(self.source) if self.source else None

    @help.setter
    def help(self, text: str | None) -> None:
        self.source = text


class Option(_Translated, click.Option):
    """An option with translated help."""


class Argument(_Translated, click.Argument):
    """An argument with translated help."""


class _Summarised(_Translated):
    """A command that a list of commands shows with the first sentence of its help."""

    def get_short_help_str(self, limit: int = 0) -> str:
        """Give the first sentence, whole: lists wrap their lines."""
        return re.split(r"(?<=[.;])\s", self.help or "")[0].rstrip(";.")


class Command(_Summarised, click.Command):
    """A command with translated help."""


class Group(_Summarised, click.Group):
    """A group of commands with translated help."""

    command_class = Command


class Day(click.DateTime):
    """A day, as people write it."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read it; a failure shows how days are written, not the codes they are read by."""
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter:
            said = _("“{value}” is not a day: write it like 2023-05-21 or 21/05/2023.", value=value)
            self.fail(said, param, ctx)


option = partial(click.option, cls=Option)
argument = partial(click.argument, cls=Argument)

INPUT = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
OUTPUT = click.Path(dir_okay=False, writable=True, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
DAY = Day(["%Y-%m-%d", "%d/%m/%Y"])


@dataclass
class Wishes:
    """What can be asked of every command, before or after its name."""

    database: str | None = None
    campaign: Path | None = None
    debug: bool = False


def campaign_options(function: _Function) -> _Function:
    """Give a command the options that say which campaign it works on."""
    for add in (
        _shared("--debug", is_flag=True, help="Show where an unexpected error arose."),
        _shared(
            "--campaign",
            metavar="DIR",
            type=FOLDER,
            help="Folder of the campaign; by default PORTES_CAMPAIGN, else the one the database "
            "lies in, else Poitiers.",
        ),
        _shared(
            "--database",
            metavar="URL",
            help="Database, for instance sqlite:////home/me/portes.sqlite; by default "
            "PORTES_DATABASE, else the file of the campaign.",
        ),
    ):
        function = add(function)
    return function


def _shared(name: str, **attributes: Any) -> Callable[[_Function], _Function]:
    return option(name, expose_value=False, callback=_keep, **attributes)


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    """Note an option; what stands after the command's name wins over what stands before it."""
    wishes = context.ensure_object(Wishes)
    if value not in (None, False):
        setattr(wishes, parameter.name, value)


def wishes() -> Wishes:
    """Give what was asked of the command that runs."""
    return click.get_current_context().ensure_object(Wishes)


def chosen(*, campaign: Path | None = None) -> "Settings":
    """Read the settings that the options and the variables ask for.

    Raises
    ------
    SettingError
        One of them cannot be used.
    """
    from dashboard import settings

    asked = wishes()
    return settings.load(database=asked.database, campaign=campaign or asked.campaign)


@contextmanager
def opened(settings: "Settings | None" = None) -> "Iterator[Service]":
    """Open the campaign that was asked for.

    Raises
    ------
    CampaignFileError
        The folder is none of a campaign; nothing is written there then.
    DatabaseUnreachableError
        The database cannot be used.
    """
    from dashboard.service import Service
    from dashboard.settings import CAMPAIGN_FILE
    from data.errors import CampaignFileError, Reason, because

    settings = settings or chosen()
    if not (settings.campaign / CAMPAIGN_FILE).is_file():
        source = settings.campaign / CAMPAIGN_FILE
        raise CampaignFileError(source=source, reason=because(Reason.MISSING_FILE))
    service = Service.open(settings)
    try:
        yield service
    finally:
        service.store.close()


def require_quartiers(service: "Service") -> None:
    """Make sure that there is something to count in.

    Raises
    ------
    NoQuartiersError
        The campaign has no quartiers yet.
    """
    if not service.quartiers():
        raise NoQuartiersError()


def tell(message: str) -> None:
    """Write a line for the person on the error output."""
    click.echo(plain(message), err=True)


def plain(text: str) -> str:
    """Take out what would move a terminal's cursor or end the line: the text may be a file's.

    Examples
    --------
    >>> plain("Centre\\x1b[2J\\nville")
    'Centre [2J ville'
    """
    return "".join(sign if sign.isprintable() or sign in _SPACES else " " for sign in text)


_SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"


class Progress:
    """A line on a terminal that says how far a long file is; silent anywhere else.

    Parameters
    ----------
    label
        What is done, in the person's language.
    """

    def __init__(self, label: str) -> None:
        self._label = label
        self._on = sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._last = ""

    def __enter__(self) -> "Progress":
        """Begin."""
        return self

    def __exit__(self, *_error: object) -> None:
        """Take the line away."""
        if self._last:
            self._write("")

    def __call__(self, done: int, total: int | None) -> None:
        """Say that `done` rows of `total` (None: unknown) are through."""
        if not self._on:
            return
        from dashboard.i18n import number, percent

        state = number(done)
        if total:
            filled = round(20 * min(done / total, 1))
            state = f"[{'#' * filled:-<20}] {percent(min(done / total, 1))}"
        line = f"{self._label} {state}"
        if line != self._last:
            self._write(line)

    def _write(self, line: str) -> None:
        width = len(self._last)
        sys.stderr.write(f"\r{line:<{width}}" + ("" if line else "\r"))
        sys.stderr.flush()
        self._last = line
