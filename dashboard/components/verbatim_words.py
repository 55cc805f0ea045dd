"""Words: those that a quartier uses more than the others, and any word where it was said."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard import cached, state
from dashboard.components import markup
from dashboard.components.markup import Row
from dashboard.i18n import _, ngettext, number, text
from data.analysis.verbatims.concordance import Occurrence
from data.analysis.verbatims.keyness import KeyWord
from data.model import Text

MOST = 200
"""Most occurrences that are listed."""
_WORDS = 8


def draw(questions: Mapping[str, Text]) -> None:
    """Draw the key words, then the search."""
    names = {quartier.code: quartier.name for quartier in cached.quartiers()}
    found = cached.key_words()
    if not found:
        st.info(
            _("No answer has been read yet. Words are counted in confirmed texts only."),
            icon=":material/menu_book:",
        )
        return
    _search(questions, names)
    _key_words(found, names)


def _key_words(found: Mapping[str, tuple[KeyWord, ...]], names: Mapping[str, str]) -> None:
    """Draw the key words of each quartier, or those of the one that is chosen."""
    st.header(_("Key words of the quartiers"))
    st.caption(
        _(
            "Words that a quartier uses more than the rest of the town, counted by respondent: at "
            "least 3 of them used each. For the team only: they are not published. With hundreds "
            "of words, some stand out by chance."
        )
    )
    known = {state.TOWN: _("All quartiers")} | {code: names.get(code, code) for code in found}
    state.drop_unknown(state.KEY_WORDS, known)
    chosen = st.selectbox(
        _("Show"),
        list(known),
        format_func=known.__getitem__,
        key=state.KEY_WORDS,
        persist_state="session",
        width=340,
    )
    st.html(_of_one(known[chosen], found[chosen]) if chosen else _of_all(known, found))


def _of_all(names: Mapping[str, str], found: Mapping[str, tuple[KeyWord, ...]]) -> str:
    """Give the key words of all quartiers, one row each."""
    rows = [
        Row([names[code], _listed(words) if words else _("no word stands out")])
        for code, words in found.items()
    ]
    heads = [_("Quartier"), _("Key words, with the people who used them")]
    table = markup.table(_("Key words by quartier"), heads, rows)
    return f'<div class="spoken">{table}</div>'


def _listed(words: tuple[KeyWord, ...]) -> str:
    return ", ".join(f"{one.word} ({number(one.respondents)})" for one in words[:_WORDS])


def _of_one(name: str, words: tuple[KeyWord, ...]) -> str:
    """Give the key words of one quartier with their figures."""
    if not words:
        return f"<p>{escape(_('No word stands out in {name}.', name=name))}</p>"
    rows = [
        Row([one.word, number(one.respondents), number(one.elsewhere), number(one.z, 1)])
        for one in words
    ]
    heads = [_("Word"), _("People here"), _("People elsewhere"), _("Strength (z)")]
    return markup.table(_("Key words of {name}", name=name), heads, rows)


def _search(questions: Mapping[str, Text], names: Mapping[str, str]) -> None:
    """Draw the search for a word, and what was said around it."""
    st.header(_("A word in its context"))
    sought = st.text_input(
        _("Word or words to look for"),
        key=state.SOUGHT,
        icon=":material/search:",
        max_chars=60,
        placeholder=_("for example: bus, pas de bus, arbr*"),
        help=_("Confirmed texts only. Accents, capitals, plurals and feminines do not matter."),
        persist_state="session",
        width=460,
    )
    wish = (sought or "").strip()
    if not wish:
        return
    found = cached.service().answers.in_context(wish)
    if not found:
        st.markdown(_("“{word}” stands in no confirmed text.", word=markup.plain(wish)))
        return
    st.html(context_table(wish, found[:MOST], questions, names))
    if len(found) > MOST:
        st.caption(ngettext("and {n} more", "and {n} more", len(found) - MOST))


def context_table(
    word: str,
    found: tuple[Occurrence, ...],
    questions: Mapping[str, Text],
    names: Mapping[str, str],
) -> str:
    """Give the occurrences as a table in which the word stands out; texts are escaped."""
    caption = ngettext(
        "“{word}”: {n} occurrence", "“{word}”: {n} occurrences", len(found), word=word
    )
    heads = "".join(
        f'<th scope="col">{escape(head)}</th>'
        for head in (_("In context"), _("Question"), _("Quartier"))
    )
    body = "".join(
        f'<tr><td><div class="kwic"><span>{escape(one.left)}</span><mark>{escape(one.word)}</mark>'
        f"<span>{escape(one.right)}</span></div></td>"
        f"<td>{escape(text(questions.get(one.question, {})) or one.question)}</td>"
        f"<td>{escape(names.get(one.quartier, one.quartier))}</td></tr>"
        for one in found
    )
    return (
        f'<div class="spoken"><table class="sheet"><caption>{escape(caption)}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )
