"""Open answers read, coded and quoted without a mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.service import Service
from data.model import Response
from data.restitution import QuoteStatus, VerbatimStatus
from tests.e2e.conftest import Journey
from tests.e2e.desk import begin, on_answer, read, then
from tests.e2e.fieldday import said, service_of

pytestmark = pytest.mark.browser

PRIVATE = "Mon voisin Karim m’aide, 05 49 00 00 00. Plus de bus !"


def bring(service: Service, *words: str) -> None:
    """Bring in answers to one question, beside those of the demonstration."""
    code, version = service.quartiers()[0].code, service.questionnaire().version
    month = service.settings.today.replace(day=1)
    with service.store.importing("file.csv", at=service.now()) as writer:
        writer.add_responses(
            [Response(f"own-{one}", version, code, month, texts={"likes": one}) for one in words]
        )


def test_redact_quote_go_back_and_set_aside(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    bring(service, PRIVATE)
    trip = journey()
    keys = trip.page.keyboard
    begin(trip, "Ada")
    assert read(trip) == PRIVATE
    # what is to be taken out is marked, and said to who cannot see it
    assert trip.page.locator(".said mark .sr").first.text_content() == "(à masquer\xa0: nom) "
    text = trip.page.get_by_role("textbox", name="Ce que les autres liront")
    assert text.input_value() == "Mon voisin [nom] m’aide, [téléphone]. Plus de bus !"
    keys.press("t")
    keys.press("Control+End")
    keys.type(" 1c")  # digits and letters are text here
    keys.press("Escape")
    on_answer(trip)
    bus = trip.page.get_by_role("button", name="Transports et circulation")
    assert bus.get_attribute("aria-pressed") == "true", "proposed by its keywords"
    keys.press("2")
    keys.press("1")
    assert bus.get_attribute("aria-pressed") == "false"
    keys.press("1")
    # a passage that is none is refused on the spot, one that is shorter is not
    keys.press("c")
    keys.type("x")
    keys.press("Control+Enter")
    said(trip, "ne figure pas dans le texte")
    keys.press("Control+a")
    keys.type("Plus de bus !")
    keys.press("Enter")
    on_answer(trip)
    then(trip, "Enter")
    said(trip, "Il ne reste rien à coder")

    [one] = service.answers.all()
    assert one.redacted == "Mon voisin [nom] m’aide, [téléphone]. Plus de bus ! 1c"
    assert (one.quote, one.quote_text) == (QuoteStatus.PROPOSED, "Plus de bus !")
    assert [set(c.themes) for c in service.answers.codings(one.id)] == [
        {"transport", "cleanliness", "solidarity"}
    ]
    then(trip, "z")
    said(trip, "Corriger ce que vous avez décidé")
    then(trip, "x")
    assert service.answers.get(one.id).status is VerbatimStatus.SET_ASIDE
    said(trip, "1 réponse mise de côté")


def test_a_second_coding_and_an_approved_quote(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    bring(service, "Plus de bus")
    [one] = service.answers.all()
    service.answers.decide(
        one.id, "Ada", redacted=one.original, themes=["transport"], passage="Plus de bus"
    )
    trip = journey(390, 844)
    begin(trip, "Bob")
    said(trip, "Second codage")
    assert trip.page.locator(".theme[aria-pressed=true]").count() == 0
    assert trip.fits()
    trip.page.get_by_role("button", name="Transports et circulation").click()
    trip.page.get_by_role("button", name="Valider, suivante").click()
    said(trip, "Il ne reste rien à coder")
    assert service.answers.agreement().answers == 1
    trip.page.get_by_role("radio", name="Citations").click()
    trip.page.get_by_role("button", name="Approuver").click()
    said(trip, "Approuvées (1)")
    assert service.answers.get(one.id).quote is QuoteStatus.APPROVED
    assert "part=quotes" in trip.page.url
    assert trip.fits()
