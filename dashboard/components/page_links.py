"""Links from one page to another."""

from pathlib import Path

import streamlit as st

PAGES = Path(__file__).resolve().parents[2] / "pages"
"""Streamlit looks for pages beside the script it was started with, which is not where they are."""


def draw(page: str, label: str, icon: str) -> None:
    """Draw a link to a page, named by its file without the ending."""
    st.page_link(PAGES / f"{page}.py", label=label, icon=f":material/{icon}:")
