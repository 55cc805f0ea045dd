"""Quotes: passages of open answers that are proposed for publication, approved or refused.

Use cases reached as `Service.quotes`.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dashboard.access import Part, allowed
from dashboard.answers import same_coder
from dashboard.errors import NoNameError, SecondEyesError
from data.analysis.verbatims import telltales
from data.analysis.verbatims.redaction import redactor
from data.model import Role
from data.restitution import QuoteStatus, Verbatim

if TYPE_CHECKING:
    from dashboard.service import Service


class Quotes(Part):
    """What is quoted of the open answers, once two people have looked at it."""

    def __init__(self, service: "Service") -> None:
        super().__init__(service)
        self._kept = service.store.verbatims

    @allowed(Role.COORDINATOR)
    def propose(self, identity: str, passage: str) -> None:
        """Propose a passage for publication.

        Raises
        ------
        QuoteError
            It is not part of the confirmed text.
        NotFoundError
            There is no such answer.
        """
        self._kept.quote(identity, QuoteStatus.PROPOSED, passage.strip())

    @allowed(Role.COORDINATOR, audited=True)
    def decide(self, identity: str, status: QuoteStatus, *, by: str = "") -> None:
        """Approve a proposed passage, refuse it, or forget it.

        A passage is approved once two people have looked at the answer: those who coded it, and
        who approves.

        Parameters
        ----------
        by
            What the person who decides is called in the coding.

        Raises
        ------
        NoNameError
            Nobody says who approves.
        SecondEyesError
            Nobody but who approves has looked at the answer.
        QuoteError
            Nothing was proposed.
        NotFoundError
            There is no such answer.
        """
        if status is QuoteStatus.APPROVED:
            coders = {one.coder for one in self._service.answers.codings(identity)}
            name = same_coder(by, self._kept.codings())
            if not name:
                raise NoNameError
            if not coders - {name}:
                raise SecondEyesError(name=name)
        self._kept.quote(identity, status)

    @allowed(Role.COORDINATOR)
    def hints(self, passage: str) -> tuple[telltales.Hint, ...]:
        """Point at what in a passage could identify somebody; nothing found means nothing."""
        town = self._service.campaign().town
        return telltales.telltales(passage, redactor=redactor(), known=(town,))

    @allowed(Role.COORDINATOR)
    def all(self) -> Sequence[Verbatim]:
        """Give the answers with a passage that was proposed, approved or refused."""
        return [one for one in self._kept.all() if one.quote is not QuoteStatus.NONE]
