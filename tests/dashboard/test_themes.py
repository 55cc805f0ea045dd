"""The codebook edited: keys, names, keywords, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import (
    LongThemeError,
    NamelessThemeError,
    TwiceThemeError,
    WordlessKeywordError,
)
from dashboard.themes import ThemeEdit, added, changed, keywords_of
from data import codebook
from data.errors import NotFoundError
from data.restitution import Codebook, Theme

BOTH = ("fr", "en")
BOOK = Codebook(
    (
        Theme("bus", {"fr": "Bus", "en": "Buses"}, ("bus",)),
        Theme("parc", {"fr": "Parcs", "en": "Parks"}),
    )
)


def edit(fr: str, en: str = "Anything", *keywords: str, **more: object) -> ThemeEdit:
    return ThemeEdit({"fr": fr, "en": en}, keywords, **more)


def keys(book: Codebook) -> list[str]:
    return [theme.key for theme in book.themes]


def test_a_key_is_made_of_the_name() -> None:
    book = added(BOOK, edit("  Écoles  & crèches "), languages=BOTH)
    assert keys(book) == ["bus", "parc", "ecoles-creches"]
    assert book.themes[-1].label["fr"] == "Écoles & crèches"
    book = added(book, edit("Écoles, crèches !", "Other"), languages=BOTH)
    assert keys(book)[-1] == "ecoles-creches-2"
    assert keys(added(BOOK, edit("3 lieux"), languages=BOTH))[-1] == "theme-3-lieux"
    assert keys(added(BOOK, edit("水"), languages=BOTH))[-1] == "theme"


def test_a_renamed_theme_keeps_its_key_and_its_place() -> None:
    book = changed(BOOK, "bus", edit("Trams", "Trams", "tram"), languages=BOTH)
    assert book.themes[0] == Theme("bus", {"fr": "Trams", "en": "Trams"}, ("tram",))


@pytest.mark.parametrize(("place", "order"), [(1, "xbp"), (2, "bxp"), (9, "bpx"), (None, "bpx")])
def test_a_theme_goes_where_it_is_wanted(place: int | None, order: str) -> None:
    book = added(BOOK, edit("X", place=place), languages=BOTH)
    assert "".join(key[0] for key in keys(book)) == order
    moved = changed(BOOK, "parc", edit("Parcs", "Parks", place=1), languages=BOTH)
    assert keys(moved) == ["parc", "bus"]


def test_what_cannot_be_kept_is_refused() -> None:
    with pytest.raises(NamelessThemeError):
        added(BOOK, edit("Eau", " "), languages=BOTH)
    with pytest.raises(LongThemeError):
        added(BOOK, edit("x" * 61), languages=BOTH)
    with pytest.raises(TwiceThemeError):
        added(BOOK, edit("bús"), languages=BOTH)
    with pytest.raises(TwiceThemeError):
        changed(BOOK, "bus", edit("Bus", "PARKS"), languages=BOTH)
    with pytest.raises(WordlessKeywordError):
        added(BOOK, edit("Eau", "Water", "!"), languages=BOTH)
    with pytest.raises(LongThemeError):
        added(BOOK, edit("Eau", "Water", "x" * 61), languages=BOTH)
    with pytest.raises(NotFoundError):
        changed(BOOK, "gone", edit("Eau"), languages=BOTH)


@given(st.text(max_size=30), st.text(max_size=30))
def test_whatever_is_kept_can_be_written_and_read(tmp_path_factory, fr: str, en: str) -> None:
    try:
        book = added(BOOK, edit(fr, en, *keywords_of(fr)), languages=BOTH)
    except (NamelessThemeError, TwiceThemeError, WordlessKeywordError):
        return
    file = tmp_path_factory.mktemp("book") / "codebook.toml"
    file.write_text(codebook.dumps(book), encoding="utf-8")
    assert codebook.read(file, languages=BOTH) == book
