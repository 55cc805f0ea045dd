"""Several campaigns in one database of a server, each with a folder of its own."""

from dashboard.service import Service
from dashboard.settings import Settings
from data.campaigns import POITIERS
from tests.postgresql import Cluster


def test_each_folder_finds_its_own(portes, postgresql: Cluster) -> None:
    url = postgresql.create("several")
    first = portes.json("coverage", "--database", url)
    for town in ("niort", "rennes"):
        portes.done("new", town, "--town", town.title(), "--database", url, "--start", "2024-02-01")
    assert portes.json("coverage", "--database", url) == first
    service = Service.open(Settings(url, POITIERS))
    assert service.store.campaigns() == ("rennes-2024", "niort-2024", "poitiers-2023")
    assert service.campaign().id == "poitiers-2023"
    service.store.close()
    niort = Service.open(Settings(url, portes.folder / "niort"))
    assert (niort.campaign().id, niort.quartiers()) == ("niort-2024", ())
    niort.store.close()


def test_the_same_one_is_not_begun_twice(portes, postgresql: Cluster) -> None:
    url = postgresql.create("several")
    words = ("--town", "Niort", "--database", url, "--start", "2024-02-01")
    portes.done("new", "niort", *words)
    again = portes("new", "other", *words)
    assert again.exit_code == 1 and "already holds the campaign" in again.stderr
    assert not list((portes.folder / "other").iterdir())
