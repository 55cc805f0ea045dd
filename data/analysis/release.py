"""What may be published: one function makes the masked tables that everything public reads.

`masked_tables` is the only way from answers to the public: map, table, tooltip, chart, download
and page take their figures from what it returns. The town is the plain sum of the answers; a mean
weighted by dwellings must not be published beside it, because the two together say more about the
masked quartiers than either alone, and neither must the number of interviews of a masked
quartier. No table crosses a quartier with age or sex: a response has neither.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import groupby

from data.analysis.disclosure import check_threshold, pattern
from data.analysis.estimates import Distribution
from data.analysis.published import Cell, Masked, Status, Table, band_counts, leaves_open
from data.analysis.results import TOWN, ResultRow, result_rows
from data.model import Quartier, Question, QuestionKind, Questionnaire


def masked_tables(
    questions: Sequence[str],
    quartiers: Iterable[Quartier],
    rating_counts: Iterable[tuple[str, str, int, int]],
    *,
    k: int,
    mask: Collection[str] = (),
    keep: Sequence[Masked] = (),
) -> Masked:
    """Make the tables that may be published.

    The quartiers to mask are those of `data.analysis.disclosure.pattern`, the same for all
    questions. Besides:

    - A question with fewer than k answers in the whole town is withheld altogether, and has no
      say in what is masked.
    - Where everybody in a quartier that is shown gave the same score, the exact score must not be
      readable, neither there nor by subtraction: every quartier's answers to this question are
      given in bands (1 to 3, 4 or 5) without mean and interval. The town stays exact as long as it
      leaves at least two scores that all of such a quartier may have given (each was given by more
      people in the town than that); otherwise the town is given in bands too. To group the one
      quartier alone would not do: town minus the others gives it away.
    - That nobody answered is shown for a quartier that is not masked.

    Whether something is grouped would come out the same had the scores within a band changed
    places, so that the decision gives nothing away either.

    Parameters
    ----------
    questions
        Keys of the closed questions to publish.
    rating_counts
        Quartier code, question key, score, number of answers; other questions may be among them.
    k
        Fewest answers a published figure may stand on, at least 5.
    mask
        Codes of quartiers to leave out in any case, with those that cover them.
    keep
        Earlier releases: quartiers masked in one of them stay masked, questions grouped in one
        of them stay grouped. This resolves conflicts with them (`data.analysis.successive`).

    Raises
    ------
    ThresholdError
        If k is below 5.
    NotFoundError
        If answers belong to a quartier that is not there.
    ValueError
        If a score is not 1 to 5, or a question is named twice.

    Examples
    --------
    >>> places = [Quartier(code, code.upper(), "") for code in "abc"]
    >>> answers = [("a", 4, 3), ("b", 4, 9), ("b", 2, 5), ("c", 3, 8), ("c", 5, 22)]
    >>> counts = [(code, "life", score, number) for code, score, number in answers]
    >>> found = masked_tables(["life"], places, counts, k=11)
    >>> found.masked
    ('a', 'b')
    >>> [(cell.code, cell.status.value, cell.n, cell.mean) for cell in found.tables[0].quartiers]
    [('a', 'masked', None, None), ('b', 'masked', None, None), ('c', 'published', 30, 4.5)]
    """
    check_threshold(k)
    if len(set(questions)) != len(questions):
        raise ValueError("a question is named twice")
    rows = _rows(questions, quartiers, rating_counts, k=k)
    enough = {key for key, (town, *_places) in rows.items() if town.n >= k}
    out = {*mask, *(code for earlier in keep for code in earlier.masked)}
    chosen = pattern(_by_quartier(rows, enough), k=k, out=out)
    hidden = frozenset(chosen.masked)
    tables = tuple(
        _table(one, hidden, _earlier(key, keep)) if key in enough else _nothing(one)
        for key, one in rows.items()
    )
    return Masked(k, chosen.masked, chosen.town_only, tables)


def _by_quartier(
    rows: Mapping[str, Sequence[ResultRow]], enough: Collection[str]
) -> dict[str, list[Distribution]]:
    """Give the answers of each quartier, also of one without any, question by question."""
    codes = [row.code for row in next(iter(rows.values()), ())[1:]]
    return {
        code: [one[at].distribution for key, one in rows.items() if key in enough]
        for at, code in enumerate(codes, start=1)
    }


def _rows(
    questions: Sequence[str],
    quartiers: Iterable[Quartier],
    rating_counts: Iterable[tuple[str, str, int, int]],
    *,
    k: int,
) -> dict[str, list[ResultRow]]:
    """Estimate each question: the town first, then the quartiers by code."""
    asked = tuple(Question(key, QuestionKind.RATING, {}, {}) for key in questions)
    counts = [row for row in rating_counts if row[1] in questions]
    rows = result_rows(Questionnaire(0, {}, asked), quartiers, counts, k=k)
    return {key: list(group) for key, group in groupby(rows, key=lambda row: row.question)}


def _earlier(question: str, releases: Sequence[Masked]) -> list[Table]:
    """Find a question in earlier releases."""
    return [t for release in releases for t in release.tables if t.question == question]


def _table(rows: Sequence[ResultRow], hidden: frozenset[str], earlier: Sequence[Table]) -> Table:
    """Mask and group one question."""
    town, *places = rows
    shown = [row for row in places if row.n and row.code not in hidden]
    grouped = any(map(_unanimous, (town, *shown))) or any(table.grouped for table in earlier)
    vague = _unanimous(town) or any(table.town.status is Status.GROUPED for table in earlier)
    vague |= not all(leaves_open(town.distribution, band_counts(r.distribution)) for r in shown)
    return Table(
        town.question,
        _cell(town, grouped=grouped and vague),
        tuple(
            _hidden(row.code) if row.code in hidden else _cell(row, grouped=grouped)
            for row in places
        ),
    )


def _nothing(rows: Sequence[ResultRow]) -> Table:
    """Withhold one question altogether."""
    return Table(rows[0].question, _hidden(TOWN), tuple(_hidden(row.code) for row in rows[1:]))


def _unanimous(row: ResultRow) -> bool:
    """Say whether everybody gave the same score."""
    return sum(count > 0 for count in row.distribution) == 1


def _hidden(code: str) -> Cell:
    """Give the cell that holds nothing."""
    return Cell(code, Status.MASKED)


def _cell(row: ResultRow, *, grouped: bool) -> Cell:
    """Show one row, exactly or in bands."""
    if row.mean is None or row.low is None or row.high is None:
        return Cell(row.code, Status.EMPTY, 0)
    if grouped:
        return Cell(row.code, Status.GROUPED, row.n, bands=band_counts(row.distribution))
    mean, low, high = (round(value, 1) for value in (row.mean, row.low, row.high))
    return Cell(row.code, Status.PUBLISHED, row.n, mean, low, high, row.distribution)
