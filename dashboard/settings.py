"""What is set from outside: which database, which campaign folder, today's date, map tiles.

Everything comes from the command line or from variables whose names begin with `PORTES_`; there
is no other configuration. This module knows nothing of Streamlit.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_data_path
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dashboard.errors import SettingError
from data.campaigns import POITIERS

PARIS = ZoneInfo("Europe/Paris")
DATABASE_FILE = "portes.sqlite"
CAMPAIGN_FILE = "campaign.toml"
VARIABLES: Mapping[str, str] = {
    "PORTES_DATABASE": "database to use, as a URL (sqlite:////path/to/file.sqlite)",
    "PORTES_CAMPAIGN": "campaign folder a new database starts from",
    "PORTES_TODAY": "date to take as today (YYYY-MM-DD), for rehearsals and tests",
    "PORTES_TILES": "address template of a map tile server; none by default, no page then "
    "talks to another host",
    "PORTES_TILES_ATTRIBUTION": "whom to credit for the tiles",
    "PORTES_KEY_FILE": "file with the key that sign-in and encryption rest on; by default "
    "portes.key beside an SQLite database, else in the data folder",
    "PORTES_ADDRESS": "address by which people reach the app (https://portes.example.org); "
    "stands in links that the command prints",
    "PORTES_OIDC_METADATA": "address of an OpenID Connect provider's description "
    "(https://…/.well-known/openid-configuration), for those who have one",
    "PORTES_OIDC_CLIENT": "name of the app at the provider",
    "PORTES_OIDC_SECRET": "secret of the app at the provider",
    "PORTES_OIDC_CLAIM": "what an account is found by: email (by default) or sub",
    "PORTES_OIDC_DOMAIN": "only let in whose verified e-mail address is of this domain",
    "PORTES_TIMEZONE": "time zone of the town; Europe/Paris by default",
    "PORTES_LANG": "language of the command line: fr or en",
}


@dataclass(frozen=True)
class Provider:
    """An OpenID Connect provider.

    Parameters
    ----------
    metadata
        Address of its description.
    client, secret
        The app's name and secret there.
    claim
        What an account is found by: ``email``, which has to be verified, or ``sub``.
    domain
        Domain that a verified e-mail address has to be of, "" for any.
    """

    metadata: str
    client: str
    secret: str = field(repr=False)
    claim: str = "email"
    domain: str = ""


@dataclass(frozen=True)
class Settings:
    """Where things are.

    Parameters
    ----------
    database
        SQLAlchemy URL.
    campaign
        Folder that a database without a campaign is filled from.
    fixed_today
        A date to take as today, or None for the clock's.
    zone
        Time zone of the town, in which outings are planned.
    key_file
        The key file, or None for the one that `dashboard.keys` finds.
    address
        By which people reach the app, "" where nobody said.
    provider
        The OpenID Connect provider, or None.
    tiles
        Address template of a tile server, or None: maps then ask no other host for anything.
    """

    database: str
    campaign: Path
    fixed_today: date | None = None
    tiles: str | None = None
    tiles_attribution: str = ""
    zone: ZoneInfo = PARIS
    key_file: Path | None = None
    address: str = ""
    provider: Provider | None = None

    @property
    def today(self) -> date:
        """Today in the town, from the setting or from the clock."""
        return self.fixed_today or datetime.now(self.zone).date()

    def now(self) -> datetime:
        """Give this moment in UTC: the day of the setting, the time of the clock."""
        clock = datetime.now(self.zone)
        return datetime.combine(self.today, clock.timetz()).astimezone(UTC)

    def clock(self) -> datetime:
        """Give this moment in UTC whatever day is set: codes and links know no rehearsals."""
        return datetime.now(UTC)

    def at(self, day: date, hour: time) -> datetime:
        """Give a moment of the town's clock in UTC."""
        return datetime.combine(day, hour, tzinfo=self.zone).astimezone(UTC)


def load(
    *,
    database: str | None = None,
    campaign: str | Path | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Settings:
    """Read the settings; what is passed here wins over the variables.

    Raises
    ------
    SettingError
        A variable or option has a value that cannot be used.
    """
    url = database or environ.get("PORTES_DATABASE") or ""
    folder = _campaign_folder(campaign or environ.get("PORTES_CAMPAIGN"), url)
    key_file = environ.get("PORTES_KEY_FILE")
    return Settings(
        database=url or _default_database(folder),
        campaign=folder,
        fixed_today=_date(environ.get("PORTES_TODAY")),
        tiles=environ.get("PORTES_TILES") or None,
        tiles_attribution=environ.get("PORTES_TILES_ATTRIBUTION", ""),
        zone=_zone(environ.get("PORTES_TIMEZONE") or "Europe/Paris"),
        key_file=Path(key_file) if key_file else None,
        address=_address(environ.get("PORTES_ADDRESS")),
        provider=_provider(environ),
    )


def _campaign_folder(named: str | Path | None, url: str) -> Path:
    """Find the folder: the one named, the one the database lies in, or shipped Poitiers."""
    if named:
        return Path(named)
    beside = sqlite_file(url)
    if beside and (beside.parent / CAMPAIGN_FILE).is_file():
        return beside.parent
    return POITIERS


def sqlite_file(url: str) -> Path | None:
    """Give the file of an SQLite URL, None for anything else.

    Raises
    ------
    SettingError
        The URL is no database URL.
    """
    if not url:
        return None
    try:
        parsed = make_url(url)
    except ArgumentError as problem:
        raise SettingError(
            # no more of it than its beginning: it may hold a password
            name="database",
            value=url.partition(":")[0],
            expected="sqlite:////path/to/portes.sqlite",
        ) from problem
    named = parsed.database if parsed.get_backend_name() == "sqlite" else None
    return Path(named) if named else None


def _default_database(folder: Path) -> str:
    """Keep records in the user's data folder, or beside the files of a folder of one's own."""
    shipped = folder == POITIERS
    home = user_data_path("1001portes", appauthor=False) if shipped else folder.resolve()
    return f"sqlite:///{home / DATABASE_FILE}"


def _address(value: str | None) -> str:
    """Read the address of the site, without a slash at its end."""
    if not value:
        return ""
    if not value.startswith(("https://", "http://")):
        raise SettingError(
            name="PORTES_ADDRESS", value=value, expected="https://portes.example.org"
        )
    return value.rstrip("/")


def _provider(environ: Mapping[str, str]) -> Provider | None:
    """Read the OpenID Connect provider; it needs its app's name and secret, and our address."""
    metadata = environ.get("PORTES_OIDC_METADATA")
    if not metadata:
        return None
    for name in ("PORTES_OIDC_CLIENT", "PORTES_OIDC_SECRET", "PORTES_ADDRESS"):
        if not environ.get(name):
            raise SettingError(name=name, value="", expected="as the provider knows the app")
    claim = environ.get("PORTES_OIDC_CLAIM") or "email"
    if claim not in ("email", "sub"):
        raise SettingError(name="PORTES_OIDC_CLAIM", value=claim, expected="email, sub")
    return Provider(
        metadata,
        environ["PORTES_OIDC_CLIENT"],
        environ["PORTES_OIDC_SECRET"],
        claim,
        environ.get("PORTES_OIDC_DOMAIN") or "",
    )


def _date(value: str | None) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError as problem:
        raise SettingError(name="PORTES_TODAY", value=value, expected="YYYY-MM-DD") from problem


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as problem:
        raise SettingError(name="PORTES_TIMEZONE", value=name, expected="Europe/Paris") from problem
