"""Open answers read, coded and quoted without a mouse."""

from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.service import Service
from data.model import Response
from data.restitution import QuoteStatus, VerbatimStatus
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, said, service_of, settled

pytestmark = pytest.mark.browser

PRIVATE = "Mon voisin Karim m’aide, 05 49 00 00 00. Plus de bus !"
FOCUSED = """() => {
  let found = document.activeElement;
  while (found && found.shadowRoot && found.shadowRoot.activeElement) {
    found = found.shadowRoot.activeElement;
  }
  return found ? found.id || found.tagName : "";
}"""


def bring(service: Service, *words: str) -> None:
    """Bring in answers to one question, beside those of the demonstration."""
    code, version = service.quartiers()[0].code, service.questionnaire().version
    month = service.settings.today.replace(day=1)
    with service.store.importing("file.csv", at=service.now()) as writer:
        writer.add_responses(
            [Response(f"own-{one}", version, code, month, texts={"likes": one}) for one in words]
        )


def begin(trip: Journey, coder: str, path: str = "verbatims") -> None:
    """Open the page and say who codes, by keyboard."""
    enter(trip, path)
    settled(trip)
    trip.page.get_by_role("textbox", name="Qui code").focus()
    trip.page.keyboard.type(coder)
    trip.page.keyboard.press("Enter")
    on_answer(trip)


def on_answer(trip: Journey) -> None:
    """Wait until the focus is on the answer."""
    trip.page.wait_for_function(f"() => ({FOCUSED})() === 'said'")


def read(trip: Journey) -> str:
    """Give the answer on the desk, as it was written."""
    return trip.page.locator(".said").evaluate(
        "said => [...said.childNodes].map(part => part.nodeType === 3 ? part.data"
        " : [...part.childNodes].filter(p => p.nodeType === 3).map(p => p.data).join(''))"
        ".join('')"
    )


def token(trip: Journey) -> str:
    return trip.page.locator(".desk").get_attribute("data-token") or ""


def then(trip: Journey, key: str) -> None:
    """Press a key that ends with the answer, and wait for the next one."""
    before = token(trip)
    trip.page.keyboard.press(key)
    trip.page.wait_for_function(
        "before => { const find = root => { for (const one of root.querySelectorAll('*')) {"
        " if (one.className === 'desk') { return one; }"
        " const inner = one.shadowRoot && find(one.shadowRoot); if (inner) { return inner; } } };"
        " const desk = find(document); return desk && desk.dataset.token !== before; }",
        arg=before,
    )
    on_answer(trip)


def test_twenty_answers_coded_by_keyboard_alone(
    journey: Callable[..., Journey], tmp_path: Path
) -> None:
    service = service_of(tmp_path)
    service.fill_demo(until=service.settings.today)
    themes = [theme.key for theme in service.answers.codebook().offered]
    trip = journey()
    begin(trip, "Ada")
    wished: dict[str, set[str]] = {}
    for turn in range(20):
        task = service.answers.next("Ada")
        assert task is not None
        one = service.answers.get(task.verbatim)
        assert read(trip) == one.original
        at = turn % len(themes)
        trip.page.keyboard.press("1234567890ab"[at])
        proposed = set(service.answers.suggest(one.original))
        wished[one.id] = proposed ^ {themes[at]}
        then(trip, "Enter" if turn % 3 else "Control+Enter")
    said(trip, "20 sur")

    given = {one.verbatim: set(one.themes) for one in service.store.verbatims.codings()}
    assert given == wished
    assert {one.coder for one in service.store.verbatims.codings()} == {"Ada"}
    assert service.answers.progress().read == 20


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
