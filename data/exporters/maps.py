"""Writing figures per quartier as GeoJSON (EPSG:4326), feature by feature."""

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from typing import Any

from data.exporters.tables import fields


def coverage_geojson(rows: Iterable[object], geometries: Mapping[str, str]) -> Iterator[str]:
    """Write one feature a row; the row's `code` finds its geometry.

    Parameters
    ----------
    rows
        Dataclasses or mappings; their fields and properties become properties of the feature.
    geometries
        GeoJSON text of the geometry by code; a row without one gets a null geometry.

    Examples
    --------
    >>> point = {"03": '{"type":"Point","coordinates":[0.34,46.58]}'}
    >>> document = json.loads("".join(coverage_geojson([{"code": "03", "knocked": 7}], point)))
    >>> document["features"][0]["properties"]
    {'code': '03', 'knocked': 7}
    """
    yield '{"type":"FeatureCollection","features":['
    mark = ""
    for row in rows:
        values = {name: _plain(value) for name, value in fields(row).items()}
        properties = json.dumps(values, ensure_ascii=False, allow_nan=False)
        geometry = geometries.get(str(values.get("code", "")), "null")
        yield f'{mark}\n{{"type":"Feature","geometry":{geometry},"properties":{properties}}}'
        mark = ","
    yield "\n]}\n"


def results_geojson(rows: Iterable[object], geometries: Mapping[str, str]) -> Iterator[str]:
    """Write results, one feature for each question and quartier; the whole town has no geometry."""
    return coverage_geojson(rows, geometries)


def _plain(value: Any) -> Any:
    """Make a value fit for JSON; not-a-number is null."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    return value if isinstance(value, bool | int | str | None) else str(value)
