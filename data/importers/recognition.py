"""Recognising what columns hold from their names, in French and English.

Names are compared without accents, case and punctuation. What is sure is mapped; what is only
likely is proposed with a score, so that a person decides.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from data.importers.columns import TALLY, ColumnMapping, Field, question_fields
from data.importers.folding import fold, likeness
from data.importers.values import Cell
from data.importers.words import OUTCOME_NAMES
from data.model import Questionnaire

SURE: Final = 0.93
LIKELY: Final = 0.65
COMPARED: Final = 300
"""More columns than any questionnaire has; those after are left to be mapped by hand."""
LONG: Final = 20
"""Names shorter than this are mapped only where they match exactly: “Date” is near “Data”."""

_NAMES: Final[dict[Field, str]] = {
    Field.IGNORE: "portes row|portes column|portes reason|portes mend",
    Field.KEY: "portes key",
    Field.SUBMISSION: "id|identifiant|submission id|id de soumission|identifiant de soumission|"
    "response id|id réponse|id de réponse|uuid|instance id|instanceid|meta instanceid|key|"
    "meta instance id|record id|n° de fiche|numéro de fiche|n° fiche|n° questionnaire|"
    "numéro de questionnaire|id questionnaire|id visite|visit id|submissionid",
    Field.VERSION: "version|version du questionnaire|questionnaire version",
    Field.DAY: "date|jour|day|date de visite|date de la visite|visit date|visit day|horodateur|"
    "timestamp|horodatage|submission time|submissiondate|date de sortie|date de passage|mois|month|"
    "date et heure|date heure|datetime|today|date de l’entretien|date entretien|date du jour|"
    "jour de visite|date de réponse|submitted at|start|début|date sortie",
    Field.QUARTIER: "code quartier|quartier|quartier code|code du quartier|nom du quartier|"
    "nom quartier|quartier nom|neighbourhood|neighborhood|district|secteur|neighbourhood code|"
    "neighborhood code|district code|quarter|votre quartier|quel quartier|code iris quartier|zone",
    Field.LATITUDE: "latitude|lat|gps latitude|location latitude|point latitude|coord lat|"
    "position latitude|geopoint latitude|localisation latitude",
    Field.LONGITUDE: "longitude|lon|lng|long|gps longitude|location longitude|point longitude|"
    "coord lon|position longitude|geopoint longitude|localisation longitude",
    Field.POINT: "point|gps|coordonnées|coordonnées gps|coordinates|lat lon|latitude longitude|"
    "lat lng|lat long|position|position gps|location|geopoint|localisation|geolocation|"
    "géolocalisation|wkt",
    Field.LAMBERT_X: "x lambert 93|x lambert|lambert x|lambert93 x|x l93|x lambert93|coord x|"
    "lambert 93 x|x 2154|coordonnée x|easting",
    Field.LAMBERT_Y: "y lambert 93|y lambert|lambert y|lambert93 y|y l93|y lambert93|coord y|"
    "lambert 93 y|y 2154|coordonnée y|northing",
    Field.OUTCOME: "résultat|issue|outcome|résultat de la visite|issue de la visite|statut|status|"
    "visit outcome|result|résultat visite|état|ouverture|suite|retour|disposition",
    Field.STREET: "rue|voie|street|nom de la rue|nom rue|street name|libellé de voie|nom voie|"
    "nom de voie|nom de la voie|voie nom",
    Field.DOOR: "porte|door|door number|numéro de porte|n° de porte|n° porte|numéro de rue|"
    "house number|n° rue|n° de rue|n° dans la rue|n° voie|numéro dans la voie|door label",
    Field.ADDRESS: "adresse|address|adresse complète|full address|adresse postale|street address",
    Field.DOORS: "nb de portes|nombre de portes|nb portes|number of doors|doors|portes|door count|"
    "portes frappées|nb de portes frappées|nombre de portes frappées|doors knocked|tally",
}
FIELD_NAMES: Final = {
    fold(name): held for held, names in _NAMES.items() for name in (held.value, *names.split("|"))
} | {f"lambert {axis}": Field(f"lambert_{axis}") for axis in "xy"}
_NUMBER_ALONE: Final = frozenset(("n", "no", "num", "numero", "number"))
_NUMBERING = re.compile(r"^\s*(?:q(?:uestion)?\s*)?\d{1,3}\s*(?:[a-z]\s*)?[.):–—\-°]+\s*", re.I)
_BRACKETED = re.compile(r"^(.*?)\s*\[([^\[\]]*)\]\s*\*?\s*$", re.DOTALL)
_COUNTING = re.compile(r"^(?:nb|nombre|number|n)(?: de| d| of)? ")
_US_DAY = re.compile(r"^\s*(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}\b")


@dataclass(frozen=True)
class Proposal:
    """A column that may hold a field; `score` runs from 0 to 1 (surely)."""

    column: str
    field: str
    score: float


@dataclass(frozen=True)
class Suggestion:
    """What was recognised, and what is left for a person to decide, best proposals first."""

    mapping: ColumnMapping
    proposals: tuple[Proposal, ...] = ()
    unknown: tuple[str, ...] = ()


def suggest(
    headers: Sequence[str], sample: Sequence[Sequence[object]], questionnaire: Questionnaire
) -> ColumnMapping:
    """Map the columns whose names are sure; `recognise` gives the weaker matches as well.

    Examples
    --------
    >>> from data.model import Questionnaire
    >>> suggest(["Horodateur", "Issue"], [], Questionnaire(1, {}, ())).kind
    <TableKind.VISITS: 'visits'>
    """
    return recognise(headers, sample, questionnaire).mapping


def recognise(
    headers: Sequence[str], sample: Sequence[Sequence[object]], questionnaire: Questionnaire
) -> Suggestion:
    """Recognise columns by their names.

    Parameters
    ----------
    sample
        Cells of some rows, to tell degrees from metres and the order of day and month.

    Examples
    --------
    >>> from data.model import Questionnaire
    >>> nothing = Questionnaire(1, {}, ())
    >>> found = recognise(["Horodateur", "QUARTIER", "Résultat "], [], nothing).mapping.columns
    >>> {name: str(held) for name, held in found.items()}
    {'Horodateur': 'day', 'QUARTIER': 'quartier', 'Résultat ': 'outcome'}
    """
    known = _known(questionnaire)
    keys = set(question_fields(questionnaire))
    found = [proposal for name in headers[:COMPARED] for proposal in _scores(name, known, keys)]
    found.sort(key=lambda p: (-p.score, headers.index(p.column)))
    held: dict[str, str] = {}
    weak: list[Proposal] = []
    for proposal in found:
        ignored = proposal.field == Field.IGNORE
        if proposal.column in held or (proposal.field in held.values() and not ignored):
            continue
        if proposal.score >= SURE and not _rivalled(proposal, found):
            held[proposal.column] = proposal.field
        elif not ignored:
            weak.append(proposal)
    _axes(headers, sample, held)
    _numbers(headers, held)
    _settle(held)
    weak = [p for p in weak if p.column not in held and p.field not in held.values()]
    columns = {name: held[name] for name in headers if name in held}
    rest = tuple(name for name in headers if name not in held)
    mapping = ColumnMapping(columns, month_first=_month_first(headers, sample, columns))
    return Suggestion(mapping, tuple(weak), rest)


def _rivalled(proposal: Proposal, found: Sequence[Proposal]) -> bool:
    """Say whether another reading of the column is almost as good; exact ones have no rival."""
    return proposal.score < 0.97 and any(
        other.column == proposal.column
        and other.field != proposal.field
        and other.score > proposal.score - 0.03
        for other in found
    )


def _scores(
    name: str, known_names: Sequence[tuple[str, str]], keys: Collection[str]
) -> Iterator[Proposal]:
    """Score every field a column may hold, from its name alone."""
    forms = list(_forms(name))
    seen: dict[str, float] = {}

    def note(held: str, score: float) -> None:
        if score >= LIKELY and score > seen.get(held, 0.0):
            seen[held] = round(score, 3)

    explicit = name.strip().lower()
    if explicit in keys:
        note(explicit, 1.0)
    if explicit.startswith(TALLY) and explicit.removeprefix(TALLY) in OUTCOME_NAMES.values():
        note(explicit, 1.0)
    for form, trust in forms:
        if held := FIELD_NAMES.get(form):
            note(held.value, trust if trust < 1 else _rank(form))
        if outcome := OUTCOME_NAMES.get(_COUNTING.sub("", form)):
            note(TALLY + outcome, trust * 0.96)
        for known, question in known_names:
            note(question, _alike(form, known) * trust)
        if not seen:
            for known, held in FIELD_NAMES.items():
                note(held.value, min(0.9, likeness(form, known)) if len(known) > 3 else 0.0)
    return (Proposal(name, held, score) for held, score in seen.items())


def _rank(form: str) -> float:
    """Let the more telling of two columns win: a code before a name, a day before a start."""
    if form in ("start", "debut", "zone", "secteur", "retour", "suite", "ouverture", "today"):
        return 0.95
    return 1.0 if "code" in form else 0.99


def _alike(form: str, known: str) -> float:
    if form == known:
        return 1.0
    if min(len(form), len(known)) < LONG:
        return min(0.9, likeness(form, known)) if len(form) > 5 else 0.0
    return min(0.96, likeness(form, known))


def _forms(name: str) -> Iterator[tuple[str, float]]:
    """Give the ways to read a column name, with how far each is trusted."""
    yield fold(name), 1.0
    bare = _NUMBERING.sub("", name)
    if bare != name:
        yield fold(bare), 0.985
    if match := _BRACKETED.match(bare):
        # Forms write the row of a grid between brackets, after the question of the whole grid.
        yield fold(match[2]), 0.98
        yield fold(match[1]), 0.96
    for mark in "/:":
        if mark in bare:
            yield fold(bare.rsplit(mark, 1)[1]), 0.975


def _known(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    """List every name of every question, folded, with its field."""
    return [
        (folded, held)
        for question, held in zip(
            questionnaire.questions, question_fields(questionnaire), strict=True
        )
        for name in (
            question.key,
            *question.aliases,
            *question.text.values(),
            *question.short.values(),
        )
        if (folded := fold(name))
    ]


def _axes(headers: Sequence[str], sample: Sequence[Sequence[object]], held: dict[str, str]) -> None:
    """Map columns called x and y: metres are Lambert-93, small numbers degrees."""
    names = {fold(name): name for name in headers if fold(name) in ("x", "y")}
    if len(names) < 2 or {"x", "y"} & {fold(name) for name in held}:
        return
    numbers = [number for row in sample[:50] if (number := _number(row, headers.index(names["y"])))]
    if not numbers:
        return
    metres = min(map(abs, numbers)) > 1000
    fields = (Field.LAMBERT_X, Field.LAMBERT_Y) if metres else (Field.LONGITUDE, Field.LATITUDE)
    if not set(fields) & set(held.values()):
        held[names["x"]], held[names["y"]] = (field.value for field in fields)


def _number(row: Sequence[object], place: int) -> float | None:
    try:
        return float(str(row[place]).replace(",", ".").replace(" ", ""))
    except (ValueError, IndexError):
        return None


def _numbers(headers: Sequence[str], held: dict[str, str]) -> None:
    """Take « N° » as the door only beside a street; alone it is mostly the row's number."""
    fields = set(held.values())
    if Field.STREET not in fields or Field.DOOR in fields:
        return
    for name in headers:
        if name not in held and fold(name) in _NUMBER_ALONE:
            held[name] = Field.DOOR.value
            return


def _settle(held: dict[str, str]) -> None:
    """Drop readings that exclude each other, keeping the more specific one."""
    fields = set(held.values())
    tallies = {name for name, field in held.items() if field.startswith(TALLY)}
    if Field.OUTCOME in fields or len(tallies) == 1:
        for name in tallies:
            # A column that says so itself is a tally even alone; « Refus » may be anything.
            if Field.OUTCOME in fields or not name.strip().lower().startswith(TALLY):
                del held[name]
    if Field.STREET in fields:
        for name in [name for name, field in held.items() if field == Field.ADDRESS]:
            del held[name]


def _month_first(
    headers: Sequence[str], sample: Sequence[Sequence[Cell | object]], columns: dict[str, str]
) -> bool:
    """Say whether the days of the sample can only be read with the month first."""
    name = next((name for name, held in columns.items() if held == Field.DAY), None)
    if name is None:
        return False
    place = headers.index(name)
    texts = (str(row[place]) for row in sample if len(row) > place)
    pairs = [(int(m[1]), int(m[2])) for text in texts if (m := _US_DAY.match(text))]
    return any(second > 12 for _, second in pairs) and all(first <= 12 for first, _ in pairs)
