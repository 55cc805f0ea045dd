"""What the journeys of the field begin with: the database of the running app, with an outing."""

from datetime import date
from pathlib import Path

from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from tests.e2e.conftest import TODAY, Journey


def service_of(folder: Path) -> Service:
    """Open the database of the app that runs with this folder."""
    return Service.open(
        Settings(
            database=f"sqlite:///{folder / 'portes.sqlite'}",
            campaign=POITIERS,
            fixed_today=date.fromisoformat(TODAY),
        )
    )


def enter(trip: Journey, path: str) -> None:
    """Open a page by its own address, as from a link that was sent on.

    Streamlit first asks for its health below that address, is told that there is nothing, and
    asks at the root: the browser notes that in its console, and nobody sees it.
    """
    trip.page.goto(f"{trip.address}/{path}")
    _settle(trip)


def reload(trip: Journey) -> None:
    """Load the page again, as a thumb does by mistake."""
    trip.page.reload()
    _settle(trip)


def _settle(trip: Journey) -> None:
    trip.page.get_by_role("heading", level=1).wait_for()
    trip.complaints[:] = [said for said in trip.complaints if "404 (Not Found)" not in said]
