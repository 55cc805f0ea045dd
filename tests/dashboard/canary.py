"""A campaign with canaries: values that stand in a masked quartier and may be nowhere in public.

Beside each stands a witness of the same kind in a quartier that is shown: it has to be found, or
the search would prove nothing.
"""

import gzip
import re
from collections.abc import Iterator, Mapping
from datetime import date

from dashboard.service import Service
from dashboard.themes import ThemeEdit
from data.model import Response
from data.restitution import QuoteStatus

MONTH = date(2023, 4, 1)
CANARY, WITNESS = 4217, 6203
"""Answers of one score to the first question; the masked quartier lacks others, not these."""
WORDS = {"canary": "serin-jaune-7391", "witness": "moineau-gris-2864"}
"""Stands in an open answer, in a passage that was approved, and in the name of a theme."""


def plant(service: Service, *, swapped: bool = False) -> str:
    """Publish a release in which two quartiers are masked; give the code of the one with canaries.

    Parameters
    ----------
    swapped
        Let the two masked quartiers change places, which nobody may notice.
    """
    codes = [quartier.code for quartier in service.quartiers()]
    hidden, cover = codes[-1:-3:-1] if swapped else codes[-2:]
    keys = [question.key for question in service.questionnaire().ratings]
    rows = list(_usual(codes[:-2], keys))
    rows += _rated("w", codes[0], keys[0], WITNESS, 4)
    rows += _rated("c", hidden, keys[0], CANARY, 2)
    rows += _rated("d", cover, keys[0], 30, 5)
    few = {"a": hidden, "b": cover}
    for i in range(6):
        ratings = {key: 1 + (i + at) % 5 for at, key in enumerate(keys[1:])}
        rows += [Response(f"{name}{i}", 1, code, MONTH, ratings) for name, code in few.items()]
    rows += [
        Response(f"said-{kind}", 1, code, MONTH, texts={"likes": f"Voilà : {word}"})
        for (kind, word), code in zip(WORDS.items(), (hidden, codes[0]), strict=True)
    ]
    with service.store.importing("file.csv", at=service.now()) as writer:
        writer.add_responses(rows)
    _quote(service)
    service.publishing.publish(keys)
    return hidden


def _usual(codes: list[str], keys: list[str]) -> Iterator[Response]:
    for code in codes:
        for i in range(20):
            ratings = {key: 1 + (i * i + at) % 5 for at, key in enumerate(keys)}
            yield Response(f"r-{code}-{i}", 1, code, MONTH, ratings)


def _rated(name: str, code: str, key: str, number: int, score: int) -> list[Response]:
    return [Response(f"{name}-{i}", 1, code, MONTH, {key: score}) for i in range(number)]


def _quote(service: Service) -> None:
    """Name a theme after each word, give it to the answer, and approve the answer as a quote."""
    service.themes.begin()
    for word in WORDS.values():
        service.themes.add(ThemeEdit({"fr": f"Thème {word}", "en": f"Theme {word}"}))
        key = service.themes.codebook().themes[-1].key
        [one] = [one for one in service.answers.all() if word in one.original]
        service.answers.decide(
            one.id, "Ada", redacted=one.original, themes=[key], passage=one.original
        )
        service.quotes.decide(one.id, QuoteStatus.APPROVED, by="Bob")


def found(kind: str, answers: Mapping[str, bytes]) -> list[str]:
    """Name the answers in which something of a kind is found, packed ones unpacked.

    A number counts where it stands alone, with or without a mark between its thousands.
    """
    number = str(CANARY if kind == "canary" else WITNESS)
    plain = rf"(?<![\w.]){number}(?!\w|\.\d)"
    grouped = rf"(?<![\w.,]){number[0]}[ ,\u00a0\u202f]{number[1:]}(?!\w|[.,]\d)"
    sought = re.compile(f"{plain}|{grouped}|{WORDS[kind]}")
    return [name for name, body in answers.items() if sought.search(_text(body))]


def _text(body: bytes) -> str:
    plain = gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body
    return plain.decode("utf-8", errors="replace")
