"""A whole Sunday in Chromium, on the demonstration: planned, walked, keyed in, closed, counted.

Everything is done through the pages. The database is only read, at the end, to compare.
"""

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import NamedTuple

import pytest

from dashboard.components import intake_words
from dashboard.components import outing_words as words
from dashboard.components.paper_keys import KEYS
from dashboard.i18n import using
from dashboard.service import Service
from data.fieldwork import Recorded
from data.model import OPENED, Outcome
from data.sheet_codes import valid_code
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import choose, enter, press, reload, said, service_of, settled
from tests.e2e.serving import serving

pytestmark = pytest.mark.browser

Begin = Callable[..., Journey]
Totals = dict[str, tuple[int, ...]]
"""Doors knocked, opened, and interviews, by the name of a quartier."""

SUNDAY = "2023-05-14"
PLACE, CODE, TOWN = "Saint-Éloi – Breuil-Mingot", "8619406", "Ville entière"
MEETING = "devant l’école Tony-Lainé"
FOUR = ["Ana Petit", "Bilal Renard", "Chloé Martin", "Driss Benali"]
TAPS = {
    "absent": Outcome.ABSENT,
    "refus": Outcome.REFUSAL,
    "à repasser": Outcome.COME_BACK,
    "entretien": Outcome.INTERVIEW,
    "vacant": Outcome.VACANT,
}
DOORS, LINES = 12, 30
TYPED = "eraaapbvlnaaaearaeaaraparrepae"


class Door(NamedTuple):
    """One door: where it is, and what came of it."""

    street: str
    label: str
    outcome: Outcome


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """Start the app on a Sunday, with an empty database."""
    with serving(tmp_path, today=SUNDAY) as address:
        yield address


def number(text: str) -> int:
    """Read the first number of a text, its thousands apart."""
    return int(re.sub(r"\s", "", re.match(r"[\d\s]+", text)[0]))


def fill_demo(trip: Journey) -> None:
    """Bring the demonstration in."""
    trip.open()
    press(trip, "Charger les données de démonstration")
    said(trip, "Données de démonstration chargées")


def plan(trip: Journey) -> None:
    """Plan an outing for today in a quartier where nobody has been."""
    enter(trip, "sorties")
    press(trip, "Planifier une sortie")
    trip.page.get_by_role("heading", name="Une nouvelle sortie").wait_for()
    choose(trip, "Quartier", PLACE)
    settled(trip)
    trip.page.get_by_role("group", name="Jour").get_by_role("spinbutton").first.focus()
    trip.page.keyboard.type("14052023")
    trip.page.get_by_label("Point de rendez-vous", exact=True).fill(MEETING)
    trip.map().locator("path.leaflet-interactive").first.wait_for()
    trip.page.locator('iframe[title*="st_folium"]').click()
    said(trip, "Ce point est dans")
    press(trip, "Planifier cette sortie")
    said(trip, "La sortie est planifiée.")


def sign_up(trip: Journey) -> None:
    """Put four people on the list, two of whom have done it before."""
    names = trip.page.get_by_label("Nouvelles personnes, un nom par ligne")
    names.fill("\n".join(FOUR[:2]))
    trip.page.get_by_text("Les nouvelles personnes ont déjà fait du porte-à-porte").click()
    press(trip, "Inscrire")
    said(trip, "2 personnes inscrites.")
    settled(trip)
    names.fill("\n".join(FOUR[2:]))
    press(trip, "Inscrire")
    said(trip, "4 personnes pour")
    settled(trip)


def form_pairs(trip: Journey) -> None:
    """Take over the two pairs that are proposed."""
    trip.page.get_by_role("radio", name="Binômes").click()
    press(trip, "Proposer des binômes")
    said(trip, "pas encore enregistrés")
    press(trip, "Enregistrer ces binômes")
    said(trip, "2 binômes sont enregistrés.")


def stand_in_for(trip: Journey, pair: int) -> None:
    """Open the streets of today's outing for one of its pairs."""
    enter(trip, "rues")
    said(trip, "Choisissez votre binôme pour prendre une rue")
    choose(trip, "Nous sommes le binôme", str(pair))
    said(trip, "La meilleure rue pour nous")
    settled(trip)


def offered(trip: Journey) -> tuple[str, int]:
    """Read the street that is offered first: its name, and its doors."""
    first = trip.page.locator(".st-key-best .place").first
    return first.locator("b").inner_text(), number(first.locator("small").inner_text())


def take(trip: Journey) -> tuple[str, int]:
    """Take the street that is offered first."""
    settled(trip)
    street, doors = offered(trip)
    trip.page.locator(".st-key-best").get_by_role("button", name="Prendre cette rue").first.click()
    said(trip, f"«\u202f{street}\u202f» est à vous jusqu’à")
    return street, doors


def take_streets(trip: Journey, doors: int) -> dict[str, int]:
    """Take streets until they have so many doors."""
    taken: dict[str, int] = {}
    while sum(taken.values()) < doors:
        taken |= [take(trip)]
    return taken


def claim_streets(first: Journey, second: Journey) -> dict[str, int]:
    """Let both pairs take streets; the second is refused what the first took. Give the second's."""
    wanted = offered(second)
    mine = take_streets(first, DOORS)
    assert wanted[0] in mine
    second.page.get_by_role("button", name="Prendre cette rue").first.click()
    said(second, "est prise par un autre binôme jusqu’à")
    said(second, "Vous n’avez pas encore de rue")
    theirs = take_streets(second, LINES)
    assert not mine.keys() & theirs.keys()
    return theirs


def print_sheet(trip: Journey, streets: Iterable[str], folder: Path) -> str:
    """Print the sheet of a pair and look at it; give its code."""
    with trip.page.expect_download() as caught:
        press(trip, "Notre feuille (PDF)")
    path = folder / "feuille.pdf"
    caught.value.save_as(path)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    assert all(street in text.replace("\xa0", " ") for street in streets)
    (code,) = {found for found in re.findall(r"\b\w{3}-\w{3}\b", text) if valid_code(found)}
    assert inked(path) > 0.01
    return code


def inked(pdf: Path) -> float:
    """Draw the first page and give the part of it that is dark."""
    picture = pdf.with_suffix(".pgm")
    command = ["pdftoppm", "-gray", "-r", "60", "-singlefile", pdf, picture.with_suffix("")]
    subprocess.run(command, check=True)
    grey = picture.read_bytes()
    return sum(shade < 128 for shade in grey) / len(grey)


def walk(trip: Journey) -> list[Door]:
    """Record doors one after the other, with a reload in the middle."""
    trip.page.get_by_role("link", name="Passer de porte en porte").click()
    trip.page.get_by_role("heading", level=1, name="À la porte").wait_for()
    done = []
    for at, name in enumerate(islice(cycle(TAPS), DOORS), start=1):
        done.append(knock(trip, name))
        plural = "s" if at > 1 else ""
        trip.page.get_by_text(f"{at} porte{plural} aujourd’hui").wait_for()
        if at == DOORS // 2:
            reload(trip)
            trip.page.get_by_text(f"{at} portes aujourd’hui").wait_for()
    return done


def knock(trip: Journey, name: str) -> Door:
    """Record what happened at the door that is shown."""
    settled(trip)
    place = trip.page.locator(".door")
    door = Door(
        place.locator(".street").inner_text(), place.locator(".label").inner_text(), TAPS[name]
    )
    trip.page.get_by_role("radio", name=name).click()
    press(trip, "Enregistrer")
    if door.outcome is Outcome.INTERVIEW:
        press(trip, "Oui, on commence")
        trip.page.get_by_role("radio", name="4", exact=True).first.click()
        press(trip, "Terminer")
    return door


def key_in(trip: Journey, code: str) -> list[Door]:
    """Key the sheet in without a mouse; give what was typed, by door."""
    enter(trip, "saisie")
    trip.page.get_by_role("textbox", name="Code de la feuille").focus()
    trip.page.keyboard.type(code.lower())
    trip.page.keyboard.press("Enter")
    trip.page.locator("input:focus[aria-label^='1. ']").wait_for()
    lines = [text.split(" ", 2) for text in trip.page.locator(".grid tbody th").all_inner_texts()]
    for key in TYPED:
        trip.page.keyboard.press(key)
    said(trip, f"{LINES} lignes remplies sur {len(lines)}")
    trip.page.keyboard.press("Control+Enter")
    said(trip, f"{LINES} lignes enregistrées")
    return [
        Door(street, label, KEYS[key])
        for (_row, label, street), key in zip(lines, TYPED, strict=False)
    ]


def close(trip: Journey) -> None:
    """Close the outing that is shown."""
    reload(trip)
    press(trip, "Clore la sortie")
    said(trip, "La sortie est close.")


def cells(trip: Journey, caption: str) -> dict[str, list[str]]:
    """Read a table: what stands first in each cell, by the first cell of its row."""
    table = trip.page.locator("table.sheet").filter(has_text=caption)
    rows = table.evaluate(
        "table => [...table.rows].slice(1)"
        ".map(row => [...row.cells].map(cell => cell.firstChild.textContent.trim()))"
    )
    return {name: figures for name, *figures in rows}


def totals(trip: Journey) -> Totals:
    """Read the coverage from its table; the map and the headline say the same."""
    trip.open()
    assert trip.painted() == 10
    table = {
        name: tuple(map(number, figures))
        for name, figures in cells(trip, "Avancement par quartier").items()
    }
    cards = [figure.inner_text() for figure in trip.page.locator(".figures dt + dd").all()]
    assert tuple(map(number, cards[:3])) == table[TOWN]
    labels = trip.map().locator("path[aria-label]").all()
    drawn = dict(area(label.get_attribute("aria-label")) for label in labels)
    assert drawn == {name: figures for name, figures in table.items() if name != TOWN}
    return table


def area(label: str) -> tuple[str, tuple[int, ...]]:
    """Read what the map says of a quartier."""
    found = re.match(
        r"(.+), ([\d\s]+) portes? frapp.*, ([\d\s]+) portes? ouv.*, ([\d\s]+) entretien", label
    )
    return found[1], tuple(map(number, found.groups()[1:]))


def summed(doors: Iterable[Outcome]) -> tuple[int, int, int]:
    """Count doors, those opened, and interviews."""
    told = Counter(doors)
    return told.total(), sum(told[one] for one in OPENED), told[Outcome.INTERVIEW]


def debriefed(trip: Journey, walked: list[Door], keyed: list[Door]) -> None:
    """Compare the debrief with what was entered, by outcome, by pair and by street."""
    told = Counter(door.outcome for door in (*walked, *keyed))
    with using("fr"):
        names = {one: words.capital(name) for one, name in intake_words.outcomes().items()}
    assert {name: number(n) for name, (n,) in cells(trip, "Portes par issue").items()} == {
        names[outcome]: n for outcome, n in told.items()
    }
    pairs = cells(trip, "Portes par binôme")
    assert {name: tuple(map(number, figures)) for name, figures in pairs.items()} == {
        f"Binôme {at}": summed(door.outcome for door in doors)
        for at, doors in enumerate((walked, keyed), start=1)
    }
    done = Counter(door.street for door in (*walked, *keyed))
    streets = cells(trip, "Ce qui reste dans ces rues")
    assert {name: number(figures[0]) for name, figures in streets.items() if name in done} == done


def in_database(service: Service) -> tuple[Counter[tuple[str, Outcome]], Counter[str]]:
    """Count what the database holds: visits by quartier and outcome, questionnaires."""
    visits: Counter[tuple[str, Outcome]] = Counter()
    for code, told in service.store.outcome_counts().items():
        visits.update({(code, outcome): n for outcome, n in told.items()})
    return visits, Counter(service.store.response_counts())


def kept(rows: Iterable[Recorded]) -> list[Door]:
    """Give the doors that the database holds."""
    return sorted(Door(row.street, row.door or "", row.outcome) for row in rows if row.outcome)


def test_a_whole_sunday(journey: Begin, tmp_path: Path) -> None:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    chief = journey()
    fill_demo(chief)
    service = service_of(tmp_path)
    before, held = totals(chief), in_database(service)
    plan(chief)
    sign_up(chief)
    form_pairs(chief)

    first, second = journey(390, 844), journey()
    stand_in_for(first, 1)
    stand_in_for(second, 2)
    theirs = claim_streets(first, second)
    code = print_sheet(second, theirs, tmp_path)
    walked = walk(first)
    keyed = key_in(second, code)
    close(chief)

    debriefed(chief, walked, keyed)
    new = [door.outcome for door in (*walked, *keyed)]
    for name, after in totals(chief).items():
        more = summed(new if name in (PLACE, TOWN) else ())
        assert after == tuple(map(sum, zip(before[name], more, strict=True)))
    (outing,) = (one for one in service.rounds.outings() if one.meeting_point == MEETING)
    pairs = service.rounds.roster(outing.id).pairs
    assert [kept(service.doors.of_pair(pair.id)) for pair in pairs] == [
        sorted(walked),
        sorted(keyed),
    ]
    visits, answers = in_database(service)
    assert visits - held[0] == Counter((CODE, outcome) for outcome in new)
    asked = sum(door.outcome is Outcome.INTERVIEW for door in walked)
    assert answers - held[1] == Counter({CODE: asked})
