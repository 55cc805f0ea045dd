"""The public results in a real browser: readable, reachable and silent, also without scripts."""

from collections.abc import Mapping

import pytest

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

import itertools

from dashboard.publication.bundle import build, doors_only
from tests.dashboard.releases import bad, preface, town_only, varied
from tests.e2e.published import visiting

pytestmark = pytest.mark.browser

Files = Mapping[str, bytes]
PAGES = ("index.html", "en.html", "pleniere.html", "plenary.html", "carte.html", "map.html")
AREAS = "path.leaflet-interactive"
PAINTED = """() => [...document.querySelectorAll("svg.map use[fill]")].filter(
    area => area.getBoundingClientRect().width > 5
).length"""

FOCUSED = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  return {
    at: [...document.querySelectorAll("a[href], button")].indexOf(one),
    outline: getComputedStyle(one).outlineStyle,
    seen: !one.matches(".skip") && box.width > 0 && box.height > 0,
  };
}"""
SPACED = """* {line-height: 1.5 !important; letter-spacing: .12em !important;
  word-spacing: .16em !important} p {margin-bottom: 2em !important}"""


@pytest.fixture(scope="module")
def files() -> Files:
    return build(varied()).files


def ready(visit, name: str):
    """Wait for the map where the page is one."""
    visit.open(name)
    if name in ("carte.html", "map.html"):
        visit.page.locator(AREAS).first.wait_for()
    return visit


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(browser, files: Files, name: str, width: int) -> None:
    with visiting(browser, files, width=width) as visit:
        assert ready(visit, name).violations() == []


@pytest.mark.parametrize("made", [town_only, bad], ids=["town", "hostile"])
def test_axe_finds_nothing_on_other_releases(browser, made) -> None:
    with visiting(browser, build(made()).files) as visit:
        assert visit.open().violations() == []


@pytest.mark.parametrize("withdrawn", [False, True])
def test_axe_finds_nothing_before_any_release(browser, withdrawn: bool) -> None:
    files = doors_only(preface(withdrawn=withdrawn, areas=varied().areas))
    with visiting(browser, files, width=320) as visit:
        assert visit.open().violations() == []
        assert visit.width() <= 320
        assert visit.page.evaluate(PAINTED) == 10


@pytest.mark.parametrize("width", [320, 390, 720, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_has_to_be_scrolled_sideways(browser, files: Files, name: str, width: int) -> None:
    with visiting(browser, files, width=width) as visit:
        assert ready(visit, name).width() <= width


def test_without_scripts_there_are_maps_and_tables(browser, files: Files) -> None:
    with visiting(browser, files, java_script_enabled=False) as visit:
        page = visit.open().page
        assert page.locator("svg.map").count() == 5
        assert page.locator("svg.map").first.bounding_box()["height"] > 150
        assert page.locator("article table").first.is_visible()
        link = page.get_by_role("link", name="Carte interactive")
        assert link.get_attribute("href") == "carte.html"
        assert visit.asked == ["index.html"]
        link.click()
        page.locator("noscript p").wait_for()


def test_all_areas_are_painted(browser, files: Files) -> None:
    with visiting(browser, files, width=390) as visit:
        assert visit.open().page.evaluate(PAINTED) == 50


def test_the_moving_map_is_fetched_once_it_is_asked_for(browser, files: Files) -> None:
    with visiting(browser, files) as visit:
        page = visit.open().page
        page.wait_for_load_state("networkidle")
        assert visit.asked == ["index.html", "carte.js"]
        button = page.get_by_role("button", name="Carte interactive")
        assert button.get_attribute("aria-expanded") == "false"
        button.focus()
        page.keyboard.press("Enter")
        frame = page.frame_locator("iframe")
        frame.locator(AREAS).first.wait_for()
        assert set(visit.asked[2:]) == {"carte.html", "leaflet.css", "leaflet.js", "carte-fr.js"}
        page.get_by_role("button", name="Fermer la carte").click()
        assert page.locator("iframe").count() == 0


def test_the_moving_map_shows_the_question_that_is_chosen(browser, files: Files) -> None:
    release = varied()
    table = release.figures.tables[-1]
    town = {area.code: area.name for area in release.areas}
    with visiting(browser, files, width=390) as visit:
        page = ready(visit, "carte.html").page
        areas = page.locator(AREAS)
        assert areas.count() == len(release.areas)
        page.get_by_label("Question").select_option(index=5)
        for at, cell in enumerate(table.quartiers):
            label = areas.nth(at).get_attribute("aria-label")
            assert label.startswith(f"{at + 1} {town[cell.code]}, ")
            if cell.mean is None:
                assert label.endswith(", masqué")
                assert areas.nth(at).get_attribute("fill") == "url(#hatch)"
            else:
                assert f"{cell.mean:.1f}".replace(".", ",") in label
        areas.nth(1).focus()
        assert town[release.areas[1].code] in page.locator(".leaflet-tooltip").inner_text()


def test_the_keyboard_skips_to_the_content(browser, files: Files) -> None:
    with visiting(browser, files) as visit:
        page = visit.open().page
        page.keyboard.press("Tab")
        assert page.locator(":focus").inner_text() == "Aller au contenu"
        assert page.locator(":focus").bounding_box()["x"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"


def test_the_keyboard_reaches_everything_and_shows_where_it_is(browser, files: Files) -> None:
    with visiting(browser, files) as visit:
        page = visit.open().page
        page.get_by_role("button", name="Carte interactive").wait_for()
        wanted = page.locator("a[href], button").count()
        seen = []
        for _turn in range(wanted):
            page.keyboard.press("Tab")
            seen.append(page.evaluate(FOCUSED))
        assert len({one["at"] for one in seen}) == wanted
        assert [one["at"] for one in seen] == sorted(one["at"] for one in seen)
        assert {one["outline"] for one in seen if one["seen"]} == {"solid"}


def test_nothing_moves_for_those_who_do_not_want_it(browser, files: Files) -> None:
    for wish, way in (("reduce", "auto"), ("no-preference", "smooth")):
        with visiting(browser, files, reduced_motion=wish) as visit:
            page = visit.open().page
            assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == way
            moving = page.evaluate("document.getAnimations({subtree: true}).length")
            assert moving == 0


def test_wide_spacing_cuts_nothing_off(browser, files: Files) -> None:
    """The spacing of WCAG 1.4.12, on a phone."""
    with visiting(browser, files, width=390) as visit:
        page = visit.open().page
        page.add_style_tag(content=SPACED)
        assert visit.width() <= 390
        cut = page.evaluate(
            "[...document.querySelectorAll('main :is(p, th, td, li, h2, h3, dd, dt)')].filter(one"
            " => !one.closest('.hidden') && getComputedStyle(one).overflow === 'hidden'"
            " && one.scrollWidth > one.clientWidth + 1).map(one => one.textContent)"
        )
        assert cut == []


def test_on_paper_there_are_maps_and_tables_and_no_buttons(browser, files: Files) -> None:
    with visiting(browser, files) as visit:
        page = visit.open().page
        page.emulate_media(media="print")
        for part in (".contents", ".skip", "#interactive", ".top a"):
            assert not page.locator(part).first.is_visible(), part
        assert page.locator("article svg.map").first.bounding_box()["height"] > 60
        assert page.locator("article table").first.is_visible()
        printed = page.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 595" in printed or b"/MediaBox [0 0 594" in printed
        assert 4 <= printed.count(b"/Type /Page\n") <= 9


def test_headings_go_down_one_step_at_a_time(browser, files: Files) -> None:
    for name in PAGES:
        with visiting(browser, files) as visit:
            levels = ready(visit, name).page.evaluate(
                "[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))"
            )
            assert levels.count(1) == 1
            assert levels[0] == 1
            assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_hostile_texts_run_nothing(browser) -> None:
    hostile = build(bad()).files
    for name in PAGES:
        with visiting(browser, hostile) as visit:
            visit.page.on("dialog", lambda dialog: visit.complaints.append(dialog.message))
            ready(visit, name)


def test_each_question_of_the_hall_has_a_page_of_its_own(browser, files: Files) -> None:
    with visiting(browser, files) as visit:
        visit.open("pleniere.html")
        printed = visit.page.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 841" in printed or b"/MediaBox [0 0 842" in printed
        assert printed.count(b"/Type /Page\n") == 1 + 7 + 3 + 1
