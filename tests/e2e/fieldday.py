"""What the journeys of the field share: the database of the running app, and common gestures."""

from datetime import date
from pathlib import Path

from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from tests.e2e.conftest import TODAY, Journey


def service_of(folder: Path, *, today: str = TODAY) -> Service:
    """Open the database of the app that runs with this folder."""
    return Service.open(
        Settings(
            database=f"sqlite:///{folder / 'portes.sqlite'}",
            campaign=POITIERS,
            fixed_today=date.fromisoformat(today),
        )
    )


def enter(trip: Journey, path: str) -> None:
    """Open a page by its own address, as from a link that was sent on."""
    trip.page.goto(f"{trip.address}/{path}")
    trip.page.get_by_role("heading", level=1).wait_for()


def reload(trip: Journey) -> None:
    """Load the page again, as a thumb does by mistake."""
    trip.page.reload()
    trip.page.get_by_role("heading", level=1).wait_for()


def press(trip: Journey, name: str) -> None:
    """Press the button of that name."""
    trip.page.get_by_role("button", name=name, exact=True).click()


def said(trip: Journey, text: str) -> None:
    """Wait until the page says something."""
    trip.page.get_by_text(text).first.wait_for()


def settled(trip: Journey) -> None:
    """Wait until the page has run to its end, and nothing of the run before is left."""
    trip.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def choose(trip: Journey, label: str, *wishes: str) -> None:
    """Choose from a list by keyboard, as somebody who types does."""
    settled(trip)
    field = trip.page.get_by_role("combobox", name=label)
    for wish in wishes:
        field.click()
        field.fill(wish)
        trip.page.get_by_role("option", name=wish).first.wait_for()
        field.press("Enter")
    if len(wishes) > 1:  # the list of a choice of one closes itself
        field.press("Escape")
