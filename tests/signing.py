"""Signing a browser in without its entrance: an account and a sign-in made in the database itself.

For whatever looks at the running app and is not about coming in: tests, benchmarks, pictures.
"""

from pathlib import Path
from typing import NamedTuple

from dashboard import settings
from dashboard.service import Service
from data.accounts import Account
from data.model import Role

NAMES = {
    Role.VOLUNTEER: "Marie Essai",
    Role.COORDINATOR: "Camille Essai",
    Role.ADMINISTRATOR: "Ada Essai",
}


class Cookie(NamedTuple):
    """What a browser keeps that is signed in."""

    name: str
    value: str


def cookie(database: Path | str, role: Role = Role.ADMINISTRATOR, *, volunteer: str = "") -> Cookie:
    """Sign somebody of a role in; give the cookie.

    Parameters
    ----------
    database
        Path of an SQLite file, or the address of a database.
    volunteer
        Id of the volunteer whose account it is; "" for none.
    """
    url = f"sqlite:///{database}" if isinstance(database, Path) else database
    service = Service.open(settings.load(database=url, environ={}))
    try:
        account = _account(service, role, volunteer)
        invited = service.accounts.invite(account.id)
        entered = service.entering.by_link(invited.path.rpartition("/")[2])
        mine = service.entering.cookies()
        return Cookie(mine.name, mine.value(entered.token))
    finally:
        service.store.close()


def _account(service: Service, role: Role, volunteer: str) -> Account:
    for account in service.accounts.all():
        known = account.volunteer == volunteer if volunteer else account.name == NAMES[role]
        if account.role is role and known:
            return account
    name = service.store.people.get(volunteer).name if volunteer else NAMES[role]
    return service.accounts.add(name, role, volunteer=volunteer)
