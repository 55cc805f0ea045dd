"""The words of the restitution: open answers, what people made of them, and publications.

All are frozen. An open answer keeps its question and its quartier and nothing else of where it
came from; its original is for the eyes of those who redact it, and only what a person confirmed
goes further. Nothing here publishes by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from data.model import Text


class VerbatimStatus(StrEnum):
    """How far an open answer has come.

    READ means that a person read it and confirmed the redacted text; SET_ASIDE that it is not to
    be used (empty, off the subject, or somebody would know who speaks).
    """

    NEW = "new"
    READ = "read"
    SET_ASIDE = "set_aside"


class QuoteStatus(StrEnum):
    """Whether an answer may be quoted in public; only APPROVED may, and a person says so."""

    NONE = "none"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"


@dataclass(frozen=True)
class Theme:
    """What answers can be about.

    `keywords` only suggest the theme to the person who codes; an archived theme keeps its codings
    and is offered no more.
    """

    key: str
    label: Text
    keywords: tuple[str, ...] = ()
    archived: bool = False


@dataclass(frozen=True)
class Codebook:
    """All themes, in the order in which they are offered."""

    themes: tuple[Theme, ...]

    @property
    def offered(self) -> tuple[Theme, ...]:
        """The themes that are not archived."""
        return tuple(theme for theme in self.themes if not theme.archived)


@dataclass(frozen=True)
class Verbatim:
    """One open answer.

    `question` is the question's key and `quartier` the quartier's code. `redacted` is None until a
    person confirmed it; `quote_text` is the passage proposed or approved for publication, cut from
    the redacted text, and None where no quote was proposed.
    """

    id: str
    question: str
    quartier: str
    original: str
    redacted: str | None = None
    status: VerbatimStatus = VerbatimStatus.NEW
    quote: QuoteStatus = QuoteStatus.NONE
    quote_text: str | None = None


@dataclass(frozen=True)
class Coding:
    """The themes one coder gave one answer, and when; no theme at all is a coding as well."""

    verbatim: str
    coder: str
    themes: tuple[str, ...]
    at: datetime


@dataclass(frozen=True)
class Publication:
    """One release of results, frozen when it was published.

    `content` is the JSON document that was published and `digest` its SHA-256, in hexadecimal;
    `withdrawn` says when it was taken back, None while it stands, and `reason` why.
    """

    number: int
    at: datetime
    content: Mapping[str, Any]
    digest: str
    withdrawn: datetime | None = None
    reason: str = ""
