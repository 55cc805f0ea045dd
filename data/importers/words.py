"""The words people use in tables: for an answer that was not given, and for outcomes of visits."""

from typing import Final

from data.importers.folding import fold
from data.model import Outcome

NO_ANSWERS: Final = frozenset(
    fold(text)
    for text in (
        "NSP", "NSPP", "NR", "NC", "SO", "N/A", "NA", "n.d.", "nan", "null", "none", "aucune", "?",
        "ne sait pas", "ne sais pas", "je ne sais pas", "sait pas", "sans réponse", "sans reponse",
        "pas de réponse", "non réponse", "non renseigné", "ne se prononce pas", "sans avis",
        "sans opinion", "pas d’avis", "ne souhaite pas répondre", "refus de répondre",
        "don't know", "dont know", "dk", "dk/na", "no answer",
        "no opinion", "not applicable", "prefer not to say",
        "non concerné", "ne sait pas / ne répond pas", "nsp/nr",
    )
) | {""}  # fmt: skip
_OUTCOMES: Final[dict[Outcome, str]] = {
    Outcome.INTERVIEW: "entretien|entretien réalisé|entretien fait|questionnaire|"
    "questionnaire rempli|questionnaire fait|répondu|a répondu|réponse|interview|"
    "interviewed|completed|complete|done|ok|enquête|enquêté|réalisé",
    Outcome.REFUSAL: "refus|refuse|refusé|a refusé|refus de répondre|ne veut pas répondre|"
    "pas intéressé|pas intéressée|non intéressé|refusal|refused|not interested|declined",
    Outcome.ABSENT: "absent|absente|absents|absence|pas là|pas la|personne|pas de réponse|"
    "ne répond pas|n’ouvre pas|pas ouvert|porte fermée|fermé|non ouvert|not home|not at home|"
    "no answer|nobody|nobody home|no reply|away|no one home",
    Outcome.COME_BACK: "à repasser|repasser|à revoir|revenir|à revenir|rappeler|pas le temps|"
    "rendez-vous|rdv|plus tard|occupé|come back|call back|callback|later|revisit|busy",
    Outcome.NO_ACCESS: "accès bloqué|digicode|accès bloqué (digicode)|digicode/accès bloqué|code|"
    "interphone|inaccessible|pas d’accès|sans accès|accès impossible|portail|portail fermé|bloqué|"
    "no access|locked|gated|blocked|access blocked|not accessible|intercom",
    Outcome.VACANT: "vacant|vacante|logement vacant|vide|inhabité|inoccupé|logement vide|empty|"
    "unoccupied|uninhabited|vacant dwelling",
    Outcome.LANGUAGE: "barrière de langue|barrière de la langue|langue|barrière linguistique|"
    "ne parle pas français|non francophone|language|language barrier|does not speak french",
    Outcome.DO_NOT_DISTURB: "ne pas déranger|ne plus déranger|ne pas frapper|ne pas revenir|"
    "do not disturb|dnd|do not knock|do not contact|no canvassers",
}
OUTCOME_NAMES: Final[dict[str, Outcome]] = {
    fold(name): outcome
    for outcome, names in _OUTCOMES.items()
    for name in (outcome.value, *names.split("|"))
}
