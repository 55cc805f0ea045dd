"""`portes run`: the app, on this machine only."""

import os
import sys
from collections.abc import Mapping

import click

from dashboard.commands.base import Command, campaign_options, chosen, opened, option, tell
from dashboard.greeting import first_link
from dashboard.i18n import _


@click.command(
    cls=Command,
    help="Open the app. It listens on this machine only (127.0.0.1) until Ctrl-C.",
)
@option(
    "--port",
    metavar="N",
    type=click.IntRange(0, 65535),
    help="Port to listen on, 0 for any; by default 8501 or the next free one.",
)
@option("--no-browser", is_flag=True, help="Do not open the browser.")
@campaign_options
def run(port: int | None, no_browser: bool) -> None:
    """Serve the app until it is stopped."""
    from dashboard.listening import listen

    settings = chosen()
    shown = not no_browser and has_display(os.environ)
    # What is wrong with the campaign is said here rather than in the browser.
    with opened(settings) as service:
        invited = service.accounts.way_in(first_only=not shown)
    with listen(port) as listener:
        # The app reads its settings from the variables, as under `streamlit run`.
        os.environ["PORTES_DATABASE"] = settings.database
        os.environ["PORTES_CAMPAIGN"] = str(settings.campaign)
        address = "http://{}:{}/".format(*listener.getsockname())
        click.echo(_("1001 portes is at {address} (Ctrl-C stops it)", address=address))
        if invited is not None and not (shown and invited.account.last_seen):
            click.echo(first_link(settings.address or address, invited))
        sys.stdout.flush()

        from dashboard.server import serve

        way_in = address + invited.path.lstrip("/") if invited else address
        serve(listener=listener, open_at=way_in if shown else None)
    tell(_("Stopped."))


def has_display(environ: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Say whether there is a screen for a browser; without one, a text browser would take over.

    Examples
    --------
    >>> has_display({}, "linux"), has_display({"DISPLAY": ":0"}, "linux"), has_display({}, "darwin")
    (False, True, True)
    """
    if platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in environ
    return bool(environ.get("DISPLAY") or environ.get("WAYLAND_DISPLAY"))
