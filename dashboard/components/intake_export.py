"""Taking records and figures out: CSV for spreadsheets, GeoJSON for maps."""

from typing import NamedTuple

import streamlit as st

from dashboard import cached
from dashboard.components import passphrase
from dashboard.i18n import _
from dashboard.service import Service
from data import sealing

SEALED = "application/octet-stream"
MIME = {"csv": "text/csv", "geojson": "application/geo+json"}


class Offer(NamedTuple):
    """One kind of thing that can be taken out."""

    what: str
    title: str
    note: str
    formats: tuple[str, ...]


def draw() -> None:
    """Offer the downloads; each is made when it is asked for."""
    campaign = cached.overview().campaign
    secret = passphrase.ask("export-passphrase")
    if secret is None:
        return
    for offer in _offers():
        with st.container(border=True, key=f"export-{offer.what}"):
            words, buttons = st.columns([5, 3], vertical_alignment="center", gap="small")
            words.markdown(f"**{offer.title}**  \n{offer.note}")
            with buttons.container(horizontal=True, horizontal_alignment="right"):
                for kind in offer.formats:
                    _button(offer, kind, f"{campaign.id}-{offer.what}.{kind}", secret)


def _button(offer: Offer, kind: str, name: str, secret: str) -> None:
    """Draw one download."""
    service = cached.service()

    def make() -> bytes:
        plain = content(service, offer.what, kind)
        return sealing.seal(plain, secret) if secret else plain

    st.download_button(
        {"csv": "CSV", "geojson": "GeoJSON"}[kind],
        make,
        file_name=name + sealing.SUFFIX if secret else name,
        mime=SEALED if secret else MIME[kind],
        icon=":material/download:",
        on_click="ignore",
        key=f"export-{offer.what}-{kind}",
    )


def content(service: Service, what: str, kind: str) -> bytes:
    """Give the file."""
    return "".join(service.records.export(what, kind)).encode()  # type: ignore[arg-type]


def _offers() -> tuple[Offer, ...]:
    """Give what can be taken out."""
    return (
        Offer(
            "coverage",
            _("Coverage"),
            _("Doors knocked, opened and interviews against the target, by quartier."),
            ("csv", "geojson"),
        ),
        Offer(
            "results",
            _("Results"),
            _(
                "Mean, interval and distribution by question and quartier. Fragile figures are in "
                "it: look at it again before you publish."
            ),
            ("csv", "geojson"),
        ),
        Offer("visits", _("Visits"), _("One row a visit."), ("csv",)),
        Offer(
            "responses",
            _("Questionnaires"),
            _("One row a questionnaire, open answers included: keep this file to yourselves."),
            ("csv",),
        ),
    )
