"""An administrator takes a backup away and checks the database, on a phone."""

import pytest

from data import sealing

pytestmark = pytest.mark.browser
PASSPHRASE = "quatre mots sans rapport"


def test_a_backup_is_taken_away(journey) -> None:
    trip = journey(390)
    page = trip.page
    page.goto(f"{trip.address}/donnees")
    page.get_by_role("radio", name="Sauvegarde").click()
    page.get_by_role("textbox", name="Phrase secrète").fill(PASSPHRASE)
    page.keyboard.press("Enter")
    page.get_by_text("Y mettre le fichier de clés").click()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Télécharger la sauvegarde").click()
    name = waiting.value.suggested_filename
    assert name.startswith("poitiers-2023-") and name.endswith(".sqlite.age")
    content = waiting.value.path().read_bytes()
    assert sealing.unseal(content, PASSPHRASE).startswith(b"SQLite format 3")
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Aucune erreur trouvée").wait_for()
    assert trip.fits()
