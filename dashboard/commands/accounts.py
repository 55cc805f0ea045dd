"""`portes invite` and `portes accounts`: who may come in."""

from typing import TYPE_CHECKING

import click

from dashboard.commands.base import (
    Command,
    Group,
    argument,
    campaign_options,
    chosen,
    opened,
    option,
    tell,
)
from dashboard.commands.output import FLAT, Format, format_option, json_text, table_text, write
from dashboard.errors import UnclearAccountError
from dashboard.i18n import _, day
from dashboard.role_words import ROLES
from data.accounts import Account, login_of
from data.model import Role

if TYPE_CHECKING:
    from dashboard.service import Service

_LOCAL = "http://127.0.0.1:8501"
_NAMES = [role.name.lower() for role in Role if role > Role.PUBLIC]


@click.command(
    cls=Command,
    help="Print a link that lets somebody in: a volunteer again and again, anybody else once. An "
    "earlier link of theirs lets in no more.",
)
@argument("name", metavar="NAME", help="Name of the person, as it is shown.")
@option(
    "--role",
    type=click.Choice(_NAMES),
    help="What they may do; by default that of their account, or volunteer where there is none.",
)
@option(
    "--volunteer",
    metavar="NAME",
    help="Volunteer of the list whose account it is; by default the one of the same name.",
)
@option("--address", metavar="URL", help="Address of the app; by default PORTES_ADDRESS.")
@campaign_options
def invite(name: str, role: str | None, volunteer: str | None, address: str | None) -> None:
    """Let somebody in."""
    settings = chosen()
    with opened(settings) as service:
        account = _found(service, name) or _made(service, name, role, volunteer)
        wished = Role[role.upper()] if role else account.role
        if wished is not account.role:
            account = service.accounts.change(account.id, role=wished)
        invited = service.accounts.invite(account.id)
    base = (address or settings.address or _LOCAL).rstrip("/")
    click.echo(f"{base}{invited.path}")
    once, again = _("It lets {name} in once."), _("It lets {name} in again and again.")
    tell((once if invited.once else again).format(name=account.name))


@click.group(cls=Group, help="List who may come in, and change it.")
@campaign_options
def accounts() -> None:
    """Gather the commands about accounts."""


@accounts.command("list", help="List who may come in, with the day on which they last did.")
@format_option(FLAT)
@campaign_options
def list_(file_format: str) -> None:
    """List the accounts."""
    with opened() as service:
        found = service.accounts.all()
    if file_format == Format.TABLE:
        headers = [_("Name"), _("Role"), _("Last seen"), _("State")]
        write(table_text(headers, (_cells(account) for account in found), left=4))
        return
    rows = [_row(account) for account in found]
    if file_format == Format.JSON:
        write(json_text(rows))
    else:
        from data.exporters import rows_csv

        write(rows_csv(rows))


def _row(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role.name.lower(),
        "volunteer": account.volunteer,
        "password": account.password,
        "code": account.code,
        "disabled": account.disabled,
        "last_seen": account.last_seen.isoformat() if account.last_seen else None,
    }


def _cells(account: Account) -> list[str]:
    seen = day(account.last_seen, "short") if account.last_seen else "–"
    state = _("Lets in nobody") if account.disabled else ""
    return [account.name, _(ROLES[account.role]), seen, state]


@accounts.command("role", help="Say what somebody may do.")
@argument("name", metavar="NAME", help="Name of the person.")
@argument("role", type=click.Choice(_NAMES), help="What they may do from now on.")
@campaign_options
def role_(name: str, role: str) -> None:
    """Change a role."""
    with opened() as service:
        service.accounts.change(_named(service, name).id, role=Role[role.upper()])
    tell(_("Done."))


@accounts.command("revoke", help="Take somebody's links and sign-ins away; the account stays.")
@argument("name", metavar="NAME", help="Name of the person.")
@campaign_options
def revoke(name: str) -> None:
    """Sign somebody out everywhere."""
    with opened() as service:
        service.accounts.revoke(_named(service, name).id)
    tell(_("Done."))


@accounts.command("disable", help="Let somebody in no more.")
@argument("name", metavar="NAME", help="Name of the person.")
@option("--undo", is_flag=True, help="Let them in again, by a new link.")
@campaign_options
def disable(name: str, undo: bool) -> None:
    """Disable an account."""
    with opened() as service:
        service.accounts.change(_named(service, name).id, disabled=not undo)
    tell(_("Done."))


@accounts.command(
    "reset", help="Take password and code away from somebody who lost them, and print a new link."
)
@argument("name", metavar="NAME", help="Name of the person.")
@option("--address", metavar="URL", help="Address of the app; by default PORTES_ADDRESS.")
@campaign_options
def reset(name: str, address: str | None) -> None:
    """Let somebody start anew."""
    settings = chosen()
    with opened(settings) as service:
        invited = service.accounts.reset(_named(service, name).id)
    click.echo(f"{(address or settings.address or _LOCAL).rstrip('/')}{invited.path}")


def _found(service: "Service", name: str) -> Account | None:
    """Find the account of a name, None where there is none.

    Raises
    ------
    UnclearAccountError
        Several people have that name.
    """
    wish = login_of(name)
    found = [one for one in service.accounts.all() if login_of(one.name) == wish]
    if len(found) > 1:
        raise UnclearAccountError(name=name)
    return found[0] if found else None


def _named(service: "Service", name: str) -> Account:
    """Find the account of a name.

    Raises
    ------
    UnclearAccountError
        Nobody has that name, or several people do.
    """
    found = _found(service, name)
    if found is None:
        raise UnclearAccountError(name=name)
    return found


def _made(service: "Service", name: str, role: str | None, volunteer: str | None) -> Account:
    """Make an account, tied to the volunteer of the list where there is one."""
    wish = login_of(volunteer or name)
    known = service.accounts.without_account()
    theirs = [one.id for one in known if login_of(one.name) == wish]
    if len(theirs) > 1 or (volunteer and not theirs):
        raise UnclearAccountError(name=volunteer or name)
    wished = Role[role.upper()] if role else Role.VOLUNTEER
    return service.accounts.add(name, wished, volunteer=theirs[0] if theirs else "")
