"""A campaign with something of everything, so that every use case has what it works on."""

from collections.abc import Mapping
from datetime import date, time
from functools import lru_cache
from pathlib import Path
from typing import Any

from dashboard.doors import DoorToDo
from dashboard.files import QuartierChoice
from dashboard.service import Service
from dashboard.settings import Settings
from dashboard.themes import ThemeEdit
from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.fieldwork import Outing, Pair, Volunteer, WalkingOrder
from data.model import Outcome, Spread
from data.restitution import QuoteStatus
from tests.beginnings import begin
from tests.pages.plants import FIRST, OUTING, QUARTIER, plant

DAY = date(2023, 5, 10)
ME = "a"
"""The volunteer who asks; goes in the pair `FIRST` on `OUTING`."""
ELSEWHERE, OTHERS = "outing-2", "pair-9"
"""An outing that they do not come to, and a pair of it."""


def build(folder: Path) -> None:
    """Make the campaign in a folder."""
    begin(folder, filled=DAY.isoformat())
    service = opened(folder)
    streets = plant(service, 4, 4, 4, 4)
    # What nobody but coordinators may see of two of the others.
    for person in "cd":
        known = Volunteer(person, f"Canari {person}")
        service.rounds.keep_volunteer(known, email="canari@exemple.fr", phone="0600000000")
    where = Outing(ELSEWHERE, DAY, time(14), time(16), QUARTIER, "gare")
    service.rounds.save_outing(where)
    for person in "cd":
        service.rounds.sign_up(ELSEWHERE, person)
    service.rounds.save_pairs(ELSEWHERE, [Pair(OTHERS, ELSEWHERE, 1, ("c", "d"))])
    service.turf.claim(streets[0].id, OUTING, FIRST)
    service.turf.claim(streets[1].id, ELSEWHERE, OTHERS)
    for pair in (FIRST, OTHERS):
        service.doors.key_in(service.doors.sheet_for(pair).code, {1: Outcome.ABSENT})
    (folder / "table.csv").write_text("date;quartier;portes;lon;lat;nom\n", encoding="utf-8")
    service.store.close()


def opened(folder: Path) -> Service:
    """Open the campaign of a folder, with all rights."""
    url = f"sqlite:///{folder / 'portes.sqlite'}"
    return Service.open(Settings(url, POITIERS, fixed_today=DAY))


def given(service: Service, folder: Path, *, pair: str = FIRST) -> Mapping[str, Any]:
    """Give what use cases are called with, by the name of the parameter, or by its full name.

    Parameters
    ----------
    pair
        Whose claim, sheet and visits are meant.
    """
    outing = OUTING if pair == FIRST else ELSEWHERE
    (claim, *_) = service.turf.claims_of(pair)
    (sheet,) = [one for one in service.doors.sheets(outing) if one.pair == pair]
    (visit,) = service.doors.of_pair(pair)
    section, said = service.turf.section(claim.section), service.answers.all()[0].id
    return {
        **{"outing": outing, "pair": pair, "claim": claim.id, "code": sheet.code, "walk": WALK},
        **{"section": section.id, "quartier": QUARTIER, "volunteer": ME, "hours": 1.0},
        **{"visit": visit, "visits": [visit], "rows": [visit], "outcomes": {2: Outcome.ABSENT}},
        **{"door": DoorToDo(section, section.addresses[0]), "labels": {"1": 5}},
        **{"outcome": Outcome.ABSENT, "key": "key", "ratings": {"q1": 3}, "texts": {}},
        **{"name": "Ana", "attended": True, "pairs": [], "goal": 1001, "spread": Spread()},
        **{"path": folder / "table.csv", "filename": "table.csv", "source": folder / "table.csv"},
        **{"out": folder / "out.csv", "lon": "lon", "lat": "lat", "what": "visits"},
        **{"file_format": "csv", "record": "demo", "choice": QuartierChoice("code", "nom")},
        **{"folder": _shipped(), "wished": service.campaign(), "dwellings": 2.0},
        **{"coder": "Ada", "redacted": "bus", "themes": (), "text": "bus", "word": "bus"},
        **{"passage": "bus", "status": QuoteStatus.REFUSED, "codebook": service.answers.codebook()},
        **{"edit": ThemeEdit({"fr": "Eau", "en": "Water"}), "question": "likes", "number": 1},
        **{"questions": ("q1",), "reason": "erreur", "token": "00", "tokens": ("00",)},
        "identity": outing,
        "answer": None,
        "publication": None,
        "release": None,
        "Rounds.save_volunteer.volunteer": Volunteer("e", "Ève"),
        "Rounds.keep_volunteer.volunteer": Volunteer("", "Ève"),
        "Rounds.save_outing.outing": Outing("new", DAY, time(9), time(10), QUARTIER, "x"),
        "Rounds.remove_volunteer.identity": "b",
        "Turf.section.identity": section.id,
        "Asking.keep.question": service.questionnaire().questions[0],
    } | {f"Answers.{name}.identity": said for name in ANSWERS}


@lru_cache
def _shipped() -> CampaignFolder:
    return load_folder(POITIERS)


WALK = WalkingOrder.DISTANCE
ANSWERS = (
    *("get", "proposal", "confirm", "set_aside", "reopen", "decide", "put_back", "code"),
    *("codings", "propose_quote", "decide_quote"),
)
