"""`portes new`: a campaign folder for another town, and its database."""

import shlex
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashboard.commands.base import (
    DAY,
    Command,
    argument,
    campaign_options,
    chosen,
    opened,
    option,
    wishes,
)
from dashboard.errors import DatabaseTakenError
from dashboard.i18n import _, text

if TYPE_CHECKING:
    from dashboard.settings import Settings


@click.command(
    cls=Command,
    help="Make the folder of a campaign for another town, start its records, and print the "
    "commands that come next.",
)
@argument(
    "folder",
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to make; it has to be empty or missing.",
)
@option("--town", metavar="NAME", help="Name of the town; by default that of the folder.")
@option("--commune", metavar="CODE", default="?", help="INSEE code of the town.")
@option(
    "--goal",
    metavar="N",
    type=click.IntRange(min=1),
    default=1001,
    show_default=True,
    help="Doors to knock on in all.",
)
@option("--start", metavar="DATE", type=DAY, help="First day of the campaign (2024-02-01).")
@campaign_options
def new(folder: Path, town: str | None, commune: str, goal: int, start: datetime | None) -> None:
    """Make a campaign."""
    from data.campaigns import new_folder

    settings = chosen(campaign=folder)
    known = _refuse_taken(settings)
    new_folder(
        folder,
        town=town or folder.resolve().name.replace("-", " ").replace("_", " ").title(),
        commune=commune,
        goal=goal,
        start=start.date() if start else None,
    )
    _refuse_known(folder, known)
    with opened(settings):
        pass
    click.echo(_("The campaign is in {folder}. Next:", folder=folder))
    for line in _next(folder):
        click.echo(f"  {line}")


def _refuse_taken(settings: "Settings") -> tuple[str, ...]:
    """Make sure that a file, if it exists, holds no campaign: it would be hidden.

    A server may hold several: it tells which.

    Raises
    ------
    DatabaseTakenError
        It holds one.
    """
    from sqlalchemy.engine import make_url

    from data.store import open_store

    address = make_url(settings.database)
    on_file = address.get_backend_name() == "sqlite"
    if on_file and not Path(address.database or "").is_file():
        return ()
    with open_store(settings.database) as store:
        if on_file and store.has_campaign():
            raise DatabaseTakenError(campaign=text(store.campaign().name))
        return store.campaigns()


def _refuse_known(folder: Path, known: tuple[str, ...]) -> None:
    """Make sure that the new campaign is none of those that are there; else its files go again.

    Raises
    ------
    DatabaseTakenError
        It is.
    """
    from data.campaigns import load_folder

    campaign = load_folder(folder).campaign
    if campaign.id in known:
        for path in folder.iterdir():  # it was empty before
            path.unlink()
        raise DatabaseTakenError(campaign=text(campaign.name))


def _next(folder: Path) -> Iterator[str]:
    """Give the commands that a new campaign needs, as they have to be typed."""
    where = ["--campaign", str(folder)]
    if database := wishes().database:
        where += ["--database", database]
    end = shlex.join(where)
    yield f"portes quartiers use FILE --code FIELD --name FIELD {end}"
    yield f"portes demo {end}"
    yield f"portes coverage {end}"
    yield f"portes run {end}"
