"""Writing records and results as CSV and GeoJSON, as streams of text."""

from data.exporters.maps import coverage_geojson, results_geojson
from data.exporters.safety import safe
from data.exporters.tables import responses_csv, rows_csv, visits_csv

__all__ = [
    "coverage_geojson",
    "responses_csv",
    "results_geojson",
    "rows_csv",
    "safe",
    "visits_csv",
]
