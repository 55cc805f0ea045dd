"""Themes: who spoke of what, how far coders agree, and the codebook to change."""

from collections.abc import Mapping
from html import escape

import streamlit as st

from dashboard import cached, i18n, state
from dashboard.components import field_words, frame, markup
from dashboard.components.markup import Cell, Row
from dashboard.components.verbatim_desk import THEME_KEYS
from dashboard.errors import DashboardError
from dashboard.i18n import _, ngettext, number, percent, text
from dashboard.themes import ThemeEdit, keywords_of
from data import codebook as codebook_file
from data.analysis.verbatims.agreement import Agreement
from data.codebook import LABEL
from data.errors import DataError
from data.model import Text
from data.restitution import Theme

KIND = "theme"
NEW = "new"
_SURE, _FAIR = 0.8, 0.667
_FEW = 30
_COLOUR = "#3b7dd8"


def draw(questions: Mapping[str, Text]) -> None:
    """Draw the table, the agreement and the codebook."""
    book = cached.service().answers.codebook()
    if book.themes:
        _counts(questions)
        _agreement({theme.key: text(theme.label) or theme.key for theme in book.themes})
    _codebook(book.themes)


def _counts(questions: Mapping[str, Text]) -> None:
    """Draw who spoke of what, for the whole town."""
    st.header(_("What the answers are about"))
    answers, k = cached.service().answers, cached.overview().campaign.k
    found = {key: answers.theme_counts(key) for key in questions}
    if not any(one.answers for one in found.values()):
        st.info(
            _("No answer has been coded yet. The table fills as answers are read and coded."),
            icon=":material/label:",
        )
        return
    by_theme = {key: {theme.key: theme.n for theme in one.themes} for key, one in found.items()}
    spoken = [
        theme
        for theme in answers.codebook().themes
        if any(theme.key in themes for themes in by_theme.values())
    ]
    rows = [
        Row(
            [
                text(theme.label) or theme.key,
                *(_cell(by_theme[key], theme.key, found[key].answers, k) for key in questions),
            ]
        )
        for theme in spoken
    ]
    foot = Row([_("Answers coded"), *(number(found[key].answers) for key in questions)])
    heads = [_("Theme"), *(text(short) or key for key, short in questions.items())]
    st.html(
        markup.table(_("Answers by theme, whole town"), heads, rows, foot=foot), width="stretch"
    )
    st.caption(
        ngettext(
            "An answer may have several themes. A theme with fewer than {n} answer has no "
            "number in this table, nor in public.",
            "An answer may have several themes. A theme with fewer than {n} answers has no "
            "number in this table, nor in public.",
            k,
        )
        + " "
        + _("Where coders differ, a theme counts if at least half of them gave it.")
    )


def _cell(themes: Mapping[str, int | None], key: str, answers: int, k: int) -> Cell:
    """Give the number of one theme for one question."""
    if key not in themes:
        return Cell("–")
    n = themes[key]
    if n is None:
        return Cell(_("under {k}", k=k))
    share = n / answers if answers else 0
    return Cell(number(n), percent(share), bar=share, colour=_COLOUR)


def _agreement(labels: Mapping[str, str]) -> None:
    """Say how far coders agree, and on what they do not."""
    st.header(_("How far coders agree"))
    found = cached.service().answers.agreement()
    if not found.answers:
        st.info(
            _(
                "No answer has been coded by two people yet. Once everything is coded, a tenth of "
                "the answers is proposed to a second person."
            ),
            icon=":material/group:",
        )
        return
    st.markdown(_verdict(found))
    if found.answers < _FEW:
        st.caption(
            _("With so few answers coded twice, these figures can still change a great deal.")
        )
    rows = [
        Row(
            [
                labels.get(one.theme, one.theme),
                number(one.given),
                _alpha(one.alpha),
                meaning(one.alpha),
            ]
        )
        for one in found.themes
        if one.given
    ]
    if rows:
        heads = [_("Theme"), _("Answers"), _("Alpha"), _("What it means")]
        st.html(markup.details(_("Agreement by theme"), markup.table("", heads, rows)))
    with st.expander(_("How to read this figure"), icon=":material/help:"):
        st.markdown(
            _(
                "Krippendorff’s alpha says how far two people who code the same answers agree, "
                "beyond what chance would give: 1 is full agreement, 0 is chance. From "
                "{sure} on, a theme can be relied on. From {fair} to {sure} it allows cautious "
                "conclusions. Below, the theme is not clear enough: talk about the answers on "
                "which you differ, sharpen the theme, and code again.",
                sure=number(_SURE, 1),
                fair=number(_FAIR, 2),
            )
        )


def _verdict(found: Agreement) -> str:
    """Say in a sentence how far coders agree."""
    counted = ngettext(
        "{n} answer was coded by two people or more.",
        "{n} answers were coded by two people or more.",
        found.answers,
    )
    if found.alpha is None:
        return counted + " " + _("They do not suffice to measure agreement.")
    return (
        _("**Alpha {alpha}: {meaning}.**", alpha=_alpha(found.alpha), meaning=meaning(found.alpha))
        + " "
        + counted
    )


def _alpha(alpha: float | None) -> str:
    return "–" if alpha is None else number(alpha, 2)


def meaning(alpha: float | None) -> str:
    """Say in plain words what an alpha is worth."""
    if alpha is None:
        return _("cannot be measured yet")
    if alpha >= _SURE:
        return _("reliable")
    if alpha >= _FAIR:
        return _("usable with caution")
    return _("not clear enough: talk it over")


def _codebook(themes: tuple[Theme, ...]) -> None:
    """Draw the themes with their keywords, each to be changed."""
    answers = cached.service().answers
    st.header(_("The codebook"))
    st.caption(
        _(
            "Keywords only propose a theme; a person confirms. Accents, capitals, plurals and "
            "feminines do not matter; “arbr*” stands for all words that begin like it."
        )
    )
    if not themes:
        st.info(_("There is no theme yet."), icon=":material/label_off:")
        if answers.can_begin():
            st.button(
                _("Take the themes of the campaign’s folder"),
                key="begin-themes",
                type="primary",
                on_click=_begin,
            )
    usage = answers.usage() if themes else {}
    offered = [theme.key for theme in themes if not theme.archived]
    for place, theme in enumerate(themes, start=1):
        if state.editing(KIND) == theme.key:
            _form(theme, place, len(themes))
        else:
            hotkey = offered.index(theme.key) if theme.key in offered else len(THEME_KEYS)
            _row(theme, usage.get(theme.key, 0), (*THEME_KEYS, "")[min(hotkey, len(THEME_KEYS))])
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
            st.download_button(
                _("Download the codebook"),
                lambda: codebook_file.dumps(answers.codebook()).encode(),
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
        st.button(
            _("Change"),
            key=f"change-{theme.key}",
            icon=":material/edit:",
            type="tertiary",
            help=_("Change “{theme}”", theme=markup.plain(label)),
            on_click=state.edit,
            args=(KIND, theme.key),
        )


def _begin() -> None:
    """Take over the themes of the folder, or say why that cannot be."""
    field_words.attempt(cached.service().answers.begin)


def _form(theme: Theme | None, place: int, places: int) -> None:
    """Draw the form of a theme, a new one where it is None."""
    languages = cached.overview().campaign.languages
    name = theme.key if theme else NEW
    with st.form(f"theme-form-{name}"):
        labels = {
            code: st.text_input(
                _("Name ({language})", language=i18n.LANGUAGES.get(code, code)),
                theme.label.get(code, "") if theme else "",
                max_chars=LABEL,
                key=f"{state.turn('theme')}-{name}-{code}",
            )
            for code in languages
        }
        keywords = st.text_area(
            _("Keywords, separated by commas"),
            ", ".join(theme.keywords) if theme else "",
            key=f"{state.turn('theme')}-{name}-keywords",
        )
        wish = st.number_input(
            _("Place in the list"), 1, places, place, key=f"{state.turn('theme')}-{name}-place"
        )
        archived = st.checkbox(
            _("Put aside: offered no more, what was coded stays"),
            theme.archived if theme else False,
            key=f"{state.turn('theme')}-{name}-archived",
        )
        with st.container(horizontal=True):
            save = st.form_submit_button(_("Save"), type="primary", icon=":material/check:")
            leave = st.form_submit_button(_("Change nothing"))
    if leave:
        _close()
    if save:
        edit = ThemeEdit(labels, keywords_of(keywords or ""), archived, int(wish))
        _save(theme, edit)


def _save(theme: Theme | None, edit: ThemeEdit) -> None:
    """Keep what stands in the form, or say why not."""
    answers = cached.service().answers
    try:
        if theme is None:
            answers.add_theme(edit)
        else:
            answers.change_theme(theme.key, edit)
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
