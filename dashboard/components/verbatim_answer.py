"""One answer as it lies on the desk: what is to be done with it, what to take out, its themes."""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard import cached, i18n, state
from dashboard.answers import Board
from dashboard.components.verbatim_desk import THEME_KEYS, Choice, Desk, Piece
from dashboard.i18n import _, ngettext, text
from data.analysis.verbatims.coding import Step
from data.analysis.verbatims.markers import Private
from data.analysis.verbatims.redaction import Redaction
from data.model import Text
from data.restitution import Codebook, Verbatim, VerbatimStatus


@dataclass(frozen=True)
class Shown:
    """The answer on the desk as it was when it was laid there; `again` to correct a decision."""

    verbatim: Verbatim
    step: Step
    again: bool = False
    turn: int = 0


def lay(coder: str, shown: Shown | None, questions: Mapping[str, Text], board: Board) -> Desk:
    """Lay an answer on the desk, or say that nothing is left."""
    back = bool(state.done_answers(coder))
    if shown is None:
        nothing = (
            _("No open answer has been brought in for this question.")
            if not board.progress.total
            else _("There is nothing left to code for you here.")
        )
        done = _("All done")
        return Desk(f"none {back} {i18n.language()}", done, back=back, words={"nothing": nothing})
    one = shown.verbatim
    fresh = one.status is VerbatimStatus.NEW or one.redacted is None
    proposal = cached.service().answers.proposal(one.id) if fresh else None
    said = proposal.text if proposal else one.redacted or ""
    token = f"{one.id} {one.status} {shown.step} {shown.again} {shown.turn} {i18n.language()}"
    return Desk(
        token=f"{token} {back}",
        head=_head(shown),
        asked=text(questions.get(one.question, {})) or one.question,
        note=_note(shown, proposal),
        pieces=pieces(one.original, proposal) if proposal else (Piece(said or "…"),),
        text=said,
        open=bool(proposal and proposal.spans),
        themes=_themes(coder, shown, said),
        passage=(one.quote_text or "") if shown.again else "",
        back=back,
        queue=shown.again,
    )


def _head(shown: Shown) -> str:
    """Say what is to be done."""
    if shown.again:
        return _("Correct what you decided")
    return {
        Step.READ: _("Read and code"),
        Step.CODE: _("Code"),
        Step.AGAIN: _("Second coding"),
    }[shown.step]


def _note(shown: Shown, proposal: Redaction | None) -> str:
    """Say what to mind with this answer."""
    if shown.verbatim.status is VerbatimStatus.SET_ASIDE:
        return _("This answer is set aside. Confirm it to use it after all.")
    if shown.step is Step.AGAIN and not shown.again:
        return _(
            "Somebody else has coded this answer. To measure how far you agree, nothing is "
            "proposed and their themes are not shown."
        )
    if proposal is None:
        return ""
    if not proposal.spans:
        return _("Nothing to take out was found. Read on: a name may have been missed.")
    return ngettext(
        "{n} passage to take out is marked. Check the text below: you decide.",
        "{n} passages to take out are marked. Check the text below: you decide.",
        len(proposal.spans),
    )


def _themes(coder: str, shown: Shown, said: str) -> tuple[Choice, ...]:
    """Offer the themes: one's own where they are corrected, else those that keywords propose."""
    answers = cached.service().answers
    mine: tuple[str, ...] | None = None
    if shown.again:
        mine = next(
            (
                one.themes
                for one in answers.codings(shown.verbatim.id)
                if one.coder.casefold() == coder.casefold()
            ),
            None,
        )
    proposed: tuple[str, ...] = ()
    if mine is None and shown.step is not Step.AGAIN:
        proposed = answers.suggest(said)
    return choices(cached.service().themes.codebook(), chosen=mine or proposed, proposed=proposed)


def choices(
    codebook: Codebook, *, chosen: tuple[str, ...], proposed: tuple[str, ...]
) -> tuple[Choice, ...]:
    """Give the themes on the desk with their keys; archived ones only where they are given."""
    offered = [one for one in codebook.themes if not one.archived or one.key in chosen]
    keys = (*THEME_KEYS, *[""] * len(offered))
    return tuple(
        Choice(
            theme.key,
            text(theme.label) or theme.key,
            key,
            theme.key in chosen,
            theme.key in proposed,
        )
        for theme, key in zip(offered, keys, strict=False)
    )


def kinds() -> dict[Private, str]:
    """Name what can be taken out."""
    return {
        Private.NAME: _("name"),
        Private.PHONE: _("phone number"),
        Private.EMAIL: _("e-mail"),
        Private.LINK: _("link"),
        Private.HANDLE: _("user name"),
        Private.ADDRESS: _("address"),
        Private.POSTCODE: _("postcode"),
        Private.ACCOUNT: _("bank account"),
        Private.PLATE: _("number plate"),
        Private.NUMBER: _("number"),
    }


def pieces(original: str, proposal: Redaction) -> tuple[Piece, ...]:
    """Cut an answer into what stays and what is to be taken out."""
    named, found, place = kinds(), [], 0
    for span in proposal.spans:
        found += [Piece(original[place : span.start])] if place < span.start else []
        found.append(Piece(original[span.start : span.end], named[span.kind]))
        place = span.end
    return (*found, Piece(original[place:])) if place < len(original) else tuple(found)
