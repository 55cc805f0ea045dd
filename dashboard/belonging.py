"""What belongs to whom: a volunteer acts for their own pairs only, a coordinator for all.

The roles say who may call a use case (`dashboard.access`); this says of which pair, street or
sheet it may speak. Names of others stay with coordinators, apart from those one goes out with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dashboard.errors import OtherPairError
from data.fieldwork import Claim, Pair, Recorded, SectionStatus, Sheet
from data.model import Role

if TYPE_CHECKING:
    from dashboard.access import Actor
    from data.store import Store


def everything(actor: "Actor") -> bool:
    """Say whether all pairs are open to somebody."""
    return actor.role >= Role.COORDINATOR


def require_pair(store: "Store", actor: "Actor", pair: str, *, outing: str = "") -> None:
    """Refuse a volunteer who is not in a pair; with `outing`, the pair has to be of that one.

    Raises
    ------
    OtherPairError
        They are not.
    NotFoundError
        There is no such pair.
    """
    if everything(actor):
        return
    found = store.outings.pair(pair)
    if not _in(actor, found) or outing not in ("", found.outing):
        raise OtherPairError


def require_claim(store: "Store", actor: "Actor", claim: str, *, receiver: str = "") -> None:
    """Refuse a volunteer whose pair does not hold a claim; `receiver` has to be at their outing.

    Raises
    ------
    OtherPairError
        It does not.
    NotFoundError
        There is no such claim or pair.
    """
    if everything(actor):
        return
    found = store.claims.get(claim)
    require_pair(store, actor, found.pair)
    if receiver and store.outings.pair(receiver).outing != found.outing:
        raise OtherPairError


def require_sheet(store: "Store", actor: "Actor", sheet: Sheet) -> None:
    """Refuse a volunteer whose sheet it is not, and who was not at its outing either.

    Raises
    ------
    OtherPairError
        So it is.
    """
    if not may_key_in(store, actor, sheet.outing, sheet.pair):
        raise OtherPairError


def require_visits(store: "Store", actor: "Actor", visits: Iterable[Recorded]) -> None:
    """Refuse a volunteer to whom not all of these visits are open.

    Raises
    ------
    OtherPairError
        So it is.
    """
    for outing, pair in sorted({(visit.outing, visit.pair) for visit in visits}):
        if not may_key_in(store, actor, outing, pair):
            raise OtherPairError


def may_key_in(store: "Store", actor: "Actor", outing: str, pair: str) -> bool:
    """Say whether somebody may record for a pair: their own, or one of an outing they came to."""
    if everything(actor):
        return True
    if not actor.volunteer:
        return False
    came = (word.volunteer for word in store.outings.sign_ups(outing))
    return actor.volunteer in came or pair in _own(store, actor)


def without_others(pairs: Sequence[Pair], actor: "Actor") -> Sequence[Pair]:
    """Leave out who is in the pairs of others: their numbers are all that the field needs."""
    if everything(actor):
        return pairs
    return tuple(pair if _in(actor, pair) else replace(pair, members=()) for pair in pairs)


def without_holders(
    statuses: Sequence[SectionStatus], store: "Store", actor: "Actor"
) -> Sequence[SectionStatus]:
    """Leave out which pair holds a street, unless it is one's own; until when stays."""
    if everything(actor):
        return statuses
    own = _own(store, actor)
    return tuple(
        replace(one, claim=_nameless(one.claim)) if one.claim and one.claim.pair not in own else one
        for one in statuses
    )


def _nameless(claim: Claim) -> Claim:
    return replace(claim, id="", pair="")


def _own(store: "Store", actor: "Actor") -> set[str]:
    if not actor.volunteer:
        return set()
    return {pair.id for pair in store.outings.pairs_of(actor.volunteer)}


def _in(actor: "Actor", pair: Pair) -> bool:
    return bool(actor.volunteer) and actor.volunteer in pair.members
