"""What the open answers of a release give away beside those of earlier releases.

Themes are counted in the whole town and quotes tell no quartier; the difference of two releases
could. Where answers came in between, what a theme gained is what those few said, and the doors say
where they live: it has to be 0, or the threshold or more. Where no answer came in, themes that were
given anew could be anybody's, and may change. And where other quartiers are masked, what is gone
was probably said in them.

Like the comparison of figures (`data.analysis.successive`), this reads only what was published.
"""

from collections.abc import Iterator, Sequence

from dashboard.publication.release import OpenQuestion, Release
from data.analysis.conflict import Clash, Conflict
from data.analysis.published import Cell, Status


def conflicts(seen: Sequence[Release], new: Release) -> tuple[Conflict, ...]:
    """Find what the open answers of a new release would give away beside those that were seen.

    Parameters
    ----------
    seen
        All earlier releases in the order they were published, withdrawn ones too.

    Returns
    -------
    tuple of Conflict
        At most one of each kind for a question and an earlier release; publishing without themes
        and quotes resolves them all.
    """
    return tuple(
        Conflict(clash, at, question, count=count, k=new.figures.k)
        for at, earlier in enumerate(seen)
        for clash, question, count in _between(earlier, new)
    )


def _between(earlier: Release, new: Release) -> Iterator[tuple[Clash, str, int]]:
    """Compare two releases, question by question."""
    came, moved = _came_in(earlier, new), earlier.figures.masked != new.figures.masked
    themes = any(one.themes for one in new.open_questions)
    quotes = any(one.quotes for one in new.open_questions)
    now = {one.question.key: one for one in new.open_questions}
    for before in earlier.open_questions:
        key = before.question.key
        after = now.get(key) or OpenQuestion(before.question, 0, (), ())
        few = [gain for gain in _gains(before, after) if 0 < gain < new.figures.k]
        if came and few:
            yield Clash.FEW_WORDS, key, min(few)
        lost = (themes and _keys(before) - _keys(after)) or (
            quotes and set(before.quotes) - set(after.quotes)
        )
        if moved and lost:
            yield Clash.WORDS_GONE, key, 0


def _gains(before: OpenQuestion, after: OpenQuestion) -> Iterator[int]:
    """Give by how much each number that both releases hold changed, up or down."""
    if before.answers and after.answers:
        yield abs(after.answers - before.answers)
    old = {theme.key: theme.n for theme in before.themes}
    for theme in after.themes:
        was = old.get(theme.key)
        if was is not None and theme.n is not None:
            yield abs(theme.n - was)


def _came_in(earlier: Release, new: Release) -> bool:
    """Say whether answers came in between, as far as anybody can see from outside."""
    if earlier.doors != new.doors or _knocked(earlier) != _knocked(new):
        return True
    before, after = _shown(earlier), _shown(new)
    return any(before[place] != after[place] for place in before.keys() & after.keys())


def _knocked(release: Release) -> dict[str, int]:
    """Give the doors knocked on by quartier."""
    return {area.code: area.knocked for area in release.areas}


def _shown(release: Release) -> dict[tuple[str, str], Cell]:
    """Give the cells that tell something, by question and place."""
    return {
        (table.question, cell.code): cell
        for table in release.figures.tables
        for cell in (table.town, *table.quartiers)
        if cell.status is not Status.MASKED
    }


def _keys(one: OpenQuestion) -> set[str]:
    """Give the keys of the themes, with a number or without."""
    return {theme.key for theme in one.themes}
