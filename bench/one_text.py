"""A page that changes one text, which the results page is measured against.

It stands in the same app, under the same frame, and has the same list of questions in a fragment;
``python -c "from bench.one_text import main; main()" run`` serves the app with it.
"""

from html import escape
from pathlib import Path

ADDRESS = "one-text"


def main() -> None:
    """Run the `portes` command with this page among the others of the app."""
    from dashboard import cli, navigation
    from dashboard.navigation import FIRST, PLACES, Place
    from data.model import Role

    file = str(Path(__file__).with_suffix(""))
    page = Place(file, "One text", "title", ADDRESS, Role.COORDINATOR)
    navigation.PLACES = {**PLACES, FIRST: (*PLACES[FIRST], page)}
    cli.main()


def draw() -> None:
    """Draw the page."""
    import streamlit as st

    from dashboard import cached
    from dashboard.components import frame, results_question
    from dashboard.i18n import text

    @st.fragment
    def question() -> None:
        with frame.errors_explained(), cached.one_revision():
            chosen = results_question.choose(cached.questionnaire().ratings)
            st.html(f'<p class="one-text">{escape(text(chosen.text))}</p>')

    st.title("One text")
    question()


if __name__ == "__main__":
    draw()
