"""Random answers for the tests of disclosure control, and what is published of them."""

import json
from collections.abc import Mapping, Sequence

import numpy as np

from data.analysis.published import Masked, to_json
from data.analysis.release import masked_tables
from data.model import Quartier

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def quartiers(count: int) -> list[Quartier]:
    return [Quartier(LETTERS[i], LETTERS[i].upper(), "", dwellings=500) for i in range(count)]


def questions(table: np.ndarray) -> list[str]:
    return [f"q{j}" for j in range(table.shape[1])]


def answers(table: np.ndarray) -> list[tuple[str, str, int, int]]:
    """Turn answers by quartier, question and score into rows as the store gives them."""
    keys = questions(table)
    return [
        (LETTERS[i], keys[j], score + 1, int(table[i, j, score]))
        for i, j, score in np.ndindex(table.shape)
        if table[i, j, score]
    ]


def publish(
    table: np.ndarray, *, k: int = 11, keep: Sequence[Masked] = (), mask: Sequence[str] = ()
) -> Masked:
    places = quartiers(len(table))
    return masked_tables(questions(table), places, answers(table), k=k, keep=keep, mask=mask)


def insider(table: np.ndarray) -> dict[tuple[str, str], int]:
    """Give what somebody may know who counted the interviews."""
    sizes = table.sum(axis=2)
    return {
        (key, LETTERS[i]): int(sizes[i, j])
        for j, key in enumerate(questions(table))
        for i in range(len(table))
    }


def as_read(tables: Masked) -> dict[str, object]:
    """Give the publication as it comes out of a file."""
    return json.loads(json.dumps(to_json(tables)))


def random_table(rng: np.random.Generator, *, typical: float = 18) -> np.ndarray:
    """Draw answers of a town of 3 to 10 quartiers to 1 to 3 questions, many near the threshold.

    People leave some questions out, and some questions are hardly answered at all. In some tables
    opinions are so strong, in the town or in each quartier for itself, that unanimous quartiers
    come up.
    """
    places, asked = int(rng.integers(3, 11)), int(rng.integers(1, 4))
    people = rng.poisson(rng.gamma(3, typical / 3, size=places))
    people[rng.random(places) < 0.05] = 0
    willing = np.where(rng.random(asked) < 0.06, 0.1, 0.95)
    given = rng.binomial(people[:, None], willing, size=(places, asked))
    strong = rng.random()
    pooled = 0.08 if strong < 0.06 else 1.5
    own = 0.3 if 0.06 <= strong < 0.15 else 9.0
    commons = rng.dirichlet(np.full(5, pooled), size=asked)
    return np.array(
        [
            [
                rng.multinomial(n, rng.dirichlet(own * common + 0.01))
                for n, common in zip(row, commons, strict=True)
            ]
            for row in given
        ]
    )


def primary_only(table: np.ndarray, *, k: int = 11) -> Mapping[str, object]:
    """Publish with small cells blanked and nothing else: what must not be done."""
    answered = table.sum(axis=2)
    shown = [
        {
            "question": key,
            "town": _cell("", table[:, j].sum(axis=0)),
            "quartiers": [
                _cell(LETTERS[i], None if 0 < answered[i, j] < k else table[i, j])
                for i in range(len(table))
            ],
        }
        for j, key in enumerate(questions(table))
    ]
    return {"tables": shown}


def _cell(code: str, counts: np.ndarray | None) -> dict[str, object]:
    blank = dict.fromkeys(("n", "mean", "low", "high", "distribution", "bands"))
    if counts is None:
        return {"code": code, "status": "masked", **blank}
    status = "published" if counts.sum() else "empty"
    known = {"n": int(counts.sum()), "distribution": counts.tolist() if counts.sum() else None}
    return {"code": code, "status": status, **blank, **known}
