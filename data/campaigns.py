"""Campaign folders: one town's campaign as files that people can edit.

A folder holds ``campaign.toml``, ``questionnaire.toml``, usually ``quartiers.geojson`` (GeoJSON
with the properties code, name and dwellings) and a ``README.md`` on how they were made. The one
of Poitiers is shipped; `new_folder` starts another.
"""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from data import printed
from data import questionnaire as questionnaires
from data._toml import Section, read_toml
from data.errors import Because, CampaignFileError, Reason, because
from data.model import AllocationMethod, Campaign, Phase, Quartier, Questionnaire, Spread

POITIERS = Path(__file__).parent / "poitiers"
"""The shipped campaign."""

LEAST_K = 5
"""Smallest threshold of publication that a campaign may choose."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_METHODS = tuple(method.value for method in AllocationMethod)


@dataclass(frozen=True)
class CampaignFolder:
    """What a folder holds; `notes` is the text of its README, empty where there is none."""

    campaign: Campaign
    questionnaire: Questionnaire
    quartiers: tuple[Quartier, ...]
    notes: str


def load_folder(path: Path) -> CampaignFolder:
    """Read and check a campaign folder; quartiers are empty where their file is missing.

    Raises
    ------
    CampaignFileError
        If a file is missing or wrong; it says which key and why.
    QuestionnaireError
        If the questionnaire is wrong.

    Examples
    --------
    >>> load_folder(POITIERS).campaign.goal
    1001
    """
    campaign = _read_campaign(path / "campaign.toml")
    questionnaire = questionnaires.read(path / "questionnaire.toml", languages=campaign.languages)
    geojson, readme = path / "quartiers.geojson", path / "README.md"
    quartiers = _read_quartiers(geojson) if geojson.exists() else ()
    notes = readme.read_text(encoding="utf-8") if readme.is_file() else ""
    return CampaignFolder(campaign, questionnaire, quartiers, notes)


def new_folder(
    path: Path, *, town: str, commune: str, goal: int = 1001, start: date | None = None
) -> None:
    """Start the folder of another town: campaign, questionnaire and a README with next steps.

    Parameters
    ----------
    path
        Made where it is missing.
    commune
        INSEE code of the town.
    start
        First day of the campaign. The phases are those of Poitiers moved to it; None leaves
        them at their days of 2023, to be edited.

    Raises
    ------
    CampaignFileError
        If the folder is not empty or cannot be written, or a value cannot stand in the file.
    """
    from data import _newfolder

    def fail(reason: Because) -> CampaignFileError:
        return CampaignFileError(source=str(path), reason=reason)

    files = _newfolder.files(
        load_folder(POITIERS), town=town.strip(), commune=commune.strip(), goal=goal, start=start
    )
    _parse_campaign(Section(tomllib.loads(files["campaign.toml"]), fail))
    try:
        if path.exists() and (not path.is_dir() or any(path.iterdir())):
            raise fail(because(Reason.NOT_EMPTY))
        path.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (path / name).write_text(content, encoding="utf-8")
    except OSError as error:
        raise fail(because(Reason.CANNOT_WRITE)) from error


def _read_campaign(path: Path) -> Campaign:
    def fail(reason: Because) -> CampaignFileError:
        return CampaignFileError(source=path.name, reason=reason)

    return _parse_campaign(read_toml(path, fail))


def _parse_campaign(top: Section) -> Campaign:
    top.only(
        *("id", "town", "commune", "goal", "languages", "k", "doors", "extent"),
        *("name", "note", "spread", "phases"),
        *("organiser", "contact", "results_at", "notice", "script"),
    )
    languages = top.words("languages")
    if not languages:
        raise top.error(Reason.MISSING_KEY, "languages")
    phases = _phases(top, languages)
    return Campaign(
        id=_identity(top),
        name=top.translations("name", languages),
        goal=top.whole("goal", least=1),
        commune=_short(top, "commune", 10),
        town=_short(top, "town", 80),
        phases=phases,
        doors=_doors(top, phases),
        spread=_spread(top) if top.has("spread") else Spread(),
        extent=_extent(top) if top.has("extent") else None,
        languages=languages,
        k=top.whole("k", least=LEAST_K) if top.has("k") else 11,
        note=top.translations("note", languages) if top.has("note") else {},
        organiser=_line(top, "organiser"),
        contact=_line(top, "contact"),
        results_at=_line(top, "results_at"),
        notice=_words(top, "notice", languages),
        script=_words(top, "script", languages),
    )


def _identity(top: Section) -> str:
    """Read the key of the campaign, which is a name of a file as well."""
    key = top.text("id")
    if not _NAME.fullmatch(key):
        raise top.error(Reason.BAD_NAME, "id")
    return key


def _doors(top: Section, phases: Sequence[Phase]) -> str:
    """Read which of the phases is that of the doors."""
    key = top.text("doors")
    if key not in {phase.key for phase in phases}:
        raise top.error(Reason.NO_SUCH_PHASE, "doors", phase=key)
    return key


def _line(top: Section, key: str) -> str:
    """Read a line that is printed; "" where nobody has filled it in."""
    text = printed.line(top.free(key))
    if len(text) > printed.MOST_LINE:
        raise top.error(Reason.TOO_LONG, key, most=printed.MOST_LINE)
    return text


def _words(top: Section, key: str, languages: tuple[str, ...]) -> dict[str, str]:
    """Read words for the doors; none where the usual ones will do."""
    if not top.has(key):
        return {}
    texts = printed.words(top.translations(key, languages))
    for language, text in texts.items():
        if len(text) > printed.MOST_WORDS:
            raise top.table(key).error(Reason.TOO_LONG, language, most=printed.MOST_WORDS)
    return texts


def _short(section: Section, key: str, most: int) -> str:
    text = section.text(key)
    if len(text) > most:
        raise section.error(Reason.TOO_LONG, key, most=most)
    return text


def _phases(top: Section, languages: tuple[str, ...]) -> tuple[Phase, ...]:
    phases: dict[str, Phase] = {}
    for section in top.tables("phases", named_by="key"):
        section.only("key", "start", "end", "label")
        phase = Phase(
            key=section.text("key"),
            start=section.day("start"),
            end=section.day("end"),
            label=section.translations("label", languages),
        )
        if phase.end < phase.start:
            raise section.error(Reason.ENDS_BEFORE_START, "end")
        if phase.key in phases:
            raise top.error(Reason.TWICE, f"phases.{phase.key}")
        phases[phase.key] = phase
    return tuple(phases.values())


def _spread(top: Section) -> Spread:
    section = top.table("spread")
    section.only("method", "floor", "exponent")
    usual = Spread()
    return Spread(
        method=AllocationMethod(section.choice("method", _METHODS))
        if section.has("method")
        else usual.method,
        floor=section.whole("floor", least=0) if section.has("floor") else usual.floor,
        exponent=section.number("exponent", least=0) if section.has("exponent") else usual.exponent,
    )


def _extent(top: Section) -> tuple[float, float, float, float]:
    numbers = top.numbers("extent")
    if len(numbers) == 4:
        west, south, east, north = numbers
        if -180 <= west < east <= 180 and -90 <= south < north <= 90:
            return west, south, east, north
    raise top.error(Reason.NOT_AN_EXTENT, "extent")


def _read_quartiers(path: Path) -> tuple[Quartier, ...]:
    def fail(reason: Reason, **params: object) -> CampaignFileError:
        return CampaignFileError(source=path.name, reason=because(reason, **params))

    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        features = content["features"]
        found = [_quartier(feature) for feature in features]
    except OSError as error:
        raise fail(Reason.UNREADABLE_FILE) from error
    except (ValueError, TypeError, KeyError) as error:
        raise fail(Reason.NOT_JSON, detail=str(error)) from error
    found.sort(key=lambda quartier: quartier.code)
    for one, other in pairwise(found):
        if one.code == other.code:
            raise fail(Reason.TWICE, key=one.code)
    return tuple(found)


def _quartier(feature: Mapping[str, Any]) -> Quartier:
    properties, geometry = feature["properties"], feature["geometry"]
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(geometry["type"])
    dwellings = properties.get("dwellings")
    return Quartier(
        code=str(properties["code"]),
        name=str(properties["name"]),
        geometry=json.dumps(geometry, ensure_ascii=False, separators=(",", ":")),
        dwellings=None if dwellings is None else int(dwellings),
    )
