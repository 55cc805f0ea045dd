"""Who goes with whom: one experienced with one new, as far as there are both."""

from collections.abc import Sequence
from dataclasses import replace

from data.fieldwork import Pair, Volunteer


def propose(
    people: Sequence[Volunteer], *, outing: str, first: int = 1, kept: Sequence[Pair] = ()
) -> list[Pair]:
    """Pair people for an outing, after the pairs that are kept.

    Experienced ones (or, among equals, trained ones) are matched with new ones in the order of
    names; who is left over goes together, and a last single joins the last pair.

    Parameters
    ----------
    first
        Number of the first new pair.

    Examples
    --------
    >>> old, new = Volunteer("a", "Ana", experienced=True), Volunteer("b", "Bob")
    >>> [pair.members for pair in propose([new, old, Volunteer("c", "Cid")], outing="o")]
    [('a', 'b', 'c')]
    """
    known = sorted(
        people, key=lambda p: (not p.experienced, not p.trained, p.name.casefold(), p.id)
    )
    half = len(known) // 2
    leaders, followers = known[:half], known[half:]
    # A last single is a third in the last pair: nobody goes alone.
    groups = [[lead.id, new.id] for lead, new in zip(leaders, followers, strict=False)]
    for single in followers[half:]:
        if groups:
            groups[-1].append(single.id)
        elif kept:
            return [*kept[:-1], _joined(kept[-1], single.id)]
        else:
            groups.append([single.id])
    made = [
        Pair(f"{outing}-{number}", outing, number, tuple(members))
        for number, members in enumerate(groups, start=first)
    ]
    return [*kept, *made]


def _joined(pair: Pair, member: str) -> Pair:
    return replace(pair, members=(*pair.members, member))
