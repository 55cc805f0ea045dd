"""What the campaign says at the doors and on paper: edited, and shown as it will be printed."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from html import escape
from typing import Any, NamedTuple

import streamlit as st

from dashboard import cached, i18n, printing, state
from dashboard.components import field_words
from dashboard.components.paper_look import STYLE
from dashboard.i18n import _, using
from data.errors import TextTooLongError
from data.model import Campaign
from data.printed import MOST_LINE, MOST_WORDS, texts_of, with_texts

_HEIGHT = 330
"""Of a text to edit, in pixels."""


class Kind(NamedTuple):
    """One of the two texts that are translated."""

    field: str
    heading: str
    """As it stands on the paper, English template."""
    usual: Callable[[Campaign, str], str]
    printed: Callable[[Campaign, str], list[object]]


NOTICE = Kind(
    "notice",
    i18n.N_("Information for the people we ask"),
    printing.usual_notice,
    printing.notice_as_printed,
)
SCRIPT = Kind("script", i18n.N_("At the door"), printing.usual_script, printing.script_as_printed)


def draw(saved: Campaign) -> None:
    """Draw the fields, starting from what is saved, the previews, and the button that saves."""
    st.html(STYLE)
    st.header(_("What we say at the doors"))
    st.caption(_("Printed on the sheet of each pair and on the cards they leave."))
    wished = _lines(saved)
    codes = offered(saved)
    for code, tab in zip(codes, st.tabs([i18n.LANGUAGES[code] for code in codes]), strict=True):
        with tab:
            wished = _words(saved, wished, code)
    _half_done(wished, codes)
    _save(saved, wished)


def offered(campaign: Campaign) -> Sequence[str]:
    """Give the languages to edit, the one on the screen first."""
    known = [code for code in campaign.languages if code in i18n.LANGUAGES]
    return sorted(known or i18n.LANGUAGES, key=lambda code: code != i18n.language())


def _lines(saved: Campaign) -> Campaign:
    """Draw the three lines that are the same in all languages."""
    who, reach, read = st.columns(3)
    organiser = who.text_input(
        _("Who organises"),
        saved.organiser,
        max_chars=MOST_LINE,
        placeholder=_("The name of your collective"),
        key="texts-organiser",
    )
    contact = reach.text_input(
        _("How to reach you"),
        saved.contact,
        max_chars=MOST_LINE,
        placeholder=_("E-mail, telephone or address"),
        help=_("Everybody at whose door you knock gets it: take one of the collective."),
        key="texts-contact",
    )
    results = read.text_input(
        _("Where the results can be read (optional)"),
        saved.results_at,
        max_chars=MOST_LINE,
        placeholder=_("A meeting, a page, a town hall"),
        key="texts-results",
    )
    if not contact.strip():
        st.info(
            _(
                "Without a contact, paper has a dotted line that each pair has to fill in by hand. "
                "People have a right to know whom to ask."
            ),
            icon=":material/edit_note:",
        )
    return replace(saved, organiser=organiser, contact=contact, results_at=results)


def _words(saved: Campaign, wished: Campaign, code: str) -> Campaign:
    """Draw the texts of one language, each beside what will be printed of it."""
    for kind in (NOTICE, SCRIPT):
        edit, look = st.columns(2, gap="large")
        with edit:
            wished = _edited(kind, saved, wished, code)
        with look:
            st.html(preview(kind, wished, code))
    return wished


def _edited(kind: Kind, saved: Campaign, wished: Campaign, code: str) -> Campaign:
    """Draw one text to edit; what is the usual text, or blank, is not kept as an own one."""
    usual = kind.usual(saved, code)
    own: dict[str, str] = dict(getattr(wished, kind.field))
    key = f"texts-{kind.field}-{code}"
    state.begin(key, own.get(code, usual))
    typed = st.text_area(
        _label(kind),
        height=_HEIGHT,
        max_chars=MOST_WORDS,
        help=_("A line that begins with “- ” becomes an item of a list."),
        key=key,
    ).strip()
    is_usual = typed in ("", usual)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Put the usual text back"),
            icon=":material/restart_alt:",
            type="tertiary",
            key=f"{key}-usual",
            disabled=typed == usual,
            on_click=_put,
            args=(key, usual),
        )
        st.caption(_("The usual text.") if is_usual else _("Your own text."))
    if kind is NOTICE:
        st.caption(_("What it promises, and until when, is for you to keep: read it again."))
    own.pop(code, None)
    changed: dict[str, Any] = {kind.field: own if is_usual else own | {code: typed}}
    return replace(wished, **changed)


def _label(kind: Kind) -> str:
    """Name a text to edit."""
    if kind is NOTICE:
        return _("What people are told before they answer")
    return _("What is said at the door")


def _put(key: str, text: str) -> None:
    """Put a text into a field."""
    state.put(key, text)


def preview(kind: Kind, campaign: Campaign, code: str) -> str:
    """Give one text as it will be printed, as HTML; all of it escaped."""
    with using(code):
        heading = escape(_(kind.heading))
    parts = []
    for part in kind.printed(campaign, code):
        if isinstance(part, list):
            parts.append(f"<ul>{''.join(f'<li>{escape(item)}</li>' for item in part)}</ul>")
        else:
            parts.append(f"<p>{escape(str(part))}</p>")
    title = escape(_("As it will be printed"))
    return (
        f'<figure class="paper {kind.field}"><figcaption>{title}</figcaption>'
        f'<div lang="{code}"><h3>{heading}</h3>{"".join(parts)}</div></figure>'
    )


def _half_done(wished: Campaign, codes: Sequence[str]) -> None:
    """Say where one language has words of its own and another one has not."""
    for kind in (NOTICE, SCRIPT):
        own = [code for code in codes if code in getattr(wished, kind.field)]
        if own and len(own) < len(codes):
            left = ", ".join(i18n.LANGUAGES[code] for code in codes if code not in own)
            st.warning(
                _(
                    "“{text}”: your own text in one language, still the usual one under the tab "
                    "{languages}. Both should say the same.",
                    text=_(kind.heading),
                    languages=left,
                ),
                icon=":material/translate:",
            )


def _save(saved: Campaign, wished: Campaign) -> None:
    """Draw the button that saves, and say how things stand."""
    problem = state.take_problem()
    if problem:
        st.error(problem, icon=":material/error:")
    same = _tidied(saved, wished) == saved
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("Save these texts"),
            type="primary",
            icon=":material/save:",
            key="texts-save",
            disabled=same,
            on_click=_keep,
            args=(wished,),
        )
        state_of = _("These are the texts as saved.")
        st.caption(state_of if same else _("These texts are not saved yet."))
    if same and state.recall(state.TEXTS_SAVED, cached.key()):
        st.success(
            _("The texts are saved. Sheets and cards printed from now on have them."),
            icon=":material/check_circle:",
        )


def _tidied(saved: Campaign, wished: Campaign) -> Campaign:
    """Give what would be kept; as it is where it could not be."""
    try:
        return with_texts(saved, texts_of(wished))
    except TextTooLongError:
        return wished


def _keep(wished: Campaign) -> None:
    """Keep the texts."""
    if field_words.attempt(lambda: cached.service().planning.save_texts(wished)):
        state.remember(state.TEXTS_SAVED, cached.key(), True)
