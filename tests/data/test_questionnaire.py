"""The questionnaire file: what it says, and every way in which it can be wrong."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.campaigns import POITIERS
from data.errors import QuestionnaireError, Reason
from data.model import Question, QuestionKind, Questionnaire
from data.questionnaire import RESERVED, SHORT_LABEL, dumps, read

GOOD = """
version = 3
title.en = "At the door"

[[questions]]
key = "life"
kind = "rating"
text.en = "How is life?"
short.en = "Life"
low.en = "Bad"
high.en = "Good"
aliases = ["Life (1-5)"]

[[questions]]
key = "likes"
kind = "open"
text.en = "What do you like?"
short.en = "Likes"
"""


def _read(folder: Path, content: str | bytes) -> Questionnaire:
    path = folder / "questionnaire.toml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    found = _read(tmp_path, GOOD)
    assert found.version == 3
    assert [question.key for question in found.questions] == ["life", "likes"]
    assert [question.key for question in found.ratings] == ["life"]
    assert found.questions[0].aliases == ("Life (1-5)",)


@pytest.mark.parametrize(
    ("old", "new", "reason", "key"),
    [
        ("version = 3", "version =", Reason.NOT_TOML, None),
        ("version = 3", "", Reason.MISSING_KEY, "version"),
        ("version = 3", "version = 0", Reason.TOO_SMALL, "version"),
        ("version = 3", 'version = "3"', Reason.NOT_WHOLE, "version"),
        ("version = 3", "version = true", Reason.NOT_WHOLE, "version"),
        ("version = 3", "version = 3\nverison = 4", Reason.UNKNOWN_KEY, "verison"),
        ('title.en = "At the door"', 'title = "At the door"', Reason.NOT_TABLE, "title"),
        ('title.en = "At the door"', "title = {}", Reason.MISSING_KEY, "title"),
        ('title.en = "At the door"', 'title.en = " "', Reason.MISSING_LANGUAGE, "title"),
        (
            'title.en = "At the door"',
            'title.en = "At the door"\ntitle.fr = "À la porte"',
            Reason.MISSING_LANGUAGE,
            "questions.life.text",
        ),
        ('key = "likes"', 'key = "life"', Reason.TWICE, "life"),
        ('key = "likes"', 'key = "Life (1-5)"', Reason.BAD_NAME, "questions.Life (1-5).key"),
        ('key = "likes"', 'key = "étude"', Reason.BAD_NAME, "questions.étude.key"),
        ('key = "likes"', 'key = "quartier"', Reason.RESERVED_NAME, "questions.quartier.key"),
        ('key = "likes"', "key = 4", Reason.NOT_TEXT, "questions.4.key"),
        ('key = "likes"\n', "", Reason.MISSING_KEY, "questions.2.key"),
        ('kind = "open"', 'kind = "choice"', Reason.NOT_AMONG, "questions.likes.kind"),
        ('kind = "open"', 'kind = "open"\nlow.en = "No"', Reason.NO_SCALE, "questions.likes.low"),
        ('low.en = "Bad"\n', "", Reason.MISSING_KEY, "questions.life.low"),
        ('low.en = "Bad"', "low.en = 1", Reason.NOT_TEXT, "questions.life.low.en"),
        (
            'short.en = "Life"',
            f'short.en = "{"x" * (SHORT_LABEL + 1)}"',
            Reason.TOO_LONG,
            "questions.life.short.en",
        ),
        (
            'short.en = "Life"',
            'short.en = "Life"\nshort.de = "Leben"',
            Reason.UNKNOWN_KEY,
            "questions.life.short.de",
        ),
        ('text.en = "How', 'texts.en = "How', Reason.UNKNOWN_KEY, "questions.life.texts"),
        ('aliases = ["Life (1-5)"]', "aliases = [5]", Reason.NOT_TEXTS, "questions.life.aliases"),
        ('aliases = ["Life (1-5)"]', 'aliases = ["likes"]', Reason.TWICE, "likes"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, old: str, new: str, reason: Reason, key: str | None
) -> None:
    assert old in GOOD
    with pytest.raises(QuestionnaireError) as error:
        _read(tmp_path, GOOD.replace(old, new, 1))
    because = error.value.params["reason"]
    assert because.template == reason  # type: ignore[attr-defined]
    assert because.params.get("key") == key  # type: ignore[attr-defined]
    assert error.value.params["source"] == "questionnaire.toml"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('version = 1\ntitle.en = "T"\nquestions = []', Reason.NO_QUESTIONS),
        ('version = 1\ntitle.en = "T"\nquestions = [1]', Reason.NOT_TABLES),
        ('version = 1\ntitle.en = "T"', Reason.MISSING_KEY),
        (b"\xff\xfe\x00", Reason.UNREADABLE_FILE),
    ],
)
def test_files_that_hold_no_questions(tmp_path: Path, content: str | bytes, reason: Reason) -> None:
    with pytest.raises(QuestionnaireError) as error:
        _read(tmp_path, content)
    assert error.value.params["reason"].template == reason  # type: ignore[attr-defined]


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireError) as error:
        read(tmp_path / "nothing.toml")
    assert error.value.params["reason"].template == Reason.MISSING_FILE  # type: ignore[attr-defined]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    assert _read(tmp_path, "\ufeff" + GOOD).version == 3


LINE = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=SHORT_LABEL).filter(
    lambda text: text == text.strip() and text != ""
)
TEXTS = st.fixed_dictionaries({"fr": LINE, "en": LINE})
KEYS = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True).filter(
    lambda key: key not in RESERVED
)


@st.composite
def _questions(draw: st.DrawFn) -> Question:
    kind = draw(st.sampled_from(QuestionKind))
    rated = kind is QuestionKind.RATING
    return Question(
        key=draw(KEYS),
        kind=kind,
        text=draw(TEXTS),
        short=draw(TEXTS),
        low=draw(TEXTS) if rated else {},
        high=draw(TEXTS) if rated else {},
        reminder=draw(st.just({}) | TEXTS),
        aliases=tuple(draw(st.lists(LINE, max_size=2))),
    )


def _all_differ(questions: list[Question]) -> bool:
    names = [name for question in questions for name in (question.key, *question.aliases)]
    return len(set(names)) == len(names)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    version=st.integers(1, 99),
    title=TEXTS,
    questions=st.lists(_questions(), min_size=1, max_size=4).filter(_all_differ),
)
def test_what_is_written_is_read_again(
    tmp_path: Path, version: int, title: dict[str, str], questions: list[Question]
) -> None:
    questionnaire = Questionnaire(version, title, tuple(questions))
    assert _read(tmp_path, dumps(questionnaire)) == questionnaire


def test_the_questionnaire_of_poitiers() -> None:
    found = read(POITIERS / "questionnaire.toml", languages=("fr", "en"))
    kinds = [question.kind for question in found.questions]
    assert kinds.count(QuestionKind.RATING) == 7
    assert kinds.count(QuestionKind.OPEN) == 3
    assert any("Grand Poitiers" in question.reminder.get("fr", "") for question in found.questions)
