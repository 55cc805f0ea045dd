"""Every key of the session, and how it is read and set.

What belongs in a link (language, quartier, question) is read from the address when the session
begins (`from_link`) and written to it by whoever draws the widget of the same key (`to_link`).
Streamlit's own binding would put the words on the screen into the address, not the code.
"""

from collections.abc import Callable, Container, Hashable
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from data.importers import ColumnMapping

LANGUAGE = "lang"
QUARTIER = "quartier"
QUESTION = "question"
MAP = "map"
SCORE_MAP = "score-map"
COUNTS = "counts"
MEASURE = "mesure"
UNCERTAIN = "incertitude"
SMOOTHED = "lissage"
OTHER = "avec"
"""The quartier that the chosen one is compared with."""
CLICKED = "quartier-clicked"
COMPARING = "comparing"
FINDINGS_MAP = "findings-map"
UPLOAD_TURN = "upload-turn"
MESSAGE = "message"
TEXTS_SAVED = "texts-saved"

_ON = "1"
_LINKED = "-linked"

TOWN = ""
"""The value of `QUARTIER` that stands for the whole town."""


def language() -> str:
    """Give the language of the session: chosen, else from the link, else the browser's."""
    from dashboard.i18n import LANGUAGES

    for wish in (st.session_state.get(LANGUAGE), st.query_params.get(LANGUAGE)):
        if wish in LANGUAGES:
            return str(wish)
    return browser_language()


def browser_language() -> str:
    """Give the language the browser asks for, French where it is none of ours."""
    from dashboard.i18n import DEFAULT, LANGUAGES

    wish = (st.context.locale or "").partition("-")[0]
    return wish if wish in LANGUAGES else DEFAULT


def from_link(key: str, known: Container[str]) -> None:
    """Take over what the link says, before the widget of that key is drawn for the first time."""
    wish = st.query_params.get(key)
    if key not in st.session_state and wish is not None and wish in known:
        st.session_state[key] = wish


def follow_link(key: str, known: Container[str]) -> None:
    """Take over what a link says each time one is followed, also where a choice was kept before."""
    wish = st.query_params.get(key)
    if wish != st.session_state.get(f"{key}{_LINKED}") and wish in known:
        st.session_state[key] = wish


def drop_unknown(key: str, known: Container[str]) -> None:
    """Forget a choice that is not offered any more, before its widget is drawn."""
    if st.session_state.get(key) not in known:
        st.session_state.pop(key, None)


def to_link(key: str, *, default: str) -> None:
    """Put a choice into the address, so that it can be sent on; the default is left out."""
    choice = st.session_state.get(key) or default
    if choice != default:
        if st.query_params.get(key) != choice:
            st.query_params[key] = choice
    elif key in st.query_params:
        del st.query_params[key]
    st.session_state[f"{key}{_LINKED}"] = st.query_params.get(key)


def switch_from_link(key: str) -> None:
    """Take over whether a switch is on, before it is drawn for the first time."""
    if key not in st.session_state:
        st.session_state[key] = st.query_params.get(key) == _ON


def switch_to_link(key: str) -> None:
    """Put a switch that is on into the address."""
    if st.session_state.get(key):
        if st.query_params.get(key) != _ON:
            st.query_params[key] = _ON
    elif key in st.query_params:
        del st.query_params[key]


def value(key: str, default: Any = None) -> Any:
    """Give what stands in the widget of a key, `default` where it holds nothing yet."""
    return st.session_state.get(key, default)


def has(key: str) -> bool:
    """Say whether anything is kept under a key."""
    return key in st.session_state


def put(key: str, wish: object) -> None:
    """Put a value into a widget; only before it is drawn, or in a callback."""
    st.session_state[key] = wish


def begin(key: str, first: Any) -> Any:
    """Put a value into a widget that holds none yet; give what stands there now."""
    return st.session_state.setdefault(key, first)


def quartier() -> str:
    """Give the code of the quartier the pages are filtered by, `TOWN` for none."""
    return str(st.session_state.get(QUARTIER) or TOWN)


def other() -> str:
    """Give the code of the quartier that the chosen one is compared with, "" for none."""
    return str(st.session_state.get(OTHER) or "")


def choose_quartier(code: str) -> None:
    """Filter by `code`; only before the widget of the same key is drawn, or in a callback."""
    st.session_state[QUARTIER] = st.session_state[CLICKED] = code


def hand_quartier_on() -> None:
    """Give the list that is about to be drawn what was chosen otherwise.

    Streamlit keeps the value of a key with the list that was drawn last under it. Where that was
    on another page, the next list would begin with nothing chosen.
    """
    if CLICKED in st.session_state:
        st.session_state[QUARTIER] = st.session_state.pop(CLICKED)


def upload_key(purpose: str) -> str:
    """Give the key of a file chooser; it changes when the choosers are to be emptied."""
    return f"upload-{purpose}-{st.session_state.get(UPLOAD_TURN, 0)}"


def forget_upload() -> None:
    """Empty the file choosers at the next run."""
    st.session_state[UPLOAD_TURN] = st.session_state.get(UPLOAD_TURN, 0) + 1


def leave_message(text: str) -> None:
    """Keep a line to be shown after the rerun that a change brings."""
    st.session_state[MESSAGE] = text


def take_message() -> str | None:
    """Give the line that was left, once."""
    message: str | None = st.session_state.pop(MESSAGE, None)
    return message


# Bringing in files

SECTION = "section"
ADDRESSES = "addresses"
"""The value of `SECTION` where streets and doors are brought in."""
LOOK = "intake-look"
CHECK = "intake-check"
_MAPPINGS = "intake-mappings"
_MAPPING_TURN = "intake-mapping-turn"
_OUTCOME = "intake-outcome"
_CONFIRMING = "confirming"


def recall(name: str, token: Hashable) -> Any:
    """Give what was remembered under `name`, None unless it was for the same `token`."""
    kept = st.session_state.get(name)
    return kept[1] if kept and kept[0] == token else None


def remember(name: str, token: Hashable, value: object) -> None:
    """Keep one value a name, so that a rerun need not work it out again."""
    st.session_state[name] = (token, value)


def mapping(file_id: str) -> "ColumnMapping | None":
    """Give the columns chosen for an upload; None while they are as recognised."""
    chosen = st.session_state.get(_MAPPINGS) or {}
    found: ColumnMapping | None = chosen.get(file_id)
    return found


def choose_mapping(file_id: str, chosen: "ColumnMapping") -> None:
    """Choose the columns for an upload; those of earlier uploads are forgotten."""
    st.session_state[_MAPPINGS] = {file_id: chosen}


def mapping_upload_key(file_id: str) -> str:
    """Give the key of the chooser of a saved mapping; it changes when it is to be emptied."""
    return f"mapping-{file_id}-{st.session_state.get(_MAPPING_TURN, 0)}"


def forget_mapping_upload() -> None:
    """Empty the chooser of a saved mapping at the next run."""
    st.session_state[_MAPPING_TURN] = st.session_state.get(_MAPPING_TURN, 0) + 1


def confirming(step: str) -> bool:
    """Say whether the person is being asked to confirm a step."""
    return bool(st.session_state.get(_CONFIRMING) == step)


def confirm_first(step: str) -> None:
    """Ask the person to confirm a step at the next run."""
    st.session_state[_CONFIRMING] = step


def confirmed() -> None:
    """Ask no more: the step was taken or given up."""
    st.session_state.pop(_CONFIRMING, None)


def outcome() -> Any:
    """Give what the last import did, None before one or once another file was chosen."""
    return st.session_state.get(_OUTCOME)


def keep_outcome(done: object) -> None:
    """Keep what an import did, to be shown after the rerun."""
    st.session_state[_OUTCOME] = done


def forget_outcome() -> None:
    """Forget what the last import did."""
    st.session_state.pop(_OUTCOME, None)


# In the field

OUTING = "outing"
PAIR = "pair"
STREET = "street"
STREET_MAP = "street-map"
DOOR = "door"
WALK = "walk"
SHEET = "sheet"
QUESTIONNAIRES = "reponses"
PAPER_LINES = "paper-turn"
PAPER_BATCH = "paper-batch"
PAPER_SAVED = "paper-batch-saved"
FACTORS = "address-factor"
NO_OUTING = ""
NO_PAIR = ""
_PROBLEM = "field-problem"
_LAST_DOORS = "field-last-doors"
_MOVED = "field-moved"
_KEYED = "field-keyed"
_ADDRESSES = "intake-addresses"


def leave_problem(text: str) -> None:
    """Keep what went wrong in a callback, to be shown by the run that follows it."""
    st.session_state[_PROBLEM] = text


def take_problem() -> str | None:
    """Give what went wrong, once."""
    problem: str | None = st.session_state.pop(_PROBLEM, None)
    return problem


def door() -> str:
    """Name the door the pair stands at, "" for the next one that nobody tried.

    What the browser asked for before it heard of the last move would lead back to the door that
    was just recorded: there the move holds.
    """
    name = str(st.query_params.get(DOOR) or "")
    left, reached = st.session_state.get(_MOVED) or (name, name)
    if name == left != reached:
        _to_door(reached)
        return str(reached)
    return name


def moved() -> bool:
    """Say whether the pair went to any door since the page was loaded."""
    return _MOVED in st.session_state


def go_to_door(name: str) -> None:
    """Stand at a door, "" for the next one that nobody tried."""
    st.session_state[_MOVED] = (door(), name)
    _to_door(name)


def _to_door(name: str) -> None:
    if name:
        st.query_params[DOOR] = name
    elif DOOR in st.query_params:
        del st.query_params[DOOR]


def last_doors() -> Any:
    """Give the visits that were recorded last in this session, None before any."""
    return st.session_state.get(_LAST_DOORS)


def keep_last_doors(visits: object) -> None:
    """Keep the visits that were recorded last, so that they can be taken back."""
    st.session_state[_LAST_DOORS] = visits


def questionnaires() -> tuple[str, ...]:
    """Give the tokens of the questionnaires to fill in, the present one first.

    They are kept in the address, so that a reload loses no answer, and in the session, so that
    another page may be looked at meanwhile. They have nothing to do with any door.
    """
    linked = str(st.query_params.get(QUESTIONNAIRES) or "").split(".")
    kept: tuple[str, ...] = st.session_state.get(QUESTIONNAIRES) or ()
    return tuple(dict.fromkeys(one for one in (*linked, *kept) if one))


def keep_questionnaires(tokens: tuple[str, ...]) -> None:
    """Keep the tokens of the questionnaires that are still to be filled in."""
    st.session_state[QUESTIONNAIRES] = tokens
    wish = ".".join(tokens)
    if wish and st.query_params.get(QUESTIONNAIRES) != wish:
        st.query_params[QUESTIONNAIRES] = wish
    elif not wish and QUESTIONNAIRES in st.query_params:
        del st.query_params[QUESTIONNAIRES]


def keyed() -> Any:
    """Give what came of the lines that were keyed in last, None before any."""
    return st.session_state.get(_KEYED)


def keep_keyed(done: object) -> None:
    """Keep what came of the lines that were keyed in."""
    st.session_state[_KEYED] = done


# Outings and volunteers

SHOWN_OUTING = "sortie"
OUTING_PART = "outing-part"
PLACE_MAP = "place-map"
PLACE_LON = "outing-lon"
PLACE_LAT = "outing-lat"
NEW_OUTING = "new"
"""The value of `SHOWN_OUTING` while a new one is planned."""
PROPOSAL = "pairs-proposed"
LIST_LOOK = "sign-up-list-look"
_TURNS = "turns"
_EDITED = "edited"
_UNDO = "undo-offered"


def shown_outing() -> str:
    """Give the id of the outing that is shown, `NEW_OUTING` for one to be made, "" for the list.

    It is kept in the address, so that it can be sent on and survives a reload.
    """
    return str(st.query_params.get(SHOWN_OUTING) or "")


def show_outing(identity: str, part: str | None = None) -> None:
    """Show one outing, or the list for ""; in a callback, or before a rerun."""
    if identity:
        st.query_params[SHOWN_OUTING] = identity
    elif SHOWN_OUTING in st.query_params:
        del st.query_params[SHOWN_OUTING]
    for key in (OUTING_PART, PLACE_LON, PLACE_LAT, PROPOSAL, _UNDO):
        st.session_state.pop(key, None)
    if part:
        st.session_state[OUTING_PART] = part


def pick_place(lon: float, lat: float) -> None:
    """Take over a point of the map, in degrees, rounded to about a metre."""
    st.session_state[PLACE_LON] = round(lon, 5)
    st.session_state[PLACE_LAT] = round(lat, 5)


def place() -> tuple[float, float] | None:
    """Give the point that was picked or typed, None unless both numbers are there."""
    lon, lat = st.session_state.get(PLACE_LON), st.session_state.get(PLACE_LAT)
    return None if lon is None or lat is None else (float(lon), float(lat))


def start_place(lon: float | None, lat: float | None) -> None:
    """Begin with a place that is known, unless another one was picked already."""
    st.session_state.setdefault(PLACE_LON, lon)
    st.session_state.setdefault(PLACE_LAT, lat)


def turn(form: str) -> str:
    """Give the key of a form; it changes when the form is to be emptied."""
    return f"{form}-{(st.session_state.get(_TURNS) or {}).get(form, 0)}"


def next_turn(form: str) -> None:
    """Empty a form at the next run."""
    turns = dict(st.session_state.get(_TURNS) or {})
    st.session_state[_TURNS] = turns | {form: turns.get(form, 0) + 1}


def editing(what: str) -> str:
    """Give the id of what is being edited, "" for nothing."""
    return str(st.session_state.get(f"{_EDITED}-{what}") or "")


def edit(what: str, identity: str = "") -> None:
    """Edit one thing of a kind, none for ""."""
    st.session_state[f"{_EDITED}-{what}"] = identity


def offer_undo(label: str, undo: Callable[[], object]) -> None:
    """Offer to take the last change back until the next one or until another page is opened."""
    st.session_state[_UNDO] = (label, undo)


def undo_offered() -> tuple[str, Callable[[], object]] | None:
    """Give how the last change can be taken back: what to call it, and what to do."""
    offered: tuple[str, Callable[[], object]] | None = st.session_state.get(_UNDO)
    return offered


def forget_undo() -> None:
    """Offer it no more."""
    st.session_state.pop(_UNDO, None)


def addresses() -> Any:
    """Give what the last import of addresses did, None before one."""
    return st.session_state.get(_ADDRESSES)


def keep_addresses(report: object) -> None:
    """Keep what an import of addresses did, to be shown after the rerun."""
    st.session_state[_ADDRESSES] = report


# Publication

PUBLICATION_PART = "publication"
PREPARE, RELEASES, CHANGES = "prepare", "releases", "changes"


# Open answers

VERBATIM_PART = "part"
READING, THEMES, WORDS, QUOTES = "read", "themes", "words", "quotes"
OPEN_QUESTION = "open-question"
ALL_QUESTIONS = ""
CODER = "coder"
DESK = "verbatim-desk"
SOUGHT = "sought"
KEY_WORDS = "key-words"
QUOTE_STATUS = "quote-status"
_SHOWN = "verbatim-shown"
_DONE = "verbatim-done"


def coder() -> str:
    """Give what the person calls themselves in the coding, "" while they have not said."""
    return " ".join(str(st.session_state.get(CODER) or "").split())


def shown_answer(coder: str, question: str) -> Any:
    """Give the answer that lies on the desk of a coder, None where another one is to be taken."""
    return recall(_SHOWN, (coder, question))


def show_answer(coder: str, question: str, shown: object) -> None:
    """Put an answer on the desk, None to take the next one."""
    remember(_SHOWN, (coder, question), shown)


def done_answers(coder: str) -> tuple[str, ...]:
    """Give the ids of the answers that a coder decided about in this session, the last one last."""
    found: tuple[str, ...] = recall(_DONE, coder) or ()
    return found


def keep_done_answers(coder: str, identities: tuple[str, ...]) -> None:
    """Keep the ids of the answers that a coder decided about."""
    remember(_DONE, coder, identities)


# Access

ACCESS_PART = "partie"
OWN_ACCESS, VOLUNTEERS_ACCESS, ACCOUNTS_ACCESS = "moi", "benevoles", "comptes"
_INVITED = "invited"
_CODE_SECRET = "code-secret"  # noqa: S105 (the name under which one is kept)


def invited() -> Any:
    """Give the links that were made last, none once they were put away."""
    return st.session_state.get(_INVITED) or ()


def keep_invited(made: object = ()) -> None:
    """Keep links that were made, to be shown; without any, put them away."""
    st.session_state[_INVITED] = made


def code_secret() -> tuple[str, str] | None:
    """Give the secret of a code that is being set up, and its address; None where none is."""
    found: tuple[str, str] | None = st.session_state.get(_CODE_SECRET)
    return found


def keep_code_secret(secret: tuple[str, str] | None) -> None:
    """Keep the secret of a code until a first one proves that the phone has it."""
    st.session_state[_CODE_SECRET] = secret
