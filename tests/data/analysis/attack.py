"""An attack on what is published: bound each hidden count by linear programming.

The attacker reads publications (plain JSON, as the public does) and nothing else, knows that
counts are not negative, that answers are only ever added from one release to the next, and that
rounded figures lie within half a unit of the last digit. Every published figure becomes a
constraint; the smallest and the largest value of each hidden figure are then found with
`scipy.optimize.linprog`.

*Recovered* is a hidden figure whose smallest and largest value are the same and not 0: then what
some people answered, or how many of them answered, is known exactly. A figure that must be 0 is
not: that nobody gave an answer is said of everybody together. The hidden figures are

- of a masked quartier: its answers per score, per band, and in all;
- of a quartier or town given in bands, all answers in one: its answers per score (one given in
  bands for the sake of another is no secret itself);
- of several releases: all this also for the answers that came between two of them.

`insider` adds what one may find out elsewhere: how many people answered in each masked quartier.
Then only the answers per score count: how many answered is known, and by that, where all the masked
quartiers together answered 4 or 5, how many did so.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import linprog

SCORES = np.arange(1, 6)
BANDS = ((1, 2, 3), (4, 5))
NEAR = 1e-6
HALF = 0.05 + 1e-9
Publication = Mapping[str, Any]
Insider = Mapping[tuple[str, str], int]
"""Answers by question and quartier."""
NOBODY: Insider = MappingProxyType({})


@dataclass(frozen=True)
class Hidden:
    """A figure that nobody may find out: answers with certain scores in a place, over some waves.

    The waves run from the release `since` (0: from the beginning) to the release `until`.
    """

    code: str
    scores: tuple[int, ...]
    since: int
    until: int


@dataclass(frozen=True)
class Recovered:
    """One hidden figure that is known exactly."""

    question: str
    hidden: Hidden
    value: int


class System:
    """What the attacker knows of one question, as linear constraints.

    The unknowns are the answers by release, quartier and score; those of a later release are only
    the ones that came since the release before.
    """

    def __init__(self, releases: Sequence[Publication], question: str, insider: Insider = NOBODY):
        tables = [_table(release, question) for release in releases]
        self.question = question
        self.solutions: list[np.ndarray] = []
        self.codes = [cell["code"] for cell in tables[0]["quartiers"]]
        self.shape = (len(tables), len(self.codes), 5)
        self.equal: list[tuple[np.ndarray, float]] = []
        self.below: list[tuple[np.ndarray, float]] = []
        self.hidden: list[tuple[Hidden, np.ndarray]] = []
        self.insider = bool(insider)
        self.cells = [{c["code"]: c for c in (t["town"], *t["quartiers"])} for t in tables]
        for release, cells in enumerate(self.cells):
            for code, cell in cells.items():
                self._know(self.sum(code, range(release + 1)), cell)
                if (question, code) in insider and cell["status"] == "masked":
                    total = self.sum(code, range(release + 1)).sum(axis=0)
                    self.equal.append((total, insider[question, code]))
        for code in ("", *self.codes):
            self._hide(code)

    def sum(self, code: str, waves: Sequence[int]) -> np.ndarray:
        """Give five rows: the answers per score of a place (town: "") over some waves."""
        rows = np.zeros((5, *self.shape))
        places = range(self.shape[1]) if code == "" else [self.codes.index(code)]
        for score in range(5):
            for wave in waves:
                rows[score, wave, list(places), score] = 1
        return rows.reshape(5, -1)

    def matrix(self, constraints: Sequence[tuple[np.ndarray, float]]) -> np.ndarray:
        """Stack the left-hand sides of constraints."""
        rows = [row for row, _ in constraints]
        return np.array(rows).reshape(len(rows), math.prod(self.shape))

    def _know(self, rows: np.ndarray, cell: Mapping[str, Any]) -> None:
        """Add all that one cell says."""
        if cell["n"] is not None:
            self.equal.append((rows.sum(axis=0), cell["n"]))
        if cell["distribution"] is not None:
            self.equal += list(zip(rows, cell["distribution"], strict=True))
        if cell["bands"] is not None:
            for band, count in zip(BANDS, cell["bands"], strict=True):
                self.equal.append((_part(rows, band), count))
        if cell["mean"] is not None:
            total = SCORES @ rows
            self.below.append((total, cell["n"] * (cell["mean"] + HALF)))
            self.below.append((-total, -cell["n"] * (cell["mean"] - HALF)))

    def _hide(self, code: str) -> None:
        """List the figures of a place that nobody may find out.

        A stretch of waves is hidden when it starts or ends in a release that does not show the
        place, and lies between the releases that do.
        """
        statuses = [cells[code]["status"] for cells in self.cells]
        shown = [_is_no_secret(cells[code]) for cells in self.cells]
        known = [True, *shown]
        last = len(shown)
        for start in range(last):
            for end in range(start + 1, last + 1):
                inner = known[start + 1 : end]
                if (known[start] and known[end]) or any(inner):
                    continue
                rows = self.sum(code, range(start, end))
                for scores in self._parts(statuses, start, end):
                    self.hidden.append((Hidden(code, scores, start, end), _part(rows, scores)))

    def _parts(self, statuses: Sequence[str], start: int, end: int) -> list[tuple[int, ...]]:
        """Say which sums of scores are hidden: in bands or for an insider only single ones."""
        single = [(score,) for score in range(1, 6)]
        if self.insider or "masked" not in (statuses[end - 1], statuses[max(start - 1, 0)]):
            return single
        return [*single, *BANDS, (1, 2, 3, 4, 5)]

    def extreme(self, objective: np.ndarray, *, largest: bool) -> np.ndarray:
        """Solve for answers that make a figure as large or as small as can be."""
        solution = _solve([self], [objective], largest=largest)[0]
        self.solutions.append(solution)
        return solution

    def bounds(self, row: np.ndarray) -> tuple[float, float]:
        """Give the smallest and the largest value of a figure."""
        low, high = (float(row @ self.extreme(row, largest=way)) for way in (False, True))
        return low, high

    def fixed(self, row: np.ndarray) -> bool:
        """Say whether a figure has one value, not 0, in all solutions that were seen."""
        values = [float(row @ solution) for solution in self.solutions]
        return max(values) - min(values) < NEAR and max(values) > NEAR

    def recovered(self, *, first: bool = False) -> list[Recovered]:
        """Find the hidden figures that can have only one value, and not 0.

        Two solutions that differ in a figure prove that it is open: only those that were the same
        in all solutions so far need programs of their own.
        """
        found = []
        for hidden, row in self.hidden:
            for largest in (False, True):
                if self.fixed(row):
                    self.extreme(row, largest=largest)
            if self.fixed(row):
                value = round(float(row @ self.solutions[0]))
                found.append(Recovered(self.question, hidden, value))
                if first:
                    break
        return found

    def exposed(self) -> list[tuple[str, str]]:
        """Find the places of which everybody's exact answer is known; "*": all that are masked."""
        cells = self.cells[0]
        masked = [self.sum(code, [0]) for code, cell in cells.items() if cell["status"] == "masked"]
        found = [code for code, cell in cells.items() if cell["n"] and self._alike(cell)]
        together = sum(masked) if masked else None
        if together is not None and not self._mixed(together):
            most = self.bounds(together.sum(axis=0))[1]
            if most > NEAR and any(self.bounds(row)[0] > most - NEAR for row in together):
                found.append("*")
        return [(self.question, code) for code in found]

    def _alike(self, cell: Mapping[str, Any]) -> bool:
        """Say whether a cell tells what everybody in it answered."""
        if cell["distribution"]:
            return cell["n"] in cell["distribution"]
        if _is_no_secret(cell):
            return False
        rows = self.sum(cell["code"], [0])
        most = (row @ self.extreme(row, largest=True) for row in rows)
        return len(list(islice((n for n in most if n > cell["n"] - NEAR), 2))) < 2

    def _mixed(self, rows: np.ndarray) -> bool:
        """Say whether a solution that was seen has different answers in a place."""
        return any(((rows @ solution) > NEAR).sum() > 1 for solution in self.solutions)


def attack(
    publications: Sequence[Sequence[Publication]], insiders: Sequence[Insider] = ()
) -> list[list[System]]:
    """Start the attack on many publications at once, each one or several releases in order.

    All share two programs, which make a random mixture of all hidden figures largest and smallest
    and so show most of them to be open; `System.recovered` and `System.exposed` look at the rest.
    """
    systems = [
        [System(releases, question, insider) for question in _questions(releases)]
        for releases, insider in zip_longest(publications, insiders, fillvalue=NOBODY)
    ]
    flat = [system for some in systems for system in some]
    rng = np.random.default_rng(0)
    mixtures = [
        rng.normal(size=len(system.hidden)) @ np.array([row for _, row in system.hidden])
        if system.hidden
        else np.zeros(math.prod(system.shape))
        for system in flat
    ]
    for largest in (False, True):
        for system, solution in zip(flat, _solve(flat, mixtures, largest=largest), strict=True):
            system.solutions.append(solution)
    return systems


def recovered(*releases: Publication, insider: Insider = NOBODY) -> list[Recovered]:
    """Give everything hidden that can be worked out of one publication or of several in order."""
    return [one for system in attack([releases], [insider])[0] for one in system.recovered()]


def protection(publication: Publication) -> list[tuple[str, Hidden, float, float]]:
    """Give question, smallest and largest value of every hidden figure."""
    return [
        (system.question, hidden, *system.bounds(row))
        for system in attack([[publication]])[0]
        for hidden, row in system.hidden
    ]


def _solve(
    systems: Sequence[System], objectives: Sequence[np.ndarray], *, largest: bool
) -> list[np.ndarray]:
    """Solve independent systems as one program."""
    if not systems:
        return []
    sign = -1 if largest else 1
    below = sparse.block_diag([system.matrix(system.below) for system in systems], format="csc")
    found = linprog(
        sign * np.concatenate(objectives),
        A_eq=sparse.block_diag([system.matrix(system.equal) for system in systems], format="csc"),
        b_eq=[value for system in systems for _, value in system.equal],
        A_ub=below if below.shape[0] else None,
        b_ub=[value for system in systems for _, value in system.below] or None,
        method="highs",
    )
    assert found.status == 0, found.message
    ends = np.cumsum([len(objective) for objective in objectives])
    return np.split(found.x, ends[:-1])


def _table(release: Publication, question: str) -> Mapping[str, Any]:
    return next(table for table in release["tables"] if table["question"] == question)


def _questions(releases: Sequence[Publication]) -> list[str]:
    """Give the questions that all releases publish."""
    shown = [
        [t["question"] for t in release["tables"] if t["town"]["status"] != "masked"]
        for release in releases
    ]
    return [question for question in shown[0] if all(question in one for one in shown)]


def _is_no_secret(cell: Mapping[str, Any]) -> bool:
    """Say whether a cell is shown as it is, or in bands without need."""
    in_one_band = cell["bands"] is not None and sum(count > 0 for count in cell["bands"]) == 1
    return cell["status"] != "masked" and not in_one_band


def _part(rows: np.ndarray, scores: Sequence[int]) -> np.ndarray:
    return rows[[score - 1 for score in scores]].sum(axis=0)
