"""What speaks against a release beside the earlier ones: its kinds, and how each is put."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final


class Clash(StrEnum):
    """Codes of what can be wrong with a new release beside an earlier one."""

    OTHER_QUARTIERS = "other_quartiers"
    TOO_FEW_NEW = "too_few_new"
    TAKEN_OUT = "taken_out"
    ALL_ALIKE = "all_alike"
    GROUPING = "grouping"
    RECOVERABLE = "recoverable"
    FEW_WORDS = "few_words"
    WORDS_GONE = "words_gone"


class Place(StrEnum):
    """English names of places that are no quartier."""

    TOWN = "the whole town"
    REMAINDER = "the masked quartiers together"


TEMPLATES: Final[Mapping[Clash, tuple[str, str]]] = {
    Clash.OTHER_QUARTIERS: (
        "An earlier release used other quartiers.",
        "Publish on the same quartiers: two divisions of a town can be subtracted from each other.",
    ),
    Clash.TOO_FEW_NEW: (
        "“{question}”, {place}: fewer than {k} new answers since an earlier release ({count}).",
        "Wait for more answers, or leave this question out.",
    ),
    Clash.TAKEN_OUT: (
        "“{question}”, {place}: fewer than {k} answers of an earlier release are gone ({count}).",
        "Leave this question out: the difference shows what they answered.",
    ),
    Clash.ALL_ALIKE: (
        "“{question}”, {place}: all {count} answers that make the difference are the same.",
        "Wait for more answers, or leave this question out.",
    ),
    Clash.GROUPING: (
        "“{question}”: its answers are grouped in one of two releases and not in the other.",
        "Keep it grouped if it was; otherwise leave this question out.",
    ),
    Clash.RECOVERABLE: (
        "“{question}”, {place}: what one release masks could be worked out from another.",
        "Keep masked what an earlier release masked.",
    ),
    Clash.FEW_WORDS: (
        "“{question}”: a theme, or the answers that were read, changed by fewer than {k} "
        "({count}) since an earlier release, and other answers came in meanwhile.",
        "Publish without the themes, or wait for more answers.",
    ),
    Clash.WORDS_GONE: (
        "“{question}”: a theme or a quote of an earlier release would be gone, and other quartiers "
        "are masked: one could guess where it was said.",
        "Publish without the themes and the quotes, or the same questions as before.",
    ),
}


@dataclass(frozen=True)
class Conflict:
    """One thing that a new release would give away; `dashboard.i18n.explain` puts it into words.

    Parameters
    ----------
    release
        Position of the earlier release among those seen, from 0.
    question
        Key of the question, or its text (see `named`); empty where it is about all.
    place
        Code of the quartier, or its name; a `Place` for the town and for the remainder.
    count
        Answers that are new, or gone.
    k
        The threshold.
    """

    clash: Clash
    release: int
    question: str = ""
    place: str = Place.TOWN
    count: int = 0
    k: int = 0

    @property
    def message(self) -> str:
        """What is wrong, as an English template."""
        return TEMPLATES[self.clash][0]

    @property
    def mend(self) -> str:
        """What can be done, as an English template."""
        return TEMPLATES[self.clash][1]

    @property
    def params(self) -> dict[str, object]:
        """Values for the templates."""
        keys = ("question", "place", "count", "k")
        return {key: getattr(self, key) for key in keys}

    def named(self, *, questions: Mapping[str, str], quartiers: Mapping[str, str]) -> "Conflict":
        """Put the texts of questions and the names of quartiers in the place of their keys."""
        place = self.place if isinstance(self.place, Place) else quartiers[self.place]
        return replace(self, question=questions.get(self.question, self.question), place=place)
