"""The files of a new campaign folder, made from the shipped one so that nothing is kept twice."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from data import codebook as codebooks
from data import questionnaire as questionnaires
from data._toml import quoted
from data.model import Campaign, Question, Text
from data.restitution import Codebook

if TYPE_CHECKING:
    from data.campaigns import CampaignFolder

_CAMPAIGN = """\
# La campagne de porte-à-porte : modifiez ce fichier, puis relancez `portes run`.
# The door-to-door campaign: edit this file, then start `portes run` again.
# Ce qui suit un « # » n’est pas lu. / What follows a "#" is not read.

id = {id}  # clé des données : ne plus changer ensuite / key of the records: do not change it later
town = {town}
commune = {commune}  # code INSEE / INSEE code
# Portes à frapper en tout, au départ ; se change ensuite à la page Planning.
# Doors to knock on in all, to begin with; changed later on the Planning page.
goal = {goal}
languages = ["fr", "en"]  # chaque texte existe dans toutes / every text is there in all of them

# Aucun chiffre publié ne repose sur moins de réponses (jamais sous 5).
# No published figure stands on fewer answers (never below 5).
k = {k}

# La phase pendant laquelle on frappe aux portes / the phase in which doors are knocked on
doors = {doors}

# Imprimé sur les feuilles et les cartes, au départ ; se change ensuite à la page Planning : qui
# organise, comment vous joindre (courriel, téléphone ou adresse), où lire les résultats.
# Printed on the sheets and cards, to begin with; changed later on the Planning page: who
# organises, how to reach you (e-mail, telephone or address), where the results can be read.
organiser = ""
contact = ""
results_at = ""

# Ouest, sud, est, nord en degrés : une carte qui se trouve ailleurs est alors refusée.
# West, south, east, north in degrees: a map that lies elsewhere is then refused.
# extent = [0.24, 46.50, 0.50, 46.67]

[name]
fr = {name_fr}
en = {name_en}

# Affiché partout où les quartiers sont dessinés, par exemple : d’où viennent les limites.
# Shown wherever the quartiers are drawn, for instance: where the limits come from.
# [note]
# fr = "Limites des quartiers : …"
# en = "Limits of the quartiers: …"

# Sans ces textes, les textes usuels sont imprimés. Une ligne qui commence par « - » est un point.
# Without these, the usual texts are printed. A line that begins with "-" is an item of a list.
# [notice]   # ce que l’on doit savoir avant de répondre / what people are told beforehand
# fr = "…"
# en = "…"
# [script]   # ce que l’on dit à la porte / what is said at the door
# fr = "…"
# en = "…"

# Comment l’objectif est réparti : hare (au prorata des logements), webster, power, equal ;
# floor = nombre de portes au moins par quartier.
# How the goal is spread: hare (by dwellings), webster, power, equal; floor = doors at least.
[spread]
method = {method}
floor = {floor}
exponent = {exponent}
"""

_PHASE = """
[[phases]]
key = {key}
start = {start}
end = {end}
label.fr = {fr}
label.en = {en}
"""

_QUESTIONNAIRE = """\
# Relisez chaque question ; « reminder » peut rappeler ce qui relève de la mairie (à écrire vous-
# même : les compétences varient d’une ville à l’autre). Une fois des réponses enregistrées, rien
# ne change plus : donnez un nouveau numéro de version.
# Read each question again; "reminder" can say what the town is competent for (yours to write: it
# differs from town to town). Once answers exist nothing can change: give a new version number.

"""

_CODEBOOK = """\
# Les thèmes des réponses ouvertes ; les mots-clés ne font que les proposer. Ajoutez ceux de votre
# ville : son réseau de bus, sa rivière, ses salles. « arbr* » vaut pour tout ce qui commence ainsi.
# The themes of open answers; keywords only suggest them. Add those of your town: its buses, its
# river, its halls. "arbr*" stands for all words that begin like it.

"""

_LOCAL = frozenset(("vitalis", "ekidom", "clain", "boivre", "chu", "tap"))
"""Keywords that mean something in Poitiers only."""

_README = """\
# {name}

Un dossier de campagne pour / a campaign folder for **{town}**.

## Et maintenant ? / What next?

1. Relisez `campaign.toml` (dates, objectif) et `questionnaire.toml`.
   Read `campaign.toml` (dates, goal) and `questionnaire.toml` again.
2. Apportez les quartiers (GeoJSON, GeoPackage, Shapefile zippé ou KML) ; vérifiez, puis utilisez :
   Bring the quartiers (GeoJSON, GeoPackage, zipped Shapefile or KML); check, then use them:

   ```
   portes quartiers check FICHIER
   portes quartiers use FICHIER --code CHAMP --name CHAMP
   ```
3. Répartissez l’objectif, puis ouvrez l’application :
   Spread the goal, then open the app:

   ```
   portes targets
   portes run
   ```
4. Notez ici d’où viennent les limites et les logements, et sous quelle licence.
   Note here where the limits and the dwellings come from, and under which licence.
"""


def files(
    model: "CampaignFolder", *, town: str, commune: str, goal: int, start: date | None
) -> Mapping[str, str]:
    """Give the content of each file by its name."""
    campaign = _move(model.campaign, start)
    first = min(phase.start for phase in campaign.phases)
    name = {language: f"{text} – {town}" for language, text in campaign.name.items()}
    head = _CAMPAIGN.format(
        id=quoted(f"{_slug(town)}-{first.year}"),
        town=quoted(town),
        commune=quoted(commune),
        goal=goal,
        k=campaign.k,
        doors=quoted(campaign.doors),
        name_fr=quoted(name["fr"]),
        name_en=quoted(name["en"]),
        method=quoted(campaign.spread.method.value),
        floor=campaign.spread.floor,
        exponent=campaign.spread.exponent,
    )
    asked = [_for_town(question, campaign.town, town) for question in model.questionnaire.questions]
    title = _named(model.questionnaire.title, campaign.town, town)
    questionnaire = replace(model.questionnaire, version=1, title=title, questions=tuple(asked))
    return {
        "campaign.toml": head + _phases(campaign),
        "questionnaire.toml": _QUESTIONNAIRE + questionnaires.dumps(questionnaire),
        "codebook.toml": _CODEBOOK + codebooks.dumps(_for_any_town()),
        "README.md": _README.format(name=name["fr"], town=town),
    }


def _move(campaign: Campaign, start: date | None) -> Campaign:
    """Move all phases so that the first one begins on `start`."""
    if start is None:
        return campaign
    by = start - min(phase.start for phase in campaign.phases)
    phases = (replace(p, start=p.start + by, end=p.end + by) for p in campaign.phases)
    return replace(campaign, phases=tuple(phases))


def _phases(campaign: Campaign) -> str:
    return "".join(
        _PHASE.format(
            key=quoted(phase.key),
            start=phase.start,
            end=phase.end,
            fr=quoted(phase.label["fr"]),
            en=quoted(phase.label["en"]),
        )
        for phase in campaign.phases
    )


def _for_town(question: Question, old: str, new: str) -> Question:
    """Put another town's name into a question; its reminder would not hold there."""
    return replace(
        question,
        text=_named(question.text, old, new),
        short=_named(question.short, old, new),
        reminder={},
    )


def _for_any_town() -> Codebook:
    """Give the shipped themes without the keywords that are Poitiers' own."""
    from data.campaigns import POITIERS

    shipped = codebooks.read(POITIERS / "codebook.toml").themes
    return Codebook(
        tuple(
            replace(theme, keywords=tuple(word for word in theme.keywords if word not in _LOCAL))
            for theme in shipped
        )
    )


def _named(texts: Text, old: str, new: str) -> Text:
    return {
        language: text.replace(f"à {old}", _at(new) if language == "fr" else f"à {new}").replace(
            old, new
        )
        for language, text in texts.items()
    }


def _at(town: str) -> str:
    """Say “in” with the article of French town names.

    Examples
    --------
    >>> _at("Le Mans"), _at("Les Ulis"), _at("Rennes")
    ('au Mans', 'aux Ulis', 'à Rennes')
    """
    for article, contracted in (("Les ", "aux "), ("Le ", "au ")):
        if town.startswith(article):
            return contracted + town.removeprefix(article)
    return f"à {town}"


def _slug(town: str) -> str:
    plain = unicodedata.normalize("NFKD", town).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "campaign"
