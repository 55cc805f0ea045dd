"""The codebook: its themes with their keywords, each to be changed."""

from html import escape

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.components import change_button, field_words, frame, markup
from dashboard.components.verbatim_desk import THEME_KEYS
from dashboard.errors import DashboardError
from dashboard.i18n import _, ngettext, text
from dashboard.themes import ThemeEdit, keywords_of
from data import codebook as codebook_file
from data.codebook import LABEL
from data.errors import DataError
from data.restitution import Theme

KIND = "theme"
NEW = "new"


def draw(themes: tuple[Theme, ...]) -> None:
    """Draw the themes with their keywords, each to be changed."""
    st.header(_("The codebook"))
    st.caption(
        _(
            "Keywords only propose a theme; a person confirms. Accents, capitals, plurals and "
            "feminines do not matter; “arbr*” stands for all words that begin like it."
        )
    )
    if not themes:
        _nothing_yet()
    _list(themes)
    if state.editing(KIND) == NEW:
        _form(None, len(themes) + 1, len(themes) + 1)
    with st.container(horizontal=True):
        if state.editing(KIND) != NEW:
            st.button(
                _("Add a theme"),
                key="new-theme",
                icon=":material/add:",
                on_click=state.edit,
                args=(KIND, NEW),
            )
        if themes:
            _download()


def _nothing_yet() -> None:
    """Say that there is no theme, and offer those of the folder where it has any."""
    st.info(_("There is no theme yet."), icon=":material/label_off:")
    if cached.service().themes.can_begin():
        st.button(
            _("Take the themes of the campaign’s folder"),
            key="begin-themes",
            type="primary",
            on_click=_begin,
        )


def _list(themes: tuple[Theme, ...]) -> None:
    """Draw the themes, the one that is being changed as a form."""
    usage = cached.service().themes.usage() if themes else {}
    offered = [theme.key for theme in themes if not theme.archived]
    hotkeys = dict(zip(offered, THEME_KEYS, strict=False))
    for place, theme in enumerate(themes, start=1):
        if state.editing(KIND) == theme.key:
            _form(theme, place, len(themes))
        else:
            _row(theme, usage.get(theme.key, 0), hotkeys.get(theme.key, ""))


def _download() -> None:
    """Offer the codebook as a file."""
    themes = cached.service().themes
    st.download_button(
        _("Download the codebook"),
        lambda: codebook_file.dumps(themes.codebook()).encode(),
        file_name="codebook.toml",
        mime="application/toml",
        icon=":material/download:",
        key="codebook-file",
        on_click="ignore",
    )


def _row(theme: Theme, used: int, hotkey: str) -> None:
    """Draw one theme."""
    label = text(theme.label) or theme.key
    others = " · ".join(words for code, words in theme.label.items() if words and words != label)
    cap = f"<kbd>{escape(hotkey.upper())}</kbd>" if hotkey and not theme.archived else "<kbd></kbd>"
    small = f" <small>{escape(others)}</small>" if others else ""
    tag = f" <em>{escape(_('put aside'))}</em>" if theme.archived else ""
    counted = escape(ngettext("{n} answer", "{n} answers", used))
    words = escape(", ".join(theme.keywords) or _("no keyword"))
    with st.container(horizontal=True, vertical_alignment="center", key=f"theme-{theme.key}"):
        st.html(
            f'<div class="theme">{cap}<div><p><strong>{escape(label)}</strong>{small}{tag} '
            f'<span>{counted}</span></p><p class="words">{words}</p></div></div>',
            width="stretch",
        )
        change_button.draw(KIND, theme.key, _("Change “{theme}”", theme=markup.plain(label)))


def _begin() -> None:
    """Take over the themes of the folder, or say why that cannot be."""
    field_words.attempt(cached.service().themes.begin)


def _form(theme: Theme | None, place: int, places: int) -> None:
    """Draw the form of a theme, a new one where it is None."""
    name = theme.key if theme else NEW
    with st.form(f"theme-form-{name}"):
        edit = _fields(theme, f"{state.turn('theme')}-{name}", place, places)
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save"), type="primary", icon=":material/check:")
            leave = st.form_submit_button(_("Change nothing"))
    if leave:
        _close()
    if save:
        _save(theme, edit)


def _fields(theme: Theme | None, key: str, place: int, places: int) -> ThemeEdit:
    """Draw the fields of the form; give what stands in them."""
    labels = {
        code: st.text_input(
            _("Name ({language})", language=i18n.LANGUAGES.get(code, code)),
            theme.label.get(code, "") if theme else "",
            max_chars=LABEL,
            key=f"{key}-{code}",
        )
        for code in cached.overview().campaign.languages
    }
    keywords = st.text_area(
        _("Keywords, separated by commas"),
        ", ".join(theme.keywords) if theme else "",
        key=f"{key}-keywords",
    )
    wish = st.number_input(_("Place in the list"), 1, places, place, key=f"{key}-place")
    archived = st.checkbox(
        _("Put aside: offered no more, what was coded stays"),
        theme.archived if theme else False,
        key=f"{key}-archived",
    )
    return ThemeEdit(labels, keywords_of(keywords or ""), archived, int(wish))


def _save(theme: Theme | None, edit: ThemeEdit) -> None:
    """Keep what stands in the form, or say why not."""
    themes = cached.service().themes
    try:
        if theme is None:
            themes.add(edit)
        else:
            themes.change(theme.key, edit)
    except (DataError, DashboardError) as problem:
        frame.show_problem(problem)
        return
    state.leave_message(_("The codebook is saved."))
    _close()


def _close() -> None:
    """Leave the form; it begins anew the next time."""
    state.edit(KIND)
    state.next_turn("theme")
    st.rerun()
