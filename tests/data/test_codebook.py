"""The codebook file: what it says, and every way in which it can be wrong."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.analysis.verbatims.concordance import pattern
from data.campaigns import POITIERS, new_folder
from data.codebook import LABEL, dumps, read
from data.errors import CodebookError, Reason
from data.restitution import Codebook, Theme

GOOD = """
[[themes]]
key = "transport"
label.en = "Transport"
keywords = ["bus", "cycle lane"]

[[themes]]
key = "other"
label.en = "Other"
archived = true
"""


def _read(folder: Path, content: str) -> Codebook:
    path = folder / "codebook.toml"
    path.write_text(content, encoding="utf-8")
    return read(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    first, second = _read(tmp_path, GOOD).themes
    assert first == Theme("transport", {"en": "Transport"}, ("bus", "cycle lane"))
    assert second.archived
    assert _read(tmp_path, GOOD).offered == (first,)


@pytest.mark.parametrize(
    ("old", "new", "reason", "key"),
    [
        ("[[themes]]", "[[themes]", Reason.NOT_TOML, None),
        ("[[themes]]", "[[theme]]", Reason.UNKNOWN_KEY, "theme"),
        ('"other"', '"transport"', Reason.TWICE, "transport"),
        ('"other"', '"Other"', Reason.BAD_NAME, "themes.Other.key"),
        ('key = "other"', "", Reason.MISSING_KEY, "themes.2.key"),
        ('label.en = "Other"', "", Reason.MISSING_KEY, "themes.other.label"),
        ('label.en = "Other"', 'label = "Other"', Reason.NOT_TABLE, "themes.other.label"),
        ('label.en = "Other"', 'label.fr = "Autre"', Reason.UNKNOWN_KEY, "themes.other.label.fr"),
        ('label.en = "Transport"', "label = {}", Reason.MISSING_KEY, "themes.transport.label"),
        ('"Other"', f'"{"x" * (LABEL + 1)}"', Reason.TOO_LONG, "themes.other.label.en"),
        ('["bus", "cycle lane"]', '"bus"', Reason.NOT_TEXTS, "themes.transport.keywords"),
        ("= true", '= "yes"', Reason.NOT_TRUTH, "themes.other.archived"),
        ("archived", "archive", Reason.UNKNOWN_KEY, "themes.other.archive"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, reason: Reason, key: str | None
) -> None:
    assert old in GOOD
    with pytest.raises(CodebookError) as error:
        _read(tmp_path, GOOD.replace(old, new, 1))
    because = error.value.params["reason"]
    assert because.template == reason.value  # type: ignore[attr-defined]
    assert because.params.get("key") == key  # type: ignore[attr-defined]
    assert error.value.params["source"] == "codebook.toml"


@pytest.mark.parametrize(("content", "reason"), [("themes = []", Reason.NO_THEMES)])
def test_a_codebook_without_themes(tmp_path: Path, content: str, reason: Reason) -> None:
    with pytest.raises(CodebookError) as error:
        _read(tmp_path, content)
    assert error.value.params["reason"].template == reason.value  # type: ignore[attr-defined]


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CodebookError):
        read(tmp_path / "nowhere.toml")


def test_languages_can_be_asked_for(tmp_path: Path) -> None:
    with pytest.raises(CodebookError):
        read(POITIERS / "codebook.toml", languages=("fr", "en", "oc"))


def test_the_codebook_of_poitiers() -> None:
    book = read(POITIERS / "codebook.toml", languages=("fr", "en"))
    assert 10 <= len(book.themes) <= 12
    assert book.themes[-1] == Theme("other", {"fr": "Autre", "en": "Something else"})
    every = [word for theme in book.themes for word in theme.keywords]
    assert all(pattern(word) for word in every)
    alike = [pattern(word) for word in every]
    assert sorted({word for word in every if alike.count(pattern(word)) > 1}) == []


WORDS = st.text(min_size=1, max_size=12).map(str.strip).filter(bool)
THEMES = st.builds(
    Theme,
    key=st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True),
    label=st.fixed_dictionaries({"fr": WORDS, "en": WORDS}),
    keywords=st.lists(WORDS, max_size=3).map(tuple),
    archived=st.booleans(),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(THEMES, min_size=1, max_size=4, unique_by=lambda theme: theme.key))
def test_what_is_written_is_read_again(tmp_path: Path, themes: list[Theme]) -> None:
    book = Codebook(tuple(themes))
    assert _read(tmp_path, dumps(book)) == book


def test_a_new_folder_has_the_themes_without_what_only_poitiers_has(tmp_path: Path) -> None:
    new_folder(tmp_path / "a", town="Rennes", commune="35238")
    book = read(tmp_path / "a" / "codebook.toml", languages=("fr", "en"))
    ours = read(POITIERS / "codebook.toml")
    assert [theme.key for theme in book.themes] == [theme.key for theme in ours.themes]
    words = {word for theme in book.themes for word in theme.keywords}
    assert "bus" in words
    assert not words & {"vitalis", "clain", "chu"}
