"""The first start: the link by which the first administrator comes in."""

from typing import TYPE_CHECKING

from dashboard.i18n import _

if TYPE_CHECKING:
    from dashboard.accounts import Invited
    from dashboard.service import Service


def first_link(address: str, invited: "Invited") -> str:
    """Say by which link the first administrator comes in; it lets in once."""
    link = f"{address.rstrip('/')}{invited.path}"
    return _("Open this once to come in as administrator: {link}", link=link)


def greet(service: "Service", address: str) -> None:
    """Print that link where no administrator has come in yet."""
    invited = service.accounts.way_in(first_only=True)
    if invited is not None:
        print(first_link(service.settings.address or address, invited), flush=True)
