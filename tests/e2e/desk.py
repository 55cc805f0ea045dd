"""The desk on which open answers are coded, as the keyboard moves on it."""

from dashboard.service import Service
from tests.e2e.conftest import Journey
from tests.e2e.fieldday import enter, said, settled

KEYS = "1234567890ab"
"""The keys of the themes, in the order of the codebook."""
FOCUSED = """() => {
  let found = document.activeElement;
  while (found && found.shadowRoot && found.shadowRoot.activeElement) {
    found = found.shadowRoot.activeElement;
  }
  return found ? found.id || found.tagName : "";
}"""


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


def code(trip: Journey, service: Service, coder: str, number: int) -> dict[str, set[str]]:
    """Code so many answers by keyboard alone; give the themes wished for, by answer."""
    themes = [theme.key for theme in service.themes.codebook().offered]
    wished: dict[str, set[str]] = {}
    for turn in range(number):
        task = service.answers.next(coder)
        assert task is not None
        one = service.answers.get(task.verbatim)
        assert read(trip) == one.original
        at = turn % len(themes)
        trip.page.keyboard.press(KEYS[at])
        wished[one.id] = set(service.answers.suggest(one.original)) ^ {themes[at]}
        then(trip, "Enter" if turn % 3 else "Control+Enter")
    said(trip, f"{number} sur")
    return wished
