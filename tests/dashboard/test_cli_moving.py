"""`portes move`, as a person types it."""

import pytest

from tests.postgresql import Cluster


@pytest.mark.parametrize("kind", ["file", "server"])
def test_everything_is_found_in_the_other_database(portes, kind: str, request) -> None:
    other = f"sqlite:///{portes.folder}/other.sqlite"
    if kind == "server":
        cluster: Cluster = request.getfixturevalue("postgresql")
        other = cluster.create("moved")
    portes.done("demo")
    before = portes.json("coverage")
    result = portes("move", "--to", other)
    assert result.exit_code == 0, result.output
    assert "poitiers-2023" in result.stdout and "equal on both sides" in result.stdout
    assert "PORTES_DATABASE=" in result.stderr
    assert portes.json("coverage", "--database", other) == before == portes.json("coverage")
    again = portes("move", "--to", other)
    assert again.exit_code == 1
    assert "not empty" in again.stderr and len(again.stderr.splitlines()) == 1


def test_a_password_is_never_shown(portes) -> None:
    result = portes("move", "--to", "postgresql+psycopg://portes:s3cret@127.0.0.1:1/portes")
    assert result.exit_code == 1
    assert "s3cret" not in result.output
