"""Releases set against each other: what a new one would give away beside those already seen.

A release that was withdrawn was seen all the same. Whatever two releases both show can be
subtracted, so that the *difference* is a figure like any other: it has to stand on k answers or
more, not all of them the same, or on none. The difference is looked at for the town, for every
quartier that both releases show, and for the remainder (all the others together), question by
question. Beyond that, nothing that one release masks may follow from another.

The comparison reads published figures only, so that its outcome is no secret either. It knows
quartiers by their codes: whoever moves a border has to give new codes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from data.analysis.conflict import Clash, Conflict, Place
from data.analysis.differencing import determined
from data.analysis.disclosure import check_threshold
from data.analysis.published import BANDS, Cell, Masked, Status, Table, band_counts, leaves_open


def conflicts(seen: Sequence[Masked], new: Masked, *, k: int) -> tuple[Conflict, ...]:
    """Find what a new release would give away beside the ones that were seen.

    Parameters
    ----------
    seen
        All earlier releases in the order they were published, withdrawn ones too.
    new
        The release to be made. The same figures once more are no conflict.
    k
        Fewest answers that a difference may stand on.

    Returns
    -------
    tuple of Conflict
        Empty where the release may be made. ``masked_tables(..., keep=seen)`` resolves
        `Clash.RECOVERABLE`, and `Clash.GROUPING` where the earlier release was the grouped one.

    Raises
    ------
    ThresholdError
        If k is below 5.

    Examples
    --------
    >>> from data.analysis.release import masked_tables
    >>> from data.model import Quartier
    >>> place = [Quartier("a", "A", "")]
    >>> first, second = (
    ...     masked_tables(["life"], place, [("a", "life", 2, 9), ("a", "life", 4, n)], k=11)
    ...     for n in (20, 23)
    ... )
    >>> [(one.clash.value, str(one.place), one.count) for one in conflicts([first], second, k=11)]
    [('too_few_new', 'the whole town', 3), ('too_few_new', 'a', 3)]
    >>> conflicts([first], first, k=11)
    ()
    """
    check_threshold(k)
    found: list[Conflict] = []
    for release, earlier in enumerate(seen):
        if earlier.codes != new.codes and earlier.codes and new.codes:
            found.append(Conflict(Clash.OTHER_QUARTIERS, release))
            continue
        for one, other in _shared(earlier, new):
            found += [replace(c, release=release, k=k) for c in _between(one, other, k=k)]
    comparable = [release for release in seen if release.codes == new.codes]
    found += [
        replace(one, release=seen.index(comparable[one.release]), k=k)
        for one in _recoverable(comparable, new)
    ]
    return tuple(sorted(found, key=lambda one: one.release))


def _shared(one: Masked, other: Masked) -> Iterator[tuple[Table, Table]]:
    """Pair the questions that both releases show, in the order of the second."""
    tables = {table.question: table for table in one.tables if not table.withheld}
    for table in other.tables:
        if table.question in tables and not table.withheld:
            yield tables[table.question], table


def _between(earlier: Table, later: Table, *, k: int) -> Iterator[Conflict]:
    """Compare one question in two releases."""
    if _form(earlier) != _form(later):
        yield Conflict(Clash.GROUPING, 0, later.question)
        return
    exact = later.town.status is not Status.GROUPED
    town = _change(earlier.town, later.town, bands=not exact)
    places: dict[str, list[int]] = {Place.TOWN: town}
    rest = _change(earlier.town, later.town, bands=later.grouped)
    for old, now in zip(earlier.quartiers, later.quartiers, strict=True):
        if Status.MASKED not in (old.status, now.status):
            places[now.code] = _change(old, now, bands=later.grouped)
            rest = [whole - part for whole, part in zip(rest, places[now.code], strict=True)]
    if any(Status.MASKED in (a.status, b.status) for a, b in _cells(earlier, later)):
        places[Place.REMAINDER] = rest
    for place, change in places.items():
        for clash, count in _judge(change, town if exact else None, k=k):
            yield Conflict(clash, 0, later.question, place, count)


def _judge(
    change: Sequence[int], town: Sequence[int] | None, *, k: int
) -> Iterator[tuple[Clash, int]]:
    """Judge a difference by what is new in it and by what is gone.

    `town` is the town's difference by score, where it is known.
    """
    for few, sign in ((Clash.TOO_FEW_NEW, 1), (Clash.TAKEN_OUT, -1)):
        part = [max(sign * n, 0) for n in change]
        count = sum(part)
        if 0 < count < k:
            yield few, count
        elif count and not _open(part, town and [max(sign * n, 0) for n in town]):
            yield Clash.ALL_ALIKE, count


def _open(part: Sequence[int], town: Sequence[int] | None) -> bool:
    """Say whether it stays open what everybody in a difference answered."""
    if len(part) == len(BANDS):
        return town is None or leaves_open(town, part)
    return sum(n > 0 for n in part) > 1


def _form(table: Table) -> tuple[bool, bool]:
    """Say whether the quartiers and the town are given in bands."""
    return table.grouped, table.town.status is Status.GROUPED


def _cells(one: Table, other: Table) -> Iterator[tuple[Cell, Cell]]:
    """Pair the quartiers of two tables."""
    return zip(one.quartiers, other.quartiers, strict=True)


def _change(old: Cell, now: Cell, *, bands: bool) -> list[int]:
    """Give by how much a cell changed, by score or by band."""
    before, after = (_counts(cell, bands=bands) for cell in (old, now))
    return [b - a for a, b in zip(before, after, strict=True)]


def _counts(cell: Cell, *, bands: bool) -> tuple[int, ...]:
    """Give the answers of a cell that is not masked, by score or by band."""
    if cell.bands is not None:
        return cell.bands
    exact = cell.distribution or (0,) * 5
    return band_counts(exact) if bands else exact


def _recoverable(seen: Sequence[Masked], new: Masked) -> Iterator[Conflict]:
    """Find what follows from several releases together and did not follow before.

    As long as what was masked once stays masked, each release hides its newcomers among those of
    all masked quartiers, and nothing follows; only then is there no need to look.
    """
    everything = [*seen, new]
    masked = [frozenset(release.masked) for release in everything]
    if all(one <= other for one, other in pairwise(masked)):
        return
    for table in new.tables:
        history = [_find(release, table.question) for release in everything]
        which = [i for i, one in enumerate(history) if one and not one.withheld]
        tables = [one for one in history if one and not one.withheld]
        told = len(tables) > 1 and tables[-1] is table
        if told and len({_form(one) for one in tables}) == 1:
            for place, release in _follows(tables):
                yield Conflict(Clash.RECOVERABLE, which[release], table.question, place)


def _find(release: Masked, question: str) -> Table | None:
    """Find a question in a release."""
    return next((table for table in release.tables if table.question == question), None)


def _follows(tables: Sequence[Table]) -> list[tuple[str, int]]:
    """Give the quartiers of which something masked follows, and the release that masked it.

    Where answers were taken out meanwhile nothing can be proved, and all is taken to follow.
    """
    found: dict[str, int] = {}
    bands = tables[-1].grouped
    for column in range(len(_counts(tables[0].town, bands=bands))):
        counts = [
            [
                None if c.status is Status.MASKED else _counts(c, bands=bands)[column]
                for c in t.quartiers
            ]
            for t in tables
        ]
        totals = [_counts(table.town, bands=bands)[column] for table in tables]
        try:
            gains = determined(counts, totals)
            if gains:
                gains -= determined(counts[:-1], totals[:-1])
        except ValueError:
            return [(Place.REMAINDER, 0)]
        for gain in gains:
            code = tables[0].quartiers[gain.place].code
            found[code] = min(gain.until - 1, len(tables) - 2, found.get(code, len(tables)))
    return sorted(found.items())
