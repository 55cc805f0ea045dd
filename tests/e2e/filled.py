"""A campaign in which no page is empty: the demonstration, an outing under way, words, releases."""

from datetime import time
from pathlib import Path

from dashboard.service import Service
from data.fieldwork import Outing, Pair
from data.model import Outcome
from data.restitution import QuoteStatus
from tests.e2e.fieldday import service_of

DAY = "2023-07-09"
"""A Sunday on which results may be published already."""
OUTING, FIRST, SECOND = "outing-today", "pair-today-1", "pair-today-2"
PLACE = "8619406"
OUTCOMES = (Outcome.ABSENT, Outcome.REFUSAL, Outcome.COME_BACK)


def fill(folder: Path) -> str:
    """Fill the database in a folder; give the code of the sheet that lies on the table."""
    service = service_of(folder, today=DAY)
    service.records.fill_demo(until=service.settings.today)
    code = walk(service)
    read(service)
    publish_twice(service)
    return code


def walk(service: Service) -> str:
    """Let two pairs go out today; give the code of the second one's sheet, half keyed in."""
    four = [person.id for person in service.rounds.volunteers()[:4]]
    outing = Outing(
        *(OUTING, service.settings.today, time(10), time(12, 30), PLACE, "devant l’école"),
        lon=0.389,
        lat=46.603,
    )
    service.rounds.save_outing(outing)
    for person in four:
        service.rounds.sign_up(OUTING, person)
    pairs = [Pair(FIRST, OUTING, 1, tuple(four[:2])), Pair(SECOND, OUTING, 2, tuple(four[2:]))]
    service.rounds.save_pairs(OUTING, pairs)
    for pair in (FIRST, SECOND):
        street = service.turf.best_for(OUTING, 2.5)[0].status.section.id
        service.turf.claim(street, OUTING, pair)
    for door, outcome in zip(service.doors.walk(FIRST), OUTCOMES, strict=False):
        service.doors.knock(door, {door.address.label: 1}, outcome, outing=OUTING, pair=FIRST)
    code = service.paper.sheet_for(SECOND).code
    service.paper.key_in(code, {1: Outcome.ABSENT, 2: Outcome.REFUSAL})
    return code


def read(service: Service) -> None:
    """Code most answers, some of them twice; propose passages, approve one."""
    service.themes.begin()
    for at, one in enumerate(service.answers.all()):
        if at % 3:
            continue
        themes = service.answers.suggest(one.original)
        passage = "" if at % 60 else one.original
        service.answers.decide(one.id, "Ada", redacted=one.original, themes=themes, passage=passage)
        if at % 9 == 0:
            service.answers.decide(one.id, "Bob", redacted=one.original, themes=themes[:1])
    [*_waiting, last] = service.quotes.all()
    service.quotes.decide(last.id, QuoteStatus.APPROVED, by="Chloé")


def publish_twice(service: Service) -> None:
    """Publish some questions, take that back, and publish all of them."""
    asked = [question.key for question in service.questionnaire().ratings]
    first = service.publishing.publish(asked[:3])
    service.publishing.withdraw(first.number, "Une question manquait.")
    service.publishing.publish(asked)
