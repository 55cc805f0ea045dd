"""A release as the pages show it: each question with its rows, bars and labels on the map.

What is put into words here is in the language of the context. Of a masked cell there is its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from dashboard import score_words as words
from dashboard.i18n import _, ngettext, number, percent
from dashboard.publication.bars import Axis, Bar, axis
from dashboard.publication.labels import Label, labels
from dashboard.publication.release import Area, Release
from data.analysis.published import Cell, Status, Table
from data.model import Question
from geo.drawing import Drawing, draw
from geo.palette import INK, SCORE_BREAKS, SCORE_COLOURS, score_colour, text_on

HATCH = "url(#hatch)"
"""Fill of an area without a mean."""

_STEP = 0.1  # between two means as they are published


@dataclass(frozen=True)
class Sketch:
    """The town as it is drawn for all questions."""

    drawing: Drawing
    labels: Mapping[str, Label]


@dataclass(frozen=True)
class Row:
    """One line of a table and one area of the map; `number` is None for the whole town."""

    cell: Cell
    name: str
    number: int | None
    bar: Bar | None

    @property
    def fill(self) -> str:
        """Colour of the area, or its hatching."""
        return HATCH if self.cell.mean is None else score_colour(self.cell.mean)

    @property
    def ink(self) -> str:
        """Colour of what is written on the area."""
        return INK if self.cell.mean is None else text_on(self.fill)

    @property
    def mean(self) -> str:
        """The mean, "" where there is none."""
        return "" if self.cell.mean is None else words.score(self.cell.mean)

    @property
    def interval(self) -> str:
        """The interval of the mean."""
        return words.interval(self.cell.low, self.cell.high)

    @property
    def counts(self) -> tuple[str, ...]:
        """Answers by score or by band, as far as they are published."""
        return tuple(map(number, self.cell.distribution or self.cell.bands or ()))

    @property
    def nothing(self) -> str:
        """Why there is no figure; "" where there is one."""
        if self.cell.status is Status.MASKED:
            return _("masked")
        return _("no answer") if self.cell.status is Status.EMPTY else ""

    @property
    def said(self) -> str:
        """All of it in one line, for who points at the area."""
        if self.nothing:
            return _("{name}: {figure}", name=self.name, figure=self.nothing)
        return _("{name}: {figure}", name=self.name, figure=", ".join(self.lines))

    @property
    def lines(self) -> tuple[str, ...]:
        """The figures in words; why there are none where there are none."""
        if self.nothing:
            return (self.nothing,)
        answers = ngettext("{n} answer", "{n} answers", self.cell.n or 0)
        if self.cell.bands:
            low, high = self.counts
            return answers, _("1–3: {low}, 4–5: {high}", low=low, high=high)
        return _("mean {mean} ({interval})", mean=self.mean, interval=self.interval), answers


@dataclass(frozen=True)
class Shown:
    """One closed question; `place` counts from 1."""

    place: int
    asked: Question
    table: Table
    town: Row
    rows: tuple[Row, ...]

    @property
    def anchor(self) -> str:
        """Where links to this question lead."""
        return f"question-{self.place}"

    @property
    def drawn(self) -> bool:
        """True where the map has something to show: several quartiers, a mean of at least one."""
        return len(self.rows) > 1 and any(row.cell.mean is not None for row in self.rows)

    @property
    def lacking(self) -> bool:
        """True where an area of the map has no colour."""
        return any(row.cell.mean is None for row in self.rows)

    @property
    def masked(self) -> bool:
        """True where a row is masked."""
        return any(row.cell.status is Status.MASKED for row in self.rows)

    @property
    def ends(self) -> str:
        """How many chose the upper and the lower end, for the town; "" where not published."""
        counts, n = self.town.cell.distribution, self.town.cell.n
        if counts is None or not n:
            return ""
        return _(
            "{high} of them rated it 4 or 5 ({high_share}), {low} rated it 1 or 2 ({low_share}).",
            high=number(sum(counts[3:])),
            high_share=percent(sum(counts[3:]) / n),
            low=number(sum(counts[:2])),
            low_share=percent(sum(counts[:2]) / n),
        )


@dataclass(frozen=True)
class View:
    """A release, ready to be laid out in any language.

    What does not depend on the language is worked out once.
    """

    release: Release

    @cached_property
    def sketch(self) -> Sketch:
        """Draw the town."""
        return sketch(self.release.areas)

    @cached_property
    def axis(self) -> Axis:
        """Find the one axis of all bars."""
        tables = self.release.figures.tables
        return axis(cell for table in tables for cell in (table.town, *table.quartiers))

    @cached_property
    def names(self) -> dict[str, str]:
        """Give the names of the quartiers by code."""
        return {area.code: area.name for area in self.release.areas}

    @property
    def masked(self) -> list[str]:
        """Name the quartiers that are masked."""
        return [self.names[code] for code in self.release.figures.masked]

    def questions(self) -> list[Shown]:
        """Give the closed questions in the language of the context."""
        tables = {table.question: table for table in self.release.figures.tables}
        return [
            self._shown(place, question, tables[question.key])
            for place, question in enumerate(self.release.questions, 1)
        ]

    def _shown(self, place: int, question: Question, table: Table) -> Shown:
        town = Row(table.town, _("Whole town"), None, self.axis.bar(table.town))
        numbers = self.sketch.labels
        rows = tuple(
            Row(cell, self.names[cell.code], numbers[cell.code].number, self.axis.bar(cell))
            for cell in table.quartiers
        )
        return Shown(place, question, table, town, rows)


def sketch(areas: tuple[Area, ...]) -> Sketch:
    """Draw areas, numbered in their order."""
    drawing = draw({area.code: area.outline for area in areas})
    return Sketch(drawing, labels(drawing, [area.code for area in areas]))


def legend() -> list[tuple[str, str]]:
    """Give the colours of the means with their classes in words, the lowest first.

    Examples
    --------
    >>> from dashboard.i18n import using
    >>> with using("en"):
    ...     [label for _colour, label in legend()]
    ['below 1.5', '1.5 to 2.4', '2.5 to 3.4', '3.5 to 4.4', '4.5 and more']
    """
    inner = [
        _("{low} to {high}", low=number(low, 1), high=number(high - _STEP, 1))
        for low, high in pairwise(SCORE_BREAKS)
    ]
    first = _("below {limit}", limit=number(SCORE_BREAKS[0], 1))
    last = _("{limit} and more", limit=number(SCORE_BREAKS[-1], 1))
    return list(zip(SCORE_COLOURS, [first, *inner, last], strict=True))
