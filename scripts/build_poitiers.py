"""Build the quartiers of Poitiers that come with the project from their limits.

    python scripts/build_poitiers.py                writes data/poitiers/quartiers.geojson
    python scripts/build_poitiers.py --facts DIR    takes limits.csv and quartiers.csv anew first

The same limits give the same file, byte for byte. How it was made: data/poitiers/quartiers.md.
"""

import argparse
from pathlib import Path

import pandas as pd

from geo.geojson import dumps
from geo.quartiers import canonical, polygonize_limits

FOLDER = Path(__file__).resolve().parents[1] / "data" / "poitiers"
CODES = {"code": str, "quartier_a": str, "quartier_b": str}


def sources(facts: Path) -> dict[str, str]:
    """Give the text of both source files from a folder of facts, by file name."""
    table = pd.read_csv(facts / "quartiers.csv", dtype=CODES)
    table = table.rename(columns={"households_2021_estimate": "dwellings"})
    quartiers = table[["code", "name", "dwellings"]].sort_values("code")
    return {
        "limits.csv": (facts / "quartier_limits.csv").read_text("utf-8"),
        "quartiers.csv": quartiers.to_csv(index=False, lineterminator="\n"),
    }


def build(folder: Path = FOLDER) -> str:
    """Give the GeoJSON text of the quartiers from limits.csv and quartiers.csv of a folder."""
    polygons = polygonize_limits(pd.read_csv(folder / "limits.csv", dtype=CODES))
    names = pd.read_csv(folder / "quartiers.csv", dtype=CODES)
    frame = polygons.merge(names, on="code", how="left", validate="one_to_one")
    return dumps(canonical(frame, code="code", name="name", dwellings="dwellings"))


def main() -> None:
    """Write the files."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--facts", type=Path, help="folder with quartier_limits.csv")
    facts = parser.parse_args().facts
    for name, text in (sources(facts) if facts else {}).items():
        (FOLDER / name).write_text(text, "utf-8")
    (FOLDER / "quartiers.geojson").write_text(build(), "utf-8")


if __name__ == "__main__":
    main()
