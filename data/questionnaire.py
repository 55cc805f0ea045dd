"""The questionnaire as a file: what is asked, in which languages, and how it is labelled.

A file has a `version`, a `title` and a list of `questions`. The languages are those of the title;
every text has to be there in all of them. `dumps` writes what `read` reads.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from data._toml import Section, quoted, read_toml
from data.errors import Because, QuestionnaireError, Reason, because
from data.model import Question, QuestionKind, Questionnaire, Text

SHORT_LABEL = 30
"""Longest `short` label, in characters: it has to fit beside a bar of a chart on a phone."""

RESERVED = frozenset(
    {
        *("campaign", "code", "count", "date", "day", "door", "doors", "id", "import_id", "key"),
        *("kind", "lat", "location", "lon", "mean", "month", "n", "name", "outcome", "quartier"),
        *("quartier_code", "quartier_name", "question", "score", "street", "version", "x", "y"),
    }
)
"""Names of columns in the files that come in and go out, which no question may have."""

_KEY = re.compile(r"[a-z][a-z0-9_-]*")
_KINDS = tuple(kind.value for kind in QuestionKind)


def read(path: Path, *, languages: Sequence[str] | None = None) -> Questionnaire:
    """Read and check a questionnaire file.

    Parameters
    ----------
    languages
        Languages that every text has to have, and no other; None for those of the title.

    Raises
    ------
    QuestionnaireError
        With the file and the key that is wrong.
    """

    def fail(reason: Because) -> QuestionnaireError:
        return QuestionnaireError(source=path.name, reason=reason)

    top = read_toml(path, fail)
    top.only("version", "title", "questions")
    spoken = tuple(languages or top.languages_of("title"))
    title = top.translations("title", spoken)
    if not spoken:
        raise top.error(Reason.MISSING_KEY, "title")
    sections = top.tables("questions", named_by="key")
    if not sections:
        raise fail(because(Reason.NO_QUESTIONS))
    questions = tuple(_question(section, spoken) for section in sections)
    _refuse_doubles(top, questions)
    return Questionnaire(version=top.whole("version", least=1), title=title, questions=questions)


def _question(section: Section, languages: tuple[str, ...]) -> Question:
    section.only("key", "kind", "text", "short", "low", "high", "reminder", "aliases")
    kind = QuestionKind(section.choice("kind", _KINDS))
    return Question(
        key=_key(section),
        kind=kind,
        text=section.translations("text", languages),
        short=_short(section, languages),
        low=_end(section, "low", kind, languages),
        high=_end(section, "high", kind, languages),
        reminder=section.translations("reminder", languages) if section.has("reminder") else {},
        aliases=section.words("aliases"),
    )


def _key(section: Section) -> str:
    key = section.text("key")
    if not _KEY.fullmatch(key):
        raise section.error(Reason.BAD_NAME, "key")
    if key in RESERVED:
        raise section.error(Reason.RESERVED_NAME, "key")
    return key


def _short(section: Section, languages: tuple[str, ...]) -> Text:
    texts = section.translations("short", languages)
    for language, text in texts.items():
        if len(text) > SHORT_LABEL:
            raise section.error(Reason.TOO_LONG, f"short.{language}", most=SHORT_LABEL)
    return texts


def _end(section: Section, key: str, kind: QuestionKind, languages: tuple[str, ...]) -> Text:
    if kind is QuestionKind.RATING:
        return section.translations(key, languages)
    if section.has(key):
        raise section.error(Reason.NO_SCALE, key)
    return {}


def _refuse_doubles(top: Section, questions: tuple[Question, ...]) -> None:
    """Refuse two questions that a key or the name of a column could mean."""
    seen: set[str] = set()
    for question in questions:
        for name in (question.key, *question.aliases):
            if name in seen:
                raise top.error(Reason.TWICE, name)
            seen.add(name)


def dumps(questionnaire: Questionnaire) -> str:
    """Write a questionnaire as the text of a file.

    Examples
    --------
    >>> asked = Question("city", QuestionKind.OPEN, {"en": "And the city?"}, {"en": "City"})
    >>> print(dumps(Questionnaire(1, {"en": "At the door"}, (asked,))), end="")
    version = 1
    title.en = "At the door"
    <BLANKLINE>
    [[questions]]
    key = "city"
    kind = "open"
    text.en = "And the city?"
    short.en = "City"
    """
    lines = [f"version = {questionnaire.version}", *_texts("title", questionnaire.title)]
    for question in questionnaire.questions:
        lines += ["", "[[questions]]"]
        lines += [f"key = {quoted(question.key)}", f"kind = {quoted(question.kind.value)}"]
        for name in ("text", "short", "low", "high", "reminder"):
            lines += _texts(name, getattr(question, name))
        if question.aliases:
            lines.append(f"aliases = [{', '.join(map(quoted, question.aliases))}]")
    return "\n".join(lines) + "\n"


def _texts(name: str, texts: Text) -> list[str]:
    return [f"{name}.{language} = {quoted(text)}" for language, text in texts.items()]
