"""What a release is made of beside its figures, taken from the records as they are now.

Parts of the use cases of `dashboard.publishing`, which states who may.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from dashboard.publication.release import Area, Doors, OpenQuestion
from data.model import Outcome, QuestionKind
from data.restitution import QuoteStatus, Verbatim, VerbatimStatus

if TYPE_CHECKING:
    from dashboard.service import Service


def doors(service: "Service") -> Doors:
    """Count the doors of the whole town, and its visits by outcome."""
    overview = service.coverage.overview()
    total, phase = overview.total, overview.campaign.doors_phase
    visits: Counter[Outcome] = Counter()
    for outcomes in service.store.outcome_counts().values():
        visits.update(outcomes)
    return Doors(
        goal=overview.campaign.goal,
        knocked=total.knocked,
        opened=total.opened,
        interviews=total.interviews,
        refusals=total.refusals,
        visits={outcome.value: visits[outcome] for outcome in Outcome},
        first=phase.start,
        last=phase.end,
    )


def areas(service: "Service") -> tuple[Area, ...]:
    """Give each quartier with its doors, its dwellings and its outline as it is drawn."""
    import shapely

    from geo.webmap import display_shapes

    shapes = display_shapes(service.frame())
    outlines = dict(zip(shapes["code"], shapely.to_geojson(shapes.geometry), strict=True))
    dwellings = {one.code: one.dwellings for one in service.quartiers()}
    return tuple(
        Area(
            row.code,
            row.name,
            row.knocked,
            row.target,
            outlines[row.code],
            dwellings[row.code],
        )
        for row in service.coverage.rows()
    )


def open_questions(
    service: "Service",
    silent: Collection[str],
    *,
    themes: bool,
    quotes: bool,
) -> Iterator[OpenQuestion]:
    """Give what was said to each open question that has anything to show.

    Themes are counted in the whole town, as ratings are, and the answers behind them are told
    where some theme has a number.

    Parameters
    ----------
    silent
        Codes of the quartiers of which nobody is quoted, although no quote tells its quartier; and
        no theme is named that too few people spoke of, if they all live there.
    """
    heard = [one for one in approved(service) if one.quartier not in silent]
    for question in service.questionnaire().questions:
        if question.kind is not QuestionKind.OPEN:
            continue
        counted = service.answers.theme_counts(question.key, silent)
        texts = (one.quote_text or "" for one in heard if one.question == question.key)
        said = tuple(sorted(set(texts))) if quotes else ()
        shown = counted.themes if themes else ()
        if shown or said:
            read = counted.answers if any(theme.n for theme in shown) else 0
            yield OpenQuestion(question, read, shown, said)


def approved(service: "Service") -> list[Verbatim]:
    """Give the answers with a passage that two people looked at and one approved."""
    return [
        one
        for one in service.store.verbatims.all()
        if one.status is VerbatimStatus.READ
        and one.quote is QuoteStatus.APPROVED
        and one.quote_text
    ]
