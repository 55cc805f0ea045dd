"""`portes publish`: what it publishes, what it only previews, and which folders it leaves alone."""

import json
from datetime import date
from pathlib import Path

from dashboard import settings
from dashboard.service import Service
from data.model import Response
from tests.dashboard.conftest import Portes


def filled() -> Service:
    """Fill the database with the demonstration."""
    service = Service.open(settings.load())
    service.records.fill_demo(until=date(2023, 7, 2))
    return service


def late(service: Service) -> None:
    """Bring in one more answer."""
    asked = service.questionnaire()
    ratings = {question.key: 3 for question in asked.ratings}
    one = Response("late", asked.version, service.quartiers()[0].code, date(2023, 7, 1), ratings)
    with service.store.importing("late.csv", at=service.now()) as writer:
        writer.add_responses([one])


def questions(folder: str) -> list[str]:
    content = json.loads(Path(folder, "publication.json").read_text("utf-8"))
    return [question["key"] for question in content["questions"]]


def test_a_preview_publishes_nothing_and_says_what_speaks_against_it(portes: Portes) -> None:
    service = filled()
    shown = portes("publish", "--preview", "--out", "preview")
    assert (shown.exit_code, shown.stderr) == (0, "")
    assert "nothing was published" in shown.stdout
    assert Path("preview", "index.html").is_file()
    assert service.publishing.current() is None
    portes.done("publish", "--out", "results")
    late(service)
    again = portes("publish", "--preview", "--out", "preview")
    assert again.exit_code == 0
    assert "cannot follow the earlier ones" in again.stderr
    refused = portes(
        "publish", "--question", "city_life", "--question", "change", "--out", "results"
    )
    assert refused.exit_code == 1
    assert "cannot follow the earlier ones" in refused.output
    assert len(service.publishing.releases()) == 1


def test_the_same_is_written_again_and_other_questions_are_a_new_release(portes: Portes) -> None:
    service = filled()
    asked = [question.key for question in service.questionnaire().ratings]
    first = portes.done("publish", "--out", "results")
    assert "Release 1 is in results: " in first
    assert portes.done("publish", "--out", "results") == first
    named = [word for key in asked[:2] for word in ("--question", key)]
    assert "Release 2" in portes.done("publish", *named, "--out", "results")
    assert "Release 2" in portes.done("publish", *named, "--out", "results")
    assert questions("results") == asked[:2]
    portes.done("publish", "--release", "1", "--out", "results")
    assert questions("results") == asked
    assert len(service.publishing.releases()) == 2


def test_what_it_does_not_know_or_own_it_leaves_alone(portes: Portes) -> None:
    filled().store.close()
    for _time in ("before a release", "beside one"):
        unknown = portes("publish", "--question", "weather", "--out", "results")
        assert unknown.exit_code == 2
        assert "weather" in unknown.output
        portes.done("publish", "--out", "results")
    assert portes("publish", "--release", "1", "--preview", "--out", "results").exit_code == 2
    Path("mine").mkdir()
    Path("mine", "letter.txt").write_text("Chère ville", "utf-8")
    foreign = portes("publish", "--out", "mine")
    assert foreign.exit_code == 1
    assert "holds other files" in foreign.output
    assert [path.name for path in Path("mine").iterdir()] == ["letter.txt"]
