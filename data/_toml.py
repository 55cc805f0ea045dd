"""Read a TOML file with care: every value is checked, and what is wrong is named by its key.

Used by the files of a campaign folder. A `Section` is one table of such a file; its methods give
the values and raise the error of the file it belongs to, with the reason and the dotted key.
"""

import json
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from data.errors import Because, DataError, Reason, because

Fail = Callable[[Because], DataError]


def read_toml(path: Path, fail: Fail) -> "Section":
    """Read a file as its topmost section.

    Raises
    ------
    DataError
        As `fail` makes it: the file is missing, cannot be read, or is no TOML.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
        return Section(tomllib.loads(content), fail)
    except FileNotFoundError as error:
        raise fail(because(Reason.MISSING_FILE)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise fail(because(Reason.UNREADABLE_FILE)) from error
    except tomllib.TOMLDecodeError as error:
        raise fail(because(Reason.NOT_TOML, detail=str(error))) from error


class Section:
    """One table of a file; `prefix` is the dotted name of where it stands.

    What is missing or of another kind raises what `error` makes, in every method.
    """

    def __init__(self, values: Mapping[str, Any], fail: Fail, *, prefix: str = "") -> None:
        self._values = values
        self._fail = fail
        self._prefix = prefix

    def error(self, reason: Reason, key: str, **params: object) -> DataError:
        """Make the error for one key of this section."""
        return self._fail(because(reason, key=self._prefix + key, **params))

    def only(self, *keys: str) -> None:
        """Refuse all other keys, which are most often misspelt ones."""
        for key in self._values:
            if key not in keys:
                raise self.error(Reason.UNKNOWN_KEY, key)

    def has(self, key: str) -> bool:
        """Say whether a key is there."""
        return key in self._values

    def text(self, key: str) -> str:
        """Give a text that is not blank."""
        value = self._required(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(Reason.NOT_TEXT, key)
        return value.strip()

    def free(self, key: str) -> str:
        """Give a text that may be blank or missing."""
        value = self._values.get(key, "")
        if not isinstance(value, str):
            raise self.error(Reason.NOT_TEXT, key)
        return value

    def choice(self, key: str, choices: Sequence[str]) -> str:
        """Give one of several words."""
        value = self.text(key)
        if value not in choices:
            raise self.error(Reason.NOT_AMONG, key, choices=", ".join(choices))
        return value

    def whole(self, key: str, *, least: int) -> int:
        """Give a whole number."""
        value = self._required(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.error(Reason.NOT_WHOLE, key)
        if value < least:
            raise self.error(Reason.TOO_SMALL, key, least=least)
        return value

    def truth(self, key: str) -> bool:
        """Give true or false."""
        value = self._required(key)
        if not isinstance(value, bool):
            raise self.error(Reason.NOT_TRUTH, key)
        return value

    def number(self, key: str, *, least: float) -> float:
        """Give a number."""
        value = self._required(key)
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise self.error(Reason.NOT_NUMBER, key)
        if not value >= least:
            raise self.error(Reason.TOO_SMALL, key, least=least)
        return float(value)

    def day(self, key: str) -> date:
        """Give a day."""
        value = self._required(key)
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(Reason.NOT_DAY, key)
        return value

    def words(self, key: str) -> tuple[str, ...]:
        """Give a list of texts, empty where the key is missing."""
        values = self._values.get(key, [])
        fine = isinstance(values, list) and all(isinstance(v, str) and v.strip() for v in values)
        if not fine:
            raise self.error(Reason.NOT_TEXTS, key)
        return tuple(value.strip() for value in values)

    def numbers(self, key: str) -> tuple[float, ...]:
        """Give a list of numbers."""
        values = self._required(key)
        numbers = isinstance(values, list) and all(type(v) in (int, float) for v in values)
        if not numbers:
            raise self.error(Reason.NOT_NUMBERS, key)
        return tuple(float(value) for value in values)

    def translations(self, key: str, languages: Sequence[str]) -> dict[str, str]:
        """Give a text in all of the languages and no other."""
        section = self.table(key)
        section.only(*languages)
        for language in languages:
            text = section._values.get(language, "")
            if not isinstance(text, str):
                raise section.error(Reason.NOT_TEXT, language)
            if not text.strip():
                raise self.error(Reason.MISSING_LANGUAGE, key, language=language)
        return {language: section._values[language].strip() for language in languages}

    def languages_of(self, key: str) -> tuple[str, ...]:
        """Name the languages in which a text is given."""
        return tuple(self.table(key)._values)

    def table(self, key: str) -> "Section":
        """Give a table."""
        value = self._required(key)
        if not isinstance(value, dict):
            raise self.error(Reason.NOT_TABLE, key)
        return Section(value, self._fail, prefix=f"{self._prefix}{key}.")

    def tables(self, key: str, *, named_by: str) -> list["Section"]:
        """Give a list of tables; each is called by its own `named_by` in errors, if it has one."""
        values = self._required(key)
        if not isinstance(values, list) or not all(isinstance(v, dict) for v in values):
            raise self.error(Reason.NOT_TABLES, key)
        return [
            Section(value, self._fail, prefix=f"{self._prefix}{key}.{value.get(named_by, place)}.")
            for place, value in enumerate(values, start=1)
        ]

    def _required(self, key: str) -> Any:
        if key not in self._values:
            raise self.error(Reason.MISSING_KEY, key)
        return self._values[key]


def quoted(text: str) -> str:
    """Write a text as TOML does.

    Examples
    --------
    >>> quoted('une « porte » et un "mot"')
    '"une « porte » et un \\\\"mot\\\\""'
    """
    # JSON's escapes are TOML's as well, but for DEL, which JSON leaves as it is.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
