"""`portes keys`: the key file, on which all rests that is encrypted or signed."""

import click

from dashboard.commands.base import Command, Group, campaign_options, opened, option, tell
from dashboard.i18n import _, number


@click.group(cls=Group, help="The key file: what encrypts contact details and signs cookies.")
@campaign_options
def keys() -> None:
    """Gather the commands about the key file."""


@keys.command(
    "rotate",
    cls=Command,
    help="Put a new key on top of the key file and encrypt everything with it, while the app runs. "
    "The older keys stay in the file: older backups and the older part of the journal need them. "
    "Whoever is signed in stays so. Broken off half-way, the next start finishes it.",
)
@option("--yes", is_flag=True, help="Do not ask.")
@campaign_options
def rotate(yes: bool) -> None:
    """Change the key."""
    from dashboard.keys import path_of

    with opened() as service:
        file = path_of(service.settings)
        if not yes:
            said = _("Put a new key into {file} and encrypt everything with it?", file=file)
            click.confirm(said, abort=True, err=True)
        done = service.keeping.rotate_key()
    click.echo(
        _(
            "Encrypted with a new key: contact details of {people}, codes of {accounts}.",
            people=number(done.contacts),
            accounts=number(done.codes),
        )
    )
    tell(
        _(
            "Keep a copy of {file} in another place; machines that have a copy of their own need "
            "the new one.",
            file=file,
        )
    )
