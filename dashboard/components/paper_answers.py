"""Questionnaires from paper, one a line: 1 to 5 or blank; only quartier and month are kept."""

from collections.abc import Mapping, Sequence
from datetime import date
from secrets import token_hex

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words, key_grid, paper_keys
from dashboard.components.key_grid import Grid, Line
from dashboard.i18n import _, month, ngettext, text
from data.model import Question

LINES = 10
_BATCH = "paper-batch"


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
            "One line for each questionnaire: 1 to 5, or blank for no answer. Only the quartier "
            "and the month are kept, nothing leads to the sheet or to the door."
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
    asked = cached.questionnaire().ratings
    batch = _batch()
    sent = key_grid.draw(_grid(asked, batch), key=f"answers-{batch}")
    _reading(asked)
    if sent is not None and where and chosen and save(sent, asked, batch, where, chosen):
        st.rerun()


def save(
    sent: Mapping[str, Sequence[str]],
    asked: Sequence[Question],
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
            ratings = {
                question.key: int(cell)
                for question, cell in zip(asked, cells, strict=False)
                if cell
            }
            if ratings:
                new += doors.answer(
                    ratings, {}, key=f"{batch}-{line}", quartier=quartier, month=when
                )
        state.leave_message(
            ngettext("{n} questionnaire was saved.", "{n} questionnaires were saved.", new)
        )
        st.session_state[_BATCH] = token_hex(16)

    field_words.attempt(act)
    return True


def _batch() -> str:
    """Give the random key of the grid, the same until it is saved."""
    return str(st.session_state.setdefault(_BATCH, token_hex(16)))


def _months(when: date) -> list[date]:
    """Give the months in question, the one of the sheet first."""
    first = when.replace(day=1)
    before = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    after = date(first.year + (first.month == 12), first.month % 12 + 1, 1)
    return [first, before, after]


def _grid(asked: Sequence[Question], batch: str) -> Grid:
    """Give an empty grid: a line a questionnaire, a cell a question."""
    heads = tuple(f"{at}" for at in range(1, len(asked) + 1))
    return Grid(
        token=batch,
        heads=(_("Questionnaire"), *heads),
        columns=tuple(
            f"{at}, {text(question.short)}" for at, question in enumerate(asked, start=1)
        ),
        rows=tuple(Line(str(at), _("no. {number}", number=at)) for at in range(1, LINES + 1)),
        keys=paper_keys.SCORES,
        numeric=True,
        focus=False,
        save=_("Save the questionnaires"),
    )


def _reading(asked: Sequence[Question]) -> None:
    """Say which number is which question."""
    said = (f"{at} {text(question.short)}" for at, question in enumerate(asked, start=1))
    st.caption(" · ".join(said))
