"""The public page while no release stands: how many doors, and nothing about answers."""

from dataclasses import dataclass

from dashboard import i18n
from dashboard.i18n import _, number, percent
from dashboard.publication.labels import Spot
from dashboard.publication.page import PAGES, render
from dashboard.publication.release import Area, Preface
from dashboard.publication.view import HATCH, sketch
from geo.palette import INK, contrast, coverage_colour, coverage_marked

_MARKS = (0, 0.25, 0.5, 0.75, 1)


@dataclass(frozen=True)
class DoorRow:
    """One quartier: its doors, and its number on the map where there is room for it."""

    area: Area
    number: int
    key: Spot | None

    @property
    def share(self) -> float | None:
        """Doors knocked on divided by the target; None where there is no target."""
        return self.area.knocked / self.area.target if self.area.target else None

    @property
    def mean(self) -> bool:
        """Say whether the area has a colour, as the rows of the results do."""
        return self.share is not None

    @property
    def beyond(self) -> bool:
        """Say whether it went beyond its target, which its outline shows."""
        return self.share is not None and coverage_marked(self.share)

    @property
    def fill(self) -> str:
        """Colour of the share of the target; hatched where there is no target."""
        return HATCH if self.share is None else coverage_colour(self.share)

    @property
    def ink(self) -> str:
        """Colour of what is written on the area."""
        if self.share is None:
            return INK
        # in the middle of the scale the usual ink would just fall short
        return max("#000000", "#ffffff", key=lambda ink: contrast(ink, self.fill))

    @property
    def said(self) -> str:
        """Say it in one line, for who points at the area."""
        knocked = number(self.area.knocked)
        if self.area.target is None:
            return _("{name}: {figure}", name=self.area.name, figure=knocked)
        figure = _("{done} of {target}", done=knocked, target=number(self.area.target))
        return _("{name}: {figure}", name=self.area.name, figure=figure)


def pages(preface: Preface) -> dict[str, bytes]:
    """Make the page in each language, by the name of its file."""
    drawn = sketch(preface.areas)
    rows = [
        DoorRow(area, drawn.labels[area.code].number, drawn.labels[area.code].key)
        for area in preface.areas
    ]
    found = {}
    for language, name in PAGES.items():
        with i18n.using(language):
            found[name] = render(
                "doors.html",
                of=preface,
                sketch=drawn,
                rows=rows,
                classes=[(coverage_colour(share), percent(share)) for share in _MARKS],
                hatched=any(row.share is None for row in rows),
                marked=any(row.beyond for row in rows),
                siblings=PAGES,
            )
    return found
