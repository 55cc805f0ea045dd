"""Two quartiers beside each other: how far apart they lie, and whether that could be chance.

Nothing is ranked: two quartiers that somebody asks about, never a list of all pairs.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import NamedTuple

from dashboard import score_words as words
from dashboard.components import results_bars, results_notes
from dashboard.components.markup import Cell, Row, details, table
from dashboard.i18n import _, ngettext, number
from data.analysis.results import Figure, Measure, ResultRow, figure


class Pair(NamedTuple):
    """One question in two quartiers, and the first minus the second."""

    question: str
    first: ResultRow
    second: ResultRow
    gap: Figure


def of_question(pair: Pair, *, measure: Measure, k: int) -> str:
    """Give one question: the verdict in words, the two figures, the difference drawn."""
    sides = "".join(_side(row, measure) for row in (pair.first, pair.second))
    return (
        f'<div class="verdict"><p><strong>{escape(verdict(pair, measure))}</strong></p>'
        f'<dl class="facts">{sides}{_gap(pair, measure)}</dl></div>'
        + results_bars.gaps(
            [(_minus(pair), pair.gap)], measure, title=_("Difference and its interval")
        )
        + _warnings([pair], k)
        + results_notes.comparing()
    )


def of_place(pairs: Sequence[Pair], *, measure: Measure, k: int) -> str:
    """Give all questions: what they tell in words, the differences drawn, and as a table."""
    if not pairs:
        return ""
    first, second = pairs[0].first.name, pairs[0].second.name
    title = _("{first} minus {second}: difference and its interval", first=first, second=second)
    drawn = ((pair.question, pair.gap) for pair in pairs)
    return (
        f'<div class="verdict"><p><strong>{escape(summary(pairs))}</strong></p>'
        f"<p>{escape(title)}</p></div>"
        + results_bars.gaps(drawn, measure, title=title)
        + _warnings(pairs, k)
        + details(_("These figures as a table"), _table(pairs, measure))
        + results_notes.comparing()
    )


def summary(pairs: Sequence[Pair]) -> str:
    """Say in which questions two quartiers differ."""
    first, second = pairs[0].first.name, pairs[0].second.name
    apart = [pair.question for pair in pairs if pair.gap.leaves_out_zero]
    if not apart:
        return _(
            "No question tells {first} from {second}: they cannot be told apart.",
            first=first,
            second=second,
        )
    return ngettext(
        "{first} and {second} differ in {n} question of {all}: {names}. In the others they cannot "
        "be told apart.",
        "{first} and {second} differ in {n} questions of {all}: {names}. In the others they "
        "cannot be told apart.",
        len(apart),
        first=first,
        second=second,
        all=number(len(pairs)),
        names=", ".join(apart),
    )


def _table(pairs: Sequence[Pair], measure: Measure) -> str:
    """Give all questions as a table."""
    heads = [_("Question"), pairs[0].first.name, pairs[0].second.name, _("Difference")]
    rows = (
        Row(
            [
                pair.question,
                *(_cell(row, measure) for row in (pair.first, pair.second)),
                Cell(_said(pair.gap, measure), words.gap_ends(pair.gap, measure)),
            ]
        )
        for pair in pairs
    )
    return f'<div class="pairs">{table(words.measure_name(measure), heads, rows)}</div>'


def _said(gap: Figure, measure: Measure) -> str:
    """Write a difference, "–" where there is none."""
    if gap.value is None:
        return words.NONE
    return words.gap(gap.value, measure, kept_off=gap.leaves_out_zero)


def verdict(pair: Pair, measure: Measure) -> str:
    """Say what the answers tell of the two quartiers."""
    first, second = pair.first.name, pair.second.name
    if pair.gap.value is None:
        return _(
            "Nobody answered this question in one of the two quartiers: there is nothing to "
            "compare."
        )
    if not pair.gap.leaves_out_zero:
        return _(
            "They cannot be told apart: the answers to this question do not tell {first} from "
            "{second}.",
            first=first,
            second=second,
        )
    said = (
        _("The difference lies between {interval} percentage points ({first} minus {second}).")
        if measure is Measure.SHARE
        else _("The difference lies between {interval} points ({first} minus {second}).")
    )
    return said.format(
        interval=_between(pair.gap, measure),
        first=first,
        second=second,
    )


def _between(gap: Figure, measure: Measure) -> str:
    """Give both ends of a difference."""
    low, high = (
        words.gap(end or 0.0, measure, kept_off=gap.leaves_out_zero) for end in (gap.low, gap.high)
    )
    return _("{low} and {high}", low=low, high=high).replace(" ", "\u00a0")


def _side(row: ResultRow, measure: Measure) -> str:
    """Give the figure of one of the two."""
    shown = figure(row, measure)
    note = f"{words.ends(shown, measure)} · {words.count_mark(row.n, fragile=row.fragile)}"
    return _fact(row.name, words.value(shown, measure), note)


def _gap(pair: Pair, measure: Measure) -> str:
    """Give the difference."""
    ends = words.gap_ends(pair.gap, measure)
    return _fact(_("Difference"), _said(pair.gap, measure), "" if ends == words.NONE else ends)


def _fact(name: str, shown: str, note: str) -> str:
    return (
        f"<div><dt>{escape(name)}</dt><dd>{escape(shown)} <small>{escape(note)}</small></dd></div>"
    )


def _cell(row: ResultRow, measure: Measure) -> Cell:
    """Give the figure of one of the two in a table."""
    mark = _("fragile") if row.fragile and row.n else ""
    return Cell(words.value(figure(row, measure), measure), f"n {number(row.n)} {mark}".rstrip())


def _minus(pair: Pair) -> str:
    return _("{first} minus {second}", first=pair.first.name, second=pair.second.name)


def _warnings(pairs: Iterable[Pair], k: int) -> str:
    """Warn of chance, and of few answers where there are few."""
    fragile = any(row.fragile for pair in pairs for row in (pair.first, pair.second))
    said = [
        _(
            "Whoever compares many pairs finds about one in twenty that differ by chance alone: "
            "compare the two that you have a question about."
        )
    ]
    if fragile:
        said.append(
            ngettext(
                "Fragile: one of the two has fewer than {n} answer.",
                "Fragile: one of the two has fewer than {n} answers.",
                k,
            )
        )
    return "".join(f'<p class="caution">{escape(line)}</p>' for line in said)
