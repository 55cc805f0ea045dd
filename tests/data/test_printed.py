"""What a campaign says of itself: tidied, short enough, and nothing else touched."""

from dataclasses import replace

import pytest

from data.errors import TextTooLongError
from data.printed import MOST_LINE, MOST_WORDS, texts_of, with_texts, words
from tests.data.conftest import CAMPAIGN

TEXTS = {
    "organiser": " Le  collectif ",
    "contact": "a@example.org\n05",
    "results_at": "",
    "notice": {"fr": "Pourquoi.\r\n\r\n\r\nParce que. ", "en": "\n"},
    "script": {},
}


def test_texts_are_tidied_and_all_else_stays() -> None:
    changed = with_texts(CAMPAIGN, TEXTS)
    assert changed.organiser == "Le collectif"
    assert changed.contact == "a@example.org 05"
    assert changed.notice == {"fr": "Pourquoi.\n\nParce que."}
    assert with_texts(changed, texts_of(changed)) == changed
    assert with_texts(changed, texts_of(CAMPAIGN)) == CAMPAIGN


@pytest.mark.parametrize(
    ("name", "most"),
    [("organiser", MOST_LINE), ("contact", MOST_LINE), ("results_at", MOST_LINE)],
)
def test_a_line_that_would_not_fit_is_refused(name: str, most: int) -> None:
    assert with_texts(CAMPAIGN, TEXTS | {name: "x" * most})
    with pytest.raises(TextTooLongError) as error:
        with_texts(CAMPAIGN, TEXTS | {name: "x" * (most + 1)})
    assert error.value.params == {"start": "x" * 30, "most": most}


@pytest.mark.parametrize("name", ["notice", "script"])
def test_words_that_would_not_fit_are_refused(name: str) -> None:
    assert with_texts(CAMPAIGN, TEXTS | {name: {"fr": "x" * MOST_WORDS}})
    with pytest.raises(TextTooLongError):
        with_texts(CAMPAIGN, TEXTS | {name: {"en": "x", "fr": "x" * (MOST_WORDS + 1)}})


def test_a_text_in_one_language_alone_stays_alone() -> None:
    assert words({"fr": "Bonjour", "de": "Guten Tag", "en": ""}) == {
        "fr": "Bonjour",
        "de": "Guten Tag",
    }


def test_the_campaign_given_is_not_changed() -> None:
    before = replace(CAMPAIGN)
    with_texts(CAMPAIGN, TEXTS)
    assert before == CAMPAIGN
