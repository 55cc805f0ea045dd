"""Questionnaires from paper, one after the other: ratings and words, quartier and month only."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from secrets import token_hex

import streamlit as st

from dashboard import cached, state
from dashboard.asking import LONGEST
from dashboard.components import field_words, key_grid, paper_keys
from dashboard.components.key_grid import Grid, Line
from dashboard.i18n import _, month, ngettext, text
from data.model import Question, QuestionKind, Questionnaire

LINES = 10


def draw(quartier: str, when: date) -> None:
    """Draw the grid of questionnaires.

    Parameters
    ----------
    quartier, when
        What the sheet says; both can be changed, for questionnaires bear no code.
    """
    names = {q.code: q.name for q in cached.quartiers()}
    st.markdown(
        _(
            "For each questionnaire the ratings, 1 to 5, then the answers in words. Leave blank "
            "what was not answered. Only the quartier and the month are kept, nothing leads to the "
            "sheet or to the door."
        )
    )
    where_at, when_at = st.columns(2)
    codes = list(names)
    where = where_at.selectbox(
        _("Quartier"),
        codes,
        index=codes.index(quartier) if quartier in names else 0,
        format_func=lambda code: names.get(code, code),
        key=f"answers-where-{quartier}",
    )
    months = _months(when)
    chosen = when_at.selectbox(
        _("Month"), months, format_func=month, key=f"answers-when-{when:%Y-%m}"
    )
    asked = cached.questionnaire()
    batch = _batch()
    _reading(asked)
    sent = key_grid.draw(_grid(asked, batch), key=f"answers-{batch}")
    if sent is not None and where and chosen and save(sent, asked, batch, where, chosen):
        st.rerun()


def save(
    sent: Mapping[str, Sequence[str]],
    asked: Questionnaire,
    batch: str,
    quartier: str,
    when: date,
) -> bool:
    """Keep the questionnaires of a grid; the same grid sent twice counts once."""
    doors = cached.service().doors
    new = 0

    def act() -> None:
        nonlocal new
        for line, cells in sent.items():
            told = dict(zip(_in_order(asked), cells, strict=False))
            ratings = {q.key: int(told[q.key]) for q in asked.ratings if told.get(q.key)}
            texts = {q.key: told[q.key] for q in _open(asked) if told.get(q.key)}
            if ratings or texts:
                key = f"{batch}-{line}"
                new += doors.answer(ratings, texts, key=key, quartier=quartier, month=when)
        state.leave_message(
            ngettext("{n} questionnaire was saved.", "{n} questionnaires were saved.", new)
        )
        state.put(state.PAPER_BATCH, token_hex(16))
        state.put(state.PAPER_SAVED, True)

    field_words.attempt(act)
    return True


def _batch() -> str:
    """Give the random key of the grid, the same until it is saved."""
    return str(state.begin(state.PAPER_BATCH, token_hex(16)))


def _months(when: date) -> list[date]:
    """Give the months in question, the one of the sheet first."""
    first = when.replace(day=1)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return [first, before, after]


def _grid(asked: Questionnaire, batch: str) -> Grid:
    """Give an empty grid: for each questionnaire a cell a rating, then the answers in words."""
    numbers = _numbers(asked)
    return Grid(
        token=batch,
        heads=(_("Questionnaire"), *(str(numbers[q.key]) for q in asked.ratings)),
        columns=tuple(f"{numbers[q.key]}, {text(q.short)}" for q in asked.ratings),
        texts=tuple(f"{numbers[q.key]}, {text(q.short)}" for q in _open(asked)),
        longest=LONGEST,
        rows=tuple(Line(str(at), _("no. {number}", number=at)) for at in range(1, LINES + 1)),
        keys=paper_keys.SCORES,
        numeric=True,
        # At first quartier and month come before; whoever has saved goes on with the next ones.
        focus=state.has(state.PAPER_SAVED),
        save=_("Save the questionnaires"),
        count=_("{n} of {total} questionnaires filled in"),
    )


def _open(asked: Questionnaire) -> list[Question]:
    """Give the questions that are answered in words."""
    return [question for question in asked.questions if question.kind is QuestionKind.OPEN]


def _in_order(asked: Questionnaire) -> list[str]:
    """Name the questions as a line of the grid has them."""
    return [question.key for question in (*asked.ratings, *_open(asked))]


def _numbers(asked: Questionnaire) -> Mapping[str, int]:
    """Number the questions as the printed questionnaire does."""
    return {question.key: at for at, question in enumerate(asked.questions, start=1)}


def _reading(asked: Questionnaire) -> None:
    """Say which number is which question, and how to move."""
    numbers = _numbers(asked)
    said = (f"<b>{numbers[q.key]}</b> {escape(text(q.short))}" for q in asked.questions)
    moves = _("Enter or Tab: next box · ↓: next questionnaire · Ctrl + Enter: save")
    st.html(
        f'<p class="keys numbers">{" ".join(f"<span>{one}</span>" for one in said)}</p>'
        f'<p class="recall">{escape(moves)}</p>'
    )
