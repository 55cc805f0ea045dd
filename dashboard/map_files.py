"""Map files: quartiers that are read, checked and put in place, and points that get their quartier.

Use cases reached as `Service.map_files`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashboard import points
from dashboard.access import Part, allowed
from data.model import Quartier, Role
from data.progress import Progress
from geo.errors import CheckFailedError

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.checks import Finding


SAMPLE_ROWS = 8
"""Areas of a map file that are shown."""


@dataclass(frozen=True)
class MapFields:
    """The fields of a map file, with a guess at which holds what; "" where nothing fits."""

    layers: Sequence[str]
    fields: Sequence[str]
    sample: Sequence[Mapping[str, Any]]
    code: str
    name: str
    dwellings: str


@dataclass(frozen=True)
class QuartierChoice:
    """How to read a map file as quartiers.

    Parameters
    ----------
    digits
        Areas whose code begins with the same `digits` characters become one quartier.
    dwellings
        Field with the number of occupied dwellings.
    crs
        Coordinate system to take where the file states none.
    """

    code: str
    name: str
    digits: int | None = None
    dwellings: str | None = None
    crs: str | None = None
    layer: str | None = None


@dataclass(frozen=True)
class QuartierCheck:
    """The quartiers as they would be used (None where a fault prevents it) and the findings."""

    frame: "gpd.GeoDataFrame | None"
    findings: "Sequence[Finding]" = field(default_factory=tuple)


class MapFiles(Part):
    """The quartiers of the town from map files, and what is to be looked up on them."""

    @allowed(Role.COORDINATOR)
    def map_fields(self, path: Path, layer: str | None = None) -> MapFields:
        """List the fields of a map file and guess which hold code, name and dwellings.

        Raises
        ------
        QuartierFileError
            The file cannot be read.
        """
        from geo.quartiers import layers, read

        frame = read(path, layer=layer)
        fields = [str(column) for column in frame.columns if column != frame.geometry.name]
        rows = frame[fields].head(SAMPLE_ROWS).astype(str).to_dict("records")
        # A field that says the same everywhere (the name of the town) tells no areas apart.
        telling = [name for name in fields if frame[name].nunique() > 1] or fields
        return MapFields(
            layers=layers(path),
            fields=fields,
            sample=rows,
            code=_guess(telling, ("code", "matricule", "nuquart", "id", "insee")),
            name=_guess(telling, ("name", "nom", "libelle", "label", "quartier")),
            dwellings=_guess(telling, ("dwellings", "logements", "menages", "men")),
        )

    @allowed(Role.COORDINATOR)
    def check_quartiers(self, path: Path, choice: QuartierChoice) -> QuartierCheck:
        """Check a map file against the town; faults come as findings.

        Raises
        ------
        QuartierFileError
            The file cannot be read, or has no such field.
        """
        extent, names = self._service.campaign().extent, self._names()
        try:
            frame, findings = _load(path, choice, extent=extent, names=names)
        except CheckFailedError as problem:
            return QuartierCheck(None, problem.findings)
        return QuartierCheck(frame, findings)

    @allowed(Role.COORDINATOR, audited=True)
    def use_quartiers(
        self, path: Path, choice: QuartierChoice, *, elsewhere: bool = False
    ) -> QuartierCheck:
        """Work with the quartiers of a map file from now on; the goal is spread over them anew.

        Raises
        ------
        QuartierFileError
            The file cannot be read, or has faults that block.
        CodesInUseError
            Records refer to quartiers that the file does not have.
        AllocationError
            The file has more quartiers than the goal has doors.
        """
        extent = None if elsewhere else self._service.campaign().extent
        frame, findings = _load(path, choice, extent=extent, names=self._names())
        self._store.replace_quartiers(quartiers_of(frame), note={})
        self._service.planning.spread_anew()
        return QuartierCheck(frame, findings)

    @allowed(Role.COORDINATOR)
    def assign_table(
        self,
        source: Path,
        out: Path,
        *,
        lon: str,
        lat: str,
        quartiers: tuple[Path, QuartierChoice] | None = None,
        progress: Progress | None = None,
    ) -> points.AssignReport:
        """Copy a table of points with its quartiers added: ours, or those of a map file.

        Raises
        ------
        UnreadableTableError, MappingError
            The table cannot be read or lacks a column.
        QuartierFileError
            The map file cannot be used.
        """
        from geo.assign import Assigner

        frame = _load(*quartiers)[0] if quartiers else self._service.frame()
        names = dict(zip(frame["code"], frame["name"], strict=True))
        return points.assign(
            source, out, Assigner(frame), names, lon=lon, lat=lat, progress=progress
        )

    def _names(self) -> dict[str, str]:
        return {q.code: q.name for q in self._service.quartiers()}


def _guess(fields: Sequence[str], wishes: Sequence[str]) -> str:
    """Give the field named like a wish: wholly if one is, else one that begins like it, else ""."""
    lower = {name.lower(): name for name in fields}
    whole = (lower[wish] for wish in wishes if wish in lower)
    begun = (name for wish in wishes for low, name in lower.items() if low.startswith(wish))
    return next(whole, None) or next(begun, "")


def _load(
    path: Path,
    choice: QuartierChoice,
    *,
    extent: tuple[float, float, float, float] | None = None,
    names: Mapping[str, str] | None = None,
) -> "tuple[gpd.GeoDataFrame, Sequence[Finding]]":
    """Read a map file as quartiers.

    With `extent`, it has to lie there. `names` are known names by code: they are kept where
    smaller areas become one quartier, whose own name would be a list of theirs.
    """
    from geo.quartiers import load

    return load(
        path,
        code=choice.code,
        name=choice.name,
        digits=choice.digits,
        dwellings=choice.dwellings,
        names=names if choice.digits else None,
        extent=extent,
        crs=choice.crs,
        layer=choice.layer,
    )


def quartiers_of(frame: "gpd.GeoDataFrame") -> list[Quartier]:
    """Turn a frame of quartiers (EPSG:4326) into records."""
    import pandas as pd
    import shapely

    shapes = shapely.to_geojson(frame.geometry.to_numpy())
    dwellings = [None if pd.isna(n) else int(n) for n in frame["dwellings"]]
    return [
        Quartier(code=code, name=name, geometry=shape, dwellings=known)
        for code, name, shape, known in zip(
            frame["code"], frame["name"], shapes, dwellings, strict=True
        )
    ]


def frame_of(quartiers: Sequence[Quartier]) -> "gpd.GeoDataFrame":
    """Turn records of quartiers into a frame: code, name, geometry in EPSG:4326, by code."""
    import geopandas as gpd
    import shapely

    from geo.crs import WGS84

    return gpd.GeoDataFrame(
        {"code": [q.code for q in quartiers], "name": [q.name for q in quartiers]},
        geometry=shapely.from_geojson([q.geometry for q in quartiers]),
        crs=WGS84,
    )
