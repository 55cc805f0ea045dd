"""Which words a quartier uses more than the rest of the town.

Weighted log-odds with an informative Dirichlet prior: Monroe, B. L., Colaresi, M. P., & Quinn,
K. M. (2008), "Fightin' Words: Lexical Feature Selection and Evaluation for Identifying the Content
of Political Conflict", Political Analysis 16(4). A word counts once for each respondent, so that
one talkative person makes no key word of a quartier.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data.analysis.verbatims.words import telling, words

Floats = NDArray[np.float64]

LEAST_RESPONDENTS = 3
"""A word is listed for a quartier where at least so many respondents there used it."""


@dataclass(frozen=True)
class Said:
    """What one respondent said: several may have the same `respondent`, which is one person."""

    respondent: str
    quartier: str
    text: str


@dataclass(frozen=True)
class KeyWord:
    """A word that a quartier uses more than the rest of the town.

    `word` stands for its plural and feminine as well, as most people wrote it. `respondents` used
    it here and `elsewhere` in the other quartiers; `z` is the log-odds ratio over its standard
    error, by which words are ordered. With hundreds of words some z above 2 arise by chance.
    """

    word: str
    respondents: int
    elsewhere: int
    log_odds: float
    z: float


def log_odds(here: ArrayLike, there: ArrayLike, *, prior: ArrayLike) -> tuple[Floats, Floats]:
    """Compare how often two groups use words.

    Parameters
    ----------
    here, there
        Counts of each word in the two groups, shape (words,).
    prior
        Pseudo-counts of each word, above 0, shape (words,).

    Returns
    -------
    log_odds, z
        Log-odds ratio of each word, above 0 where it is more frequent here, and the same in
        standard errors. Shape (words,). Swapping the groups changes the signs only.

    Raises
    ------
    ValueError
        If a prior is not above 0, or there are fewer than two words.

    Examples
    --------
    >>> ratio, z = log_odds([8, 2], [2, 8], prior=[1, 1])
    >>> ratio.round(4).tolist(), z.round(4).tolist()
    ([2.1972, -2.1972], [3.2958, -3.2958])
    """
    alpha = np.asarray(prior, dtype=float)
    if alpha.size < 2 or not (alpha > 0).all():
        raise ValueError("log-odds need at least two words and a prior above 0 for each")
    first, second = np.asarray(here, dtype=float) + alpha, np.asarray(there, dtype=float) + alpha
    ratio = np.log(first / (first.sum() - first)) - np.log(second / (second.sum() - second))
    return ratio, ratio / np.sqrt(1 / first + 1 / second)


def key_words(
    said: Iterable[Said], *, most: int = 10, least: int = LEAST_RESPONDENTS
) -> Mapping[str, tuple[KeyWord, ...]]:
    """List the words that each quartier uses more than the rest of the town.

    The prior of a word is proportional to its use in the whole town, and weighs in all as much as
    the words of an average quartier: rare words are drawn towards no difference.

    Parameters
    ----------
    most
        Longest list of a quartier.
    least
        Respondents of the quartier who have to have used a word, at least 1.

    Returns
    -------
    mapping
        For each quartier, in order of codes, the words with z above 0, highest first. Empty where
        no word is used by enough respondents, or where there is nothing to compare with.

    Examples
    --------
    >>> said = [Said(f"a{n}", "A", "Plus de bus !") for n in range(4)]
    >>> said += [Said(f"b{n}", "B", "Plus d’arbres") for n in range(4)]
    >>> {code: [key.word for key in keys] for code, keys in key_words(said).items()}
    {'A': ['bus'], 'B': ['arbres']}
    """
    users, writing = _users(said)
    quartiers = sorted(users)
    vocabulary = sorted({word for used in users.values() for word in used})
    if len(vocabulary) < 2 or len(quartiers) < 2:
        return dict.fromkeys(quartiers, ())
    counts = np.array([[users[q][word] for word in vocabulary] for q in quartiers], dtype=float)
    town = counts.sum(axis=0)
    found = {}
    for quartier, here in zip(quartiers, counts, strict=True):
        ratio, z = log_odds(here, town - here, prior=town / len(quartiers))
        keys = [
            KeyWord(
                word=writing[vocabulary[i]],
                respondents=int(here[i]),
                elsewhere=int(town[i] - here[i]),
                log_odds=float(ratio[i]),
                z=float(z[i]),
            )
            for i in np.flatnonzero((here >= max(least, 1)) & (z > 0))
        ]
        found[quartier] = tuple(sorted(keys, key=lambda key: (-key.z, key.word))[:most])
    return found


def _users(said: Iterable[Said]) -> tuple[dict[str, Counter[str]], dict[str, str]]:
    """Count the respondents of each word by quartier, and find how each word is mostly written."""
    used: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in said:
        seen = used[one.quartier, one.respondent]
        for word in words(one.text):
            if telling(word):
                seen.add(word.stem)
                forms[word.stem][one.text[word.start : word.end].lower()] += 1
    users: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (quartier, _), seen in used.items():
        users[quartier].update(seen)
    # An elided n’ is written “n”; as a key word it is shown as the word it stands for.
    writing = {
        stem: min(form, key=lambda text: (-form[text], text)) for stem, form in forms.items()
    }
    return dict(users), writing | {"ne": "ne"}
