from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.sheet_codes import ALPHABET, LENGTH, check_character, new_code, shown_code, valid_code

codes = st.integers(0, 2**32).map(lambda seed: new_code(Random(seed)))
places = st.integers(0, LENGTH - 1)
few = settings(max_examples=200)


def test_the_alphabet_cannot_be_misread():
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert not set("01OILSZBUVAEY") & set(ALPHABET)


@few
@given(codes)
def test_a_new_code_is_valid(code):
    assert len(code) == LENGTH
    assert valid_code(code) == code
    assert valid_code(shown_code(code)) == code


@few
@given(codes, places, st.characters(categories=["Lu", "Ll", "Nd"]))
def test_any_single_wrong_character_is_noticed(code, place, wrong):
    assume(wrong.upper() != code[place])
    assert valid_code(code[:place] + wrong + code[place + 1 :]) is None


@few
@given(codes, st.integers(0, LENGTH - 2))
def test_any_swap_of_neighbours_is_noticed(code, place):
    a, b = code[place], code[place + 1]
    assume(a != b)
    assert valid_code(code[:place] + b + a + code[place + 2 :]) is None


def test_all_errors_of_one_code():
    code = new_code(Random(1))
    wrong = {code[:i] + c + code[i + 1 :] for i in range(LENGTH) for c in ALPHABET} - {code}
    assert len(wrong) == LENGTH * 22
    assert not any(map(valid_code, wrong))


@few
@given(codes, st.data())
def test_case_spaces_and_dashes_do_not_matter(code, data):
    between = st.sampled_from(["", " ", "-", "\u00a0", "–", "\u2011", "\t", " - "])
    typed = "".join(
        data.draw(between) + (each.lower() if data.draw(st.booleans()) else each) for each in code
    )
    assert valid_code(typed + data.draw(between)) == code


@given(st.text(max_size=20))
def test_anything_may_be_typed(text):
    found = valid_code(text)
    assert found is None or valid_code(found) == found


@pytest.mark.parametrize("text", ["", "   ", "K7M4R", "K7M-4RP2", "K7M-4R0", "ßßß", "K7M.4RP"])
def test_what_is_no_code(text):
    assert valid_code(text) is None


def test_the_same_seed_gives_the_same_code():
    assert new_code(Random(5)) == new_code(Random(5))


def test_taken_codes_are_not_drawn():
    first = new_code(Random(5))
    assert new_code(Random(5), taken={first}) != first

    class All:
        def __contains__(self, code):
            return True

    with pytest.raises(ValueError, match="taken"):
        new_code(Random(5), taken=All())


def test_check_characters_are_spread():
    seen = {new_code(Random(seed))[-1] for seed in range(500)}
    assert seen == set(ALPHABET)


def test_a_check_character_of_what_is_no_body():
    with pytest.raises(KeyError):
        check_character("K7O4R")
