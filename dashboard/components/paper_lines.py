"""The lines of a paper sheet: keyed in, compared with what is there, corrected, checked."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

import streamlit as st

from dashboard import cached, state
from dashboard.components import field_words, intake_words, key_grid, paper_keys
from dashboard.components.key_grid import Grid, Line
from dashboard.components.markup import plain
from dashboard.components.paper_keys import KEYS, LETTERS
from dashboard.i18n import _, ngettext
from data.fieldwork import Recorded, Sheet
from data.model import Outcome
from data.sheet_codes import shown_code


class Clash(NamedTuple):
    """A line that was keyed in already, and differently."""

    row: int
    door: str
    there: Outcome
    now: Outcome


class Keyed(NamedTuple):
    """What came of saving a grid: new lines, lines that agreed, and those that clash."""

    code: str
    new: int
    same: int
    clashes: tuple[Clash, ...]


def draw(sheet: Sheet) -> None:
    """Draw the grid of a sheet."""
    kept = cached.service().paper.keyed(sheet.code)
    there = {row: visit for row, visit in kept.items() if visit.outcome is not None}
    checking = _second_person(sheet, there)
    st.html(paper_keys.legend())
    sent = key_grid.draw(grid(sheet, {} if checking else there, there), key=f"lines-{sheet.code}")
    _outcome(sheet, kept)
    if sent is not None:
        wished = {int(row): KEYS[cells[0]] for row, cells in sent.items() if cells and cells[0]}
        if save(sheet, wished):
            st.rerun()


def grid(sheet: Sheet, shown: Mapping[int, Recorded], there: Mapping[int, Recorded]) -> Grid:
    """Give the grid of a sheet; `shown` is what stands in it at first."""
    rows = tuple(
        Line(
            str(line.row),
            f"{line.row}. {line.door} {line.street}",
            (_letter(shown[line.row]),) if line.row in shown else (),
        )
        for line in sheet.lines
    )
    marks = "".join(f"{row}{_letter(visit)}" for row, visit in there.items())
    return Grid(
        token=f"{sheet.code} {len(shown)} {marks} {state.turn(state.PAPER_LINES)}",
        heads=(_("Line, door"), _("Key"), _("Outcome")),
        columns=(_("outcome"),),
        rows=rows,
        keys=paper_keys.names(),
        said=True,
        save=_("Save the lines"),
        # Who keys a sheet in again, to compare, begins with nothing.
        draft="" if there and not shown else sheet.code,
        done=_said(sheet),
    )


def save(sheet: Sheet, wished: Mapping[int, Outcome]) -> bool:
    """Keep what was keyed in; lines that are there already and differ are left for a decision."""
    doors, paper = cached.service().doors, cached.service().paper
    kept = paper.keyed(sheet.code)
    labels = {line.row: f"{line.door} {line.street}" for line in sheet.lines}
    fresh = {row: outcome for row, outcome in wished.items() if row not in kept}
    again = {row: outcome for row, outcome in wished.items() if row in kept}
    clashes = []
    same = 0

    def act() -> None:
        nonlocal same
        paper.key_in(sheet.code, fresh)
        for row, outcome in sorted(again.items()):
            there = kept[row].outcome
            if there is None:
                # It was taken back: keying it in again corrects that.
                doors.correct(kept[row], outcome)
            elif there == outcome:
                same += 1
            else:
                clashes.append(Clash(row, labels.get(row, ""), there, outcome))

    if not field_words.attempt(act):
        return True
    new = len(wished) - same - len(clashes)
    state.keep_keyed(Keyed(sheet.code, new, same, tuple(clashes)))
    state.next_turn(state.PAPER_LINES)
    checker = str(state.value(f"checker-{sheet.code}") or "").strip()
    whole = same == len(sheet.lines) == len(wished)
    if checker and whole and state.value(f"checking-{sheet.code}"):
        field_words.attempt(lambda: paper.check_sheet(sheet.code, checker))
    return True


def _letter(visit: Recorded) -> str:
    """Give the key of an outcome."""
    return LETTERS[visit.outcome] if visit.outcome else ""


def _outcome(sheet: Sheet, kept: Mapping[int, Recorded]) -> None:
    """Say what came of the last lines that were saved, and ask about those that clash."""
    done: Keyed | None = state.keyed()
    if done is None or done.code != sheet.code:
        return
    said = _said(sheet)
    if said:
        st.success(said, icon=":material/check_circle:")
    if done.clashes:
        st.warning(
            ngettext(
                "{n} line was keyed in already, and differently. Nothing was changed there.",
                "{n} lines were keyed in already, and differently. Nothing was changed there.",
                len(done.clashes),
            ),
            icon=":material/difference:",
        )
        for clash in done.clashes:
            _ask(sheet, clash, kept.get(clash.row))


def _said(sheet: Sheet) -> str:
    """Say how many of the last lines were saved, "" where none was."""
    done: Keyed | None = state.keyed()
    if done is None or done.code != sheet.code:
        return ""
    said = []
    if done.new:
        said.append(ngettext("{n} line saved", "{n} lines saved", done.new))
    if done.same:
        said.append(ngettext("{n} was there already", "{n} were there already", done.same))
    return ", ".join(said) + "." if said else ""


def _ask(sheet: Sheet, clash: Clash, visit: Recorded | None) -> None:
    """Show both values of a line, and let the person decide."""
    names = intake_words.outcomes()
    with st.container(border=True, gap="small", key=f"clash-{clash.row}"):
        st.html(
            f'<p class="place"><b>{escape(f"{clash.row}. {clash.door}")}</b><small>'
            + escape(
                _(
                    "there: {there} · keyed in now: {now}",
                    there=names[clash.there],
                    now=names[clash.now],
                )
            )
            + "</small></p>"
        )
        with st.container(horizontal=True):
            st.button(
                _("Keep “{outcome}”", outcome=names[clash.there]),
                key=f"keep-{sheet.code}-{clash.row}",
                on_click=_settle,
                args=(clash.row, None, None),
            )
            st.button(
                _("Correct to “{outcome}”", outcome=names[clash.now]),
                type="primary",
                key=f"correct-{sheet.code}-{clash.row}",
                on_click=_settle,
                args=(clash.row, visit, clash.now),
            )


def _settle(row: int, visit: Recorded | None, outcome: Outcome | None) -> None:
    """Take over what was decided about a line that clashed."""
    if visit is not None and not field_words.attempt(
        lambda: cached.service().doors.correct(visit, outcome)
    ):
        return
    done: Keyed | None = state.keyed()
    if done:
        left = tuple(clash for clash in done.clashes if clash.row != row)
        state.keep_keyed(done._replace(clashes=left))


def _second_person(sheet: Sheet, there: Mapping[int, Recorded]) -> bool:
    """Offer a check by a second person; give whether one is under way."""
    if not there:
        return False
    if sheet.checked_by:
        st.caption(
            ":material/verified: "
            + _("Compared with the paper by {name}.", name=plain(sheet.checked_by))
        )
    with st.expander(
        _("Check by a second person"), icon=":material/fact_check:", expanded=_checking(sheet)
    ):
        st.text_input(_("Name of who checks"), key=f"checker-{sheet.code}", max_chars=60)
        checking = st.toggle(
            _("Key the sheet in again without seeing what is there"), key=f"checking-{sheet.code}"
        )
        st.caption(
            _("Lines that differ are shown with both values; when all agree, the check is noted.")
        )
        st.button(
            _("I compared all lines by eye"),
            icon=":material/verified:",
            key=f"checked-{sheet.code}",
            on_click=_note_check,
            args=(sheet.code,),
        )
    return checking


def _checking(sheet: Sheet) -> bool:
    return bool(state.value(f"checking-{sheet.code}"))


def _note_check(code: str) -> None:
    """Note who compared the sheet."""
    name = str(state.value(f"checker-{code}") or "").strip()
    if not name:
        state.leave_problem(_("Type the name of who checks first."))
        return
    if field_words.attempt(lambda: cached.service().paper.check_sheet(code, name)):
        state.leave_message(_("Sheet {code} was checked.", code=shown_code(code)))


def progress(sheets: Sequence[Sheet]) -> Sequence[tuple[Sheet, int]]:
    """Count the lines of sheets that were keyed in."""
    paper = cached.service().paper
    return [
        (sheet, sum(v.outcome is not None for v in paper.keyed(sheet.code).values()))
        for sheet in sheets
    ]
