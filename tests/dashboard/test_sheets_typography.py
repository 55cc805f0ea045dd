import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.sheets.typography import tidy

N = "\u202f"


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("Qui ? Moi !", f"Qui{N}? Moi{N}!"),
        ("Qui? Moi!", f"Qui{N}? Moi{N}!"),
        ("Vraiment ?!", f"Vraiment{N}?!"),
        ("À voir : rien ; tout", f"À voir{N}: rien{N}; tout"),
        ("À 14:30", "À 14:30"),
        ("https://x.org/a?b=1;c=2", "https://x.org/a?b=1;c=2"),
        ("l'été d'Aïcha", "l’été d’Aïcha"),
        ('dites "oui"', f"dites «{N}oui{N}»"),
        ("dites « oui »", f"dites «{N}oui{N}»"),
        ("dites «oui»", f"dites «{N}oui{N}»"),
        ("(oui)!", f"(oui){N}!"),
        ("Rue de l'Intendant", "Rue de l’Intendant"),
        ("05 49 00", "05\u00a049\u00a000"),
        ("un\r\ndeux", "un\ndeux"),
        ("a\x00\u200e\ufeffb", "ab"),
        ("", ""),
    ],
)
def test_french(typed, set_):
    assert tidy(typed, "fr") == set_


@pytest.mark.parametrize(
    ("typed", "set_"),
    [
        ("What? Me!", "What? Me!"),
        ('it\'s "fine"', "it’s “fine”"),
        ("« oui »", "« oui »"),
    ],
)
def test_english(typed, set_):
    assert tidy(typed, "en") == set_


@settings(max_examples=200)
@given(
    st.text(alphabet=" aé1'\"«»:;!?\u00a0\u202f\n.-", max_size=30), st.sampled_from(["fr", "en"])
)
def test_tidying_twice_changes_nothing_more(text, language):
    once = tidy(text, language)
    assert tidy(once, language) == once


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_letters_and_figures_stay(text):
    def kept(some):
        return [c for c in some if c.isalnum()]

    assert kept(tidy(text, "fr")) == kept(text)
