"""`portes addresses`: a commune cut out of the BAN, downloads by the command, what it says."""

import gzip
from types import SimpleNamespace

import geopandas as gpd
import pytest
import shapely

from dashboard import ban
from dashboard.ban import fetch_ban
from dashboard.errors import DamagedFileError, SettingError, WebPageError, WrongCommuneError
from dashboard.turf import Turf
from geo.address_faults import AddressFault, AddressFinding
from geo.addresses import read_addresses
from tests.dashboard.loopback import serving

HEADER = "id;numero;rep;nom_voie;code_insee;lon;lat\n"
OURS = '86194_1;12;bis;"Rue ""Haute""";86194;0.34;46.58\n'
THEIRS = "86066_1;3;;Rue Basse;86066;0.54;46.81\n"
DEPARTMENT = (HEADER + THEIRS + OURS + THEIRS).encode()
FINDINGS = (
    AddressFinding(AddressFault.DUPLICATE, 7, {"label": "9", "street": "Rue A", "first": 3}),
    AddressFinding(AddressFault.OUTSIDE, None, {"count": 2}),
)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def brought(monkeypatch):
    """Put a stand-in for the import in place; give what it was asked for and its report."""
    asked = SimpleNamespace(files=[])
    asked.report = SimpleNamespace(addresses=3, streets=1, sections=2, outside=2, findings=FINDINGS)

    def import_addresses(_turf, path, filename):
        asked.files.append((path.read_bytes(), filename))
        return asked.report

    monkeypatch.setattr(Turf, "import_addresses", import_addresses)
    return asked


@pytest.mark.parametrize("pack", [gzip.compress, bytes])
def test_the_rows_of_the_commune_are_cut_out_of_the_department(tmp_path, pack):
    out = tmp_path / "ban.csv"
    content = pack(DEPARTMENT)
    with serving(content) as server:
        came = fetch_ban("86194", out, template=server.url + "{department}.csv.gz")
    assert out.read_text() == HEADER + OURS
    assert (came.path, came.received, came.resumed) == (out, len(content), False)
    assert [path.name for path in tmp_path.iterdir()] == ["ban.csv"]
    assert read_addresses(out).frame["street"].tolist() == ['Rue "Haute"']


def test_a_city_of_arrondissements_is_all_of_them(tmp_path):
    content = DEPARTMENT.replace(b"86194", b"75113").replace(b"86066", b"75101")
    with serving(content) as server:
        fetch_ban("75056", tmp_path / "ban.csv", template=server.url)
    assert (tmp_path / "ban.csv").read_bytes() == content


def test_the_file_of_a_commune_is_taken_as_it_is(tmp_path):
    with serving(gzip.compress(DEPARTMENT)) as server:
        fetch_ban("86194", tmp_path / "ban.csv", template=server.url + "{commune}.csv")
    assert (tmp_path / "ban.csv").read_bytes() == DEPARTMENT


def test_a_file_that_does_not_say_the_communes_is_taken_whole(tmp_path):
    content = b"numero,street,lon,lat\n1,Rue A,0.3,46.5\n"
    with serving(content) as server:
        fetch_ban("86194", tmp_path / "ban.csv", template=server.url)
    assert (tmp_path / "ban.csv").read_bytes() == content


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (gzip.compress(DEPARTMENT, mtime=0)[:-9], DamagedFileError),
        (gzip.compress(DEPARTMENT, mtime=0)[:20] + b"!" * 90, DamagedFileError),
        (b"<!DOCTYPE html><title>Sign in</title>", WebPageError),
        ((HEADER + THEIRS).encode(), WrongCommuneError),
    ],
)
def test_files_that_came_whole_and_are_none(tmp_path, content, error):
    with serving(content) as server, pytest.raises(error):
        fetch_ban("86194", tmp_path / "ban.csv", template=server.url)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("code", ["", "8619", "poitiers", "../86194", "861940"])
def test_codes_of_no_commune(tmp_path, code):
    with pytest.raises(SettingError):
        fetch_ban(code, tmp_path / "ban.csv")


def test_the_official_address_is_the_default(monkeypatch, tmp_path):
    asked = []

    def nothing(url, *_words, **_more):
        asked.append(url)
        raise SettingError(name="", value="", expected="")

    monkeypatch.setattr("dashboard.fetching.fetch", nothing)
    with pytest.raises(SettingError):
        fetch_ban("86194", tmp_path / "ban.csv")
    assert asked == ["https://adresse.data.gouv.fr/data/ban/adresses/latest/csv/adresses-86.csv.gz"]
    assert ban.BAN_URL.startswith("https://")


def test_the_command_downloads(portes, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with serving(gzip.compress(DEPARTMENT), breaks=[20]) as server:
        result = portes("addresses", "fetch", "--commune", "86194", "--url", server.url)
    assert result.exit_code == 0, result.output
    assert result.stdout == "The addresses are in ban-86194.csv.\n"
    assert "portes addresses import ban-86194.csv" in result.stderr
    assert (portes.folder / "ban-86194.csv").read_text() == HEADER + OURS
    assert len(server.asked) == 2


def test_the_command_goes_on_where_it_stopped(portes, monkeypatch):
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    words = ("addresses", "fetch", "--commune", "86194", "--out", "mine.csv", "--url")
    content = gzip.compress(DEPARTMENT)
    with serving(content, breaks=[20, 1, 1, 1, 1]) as server:
        broken = portes(*words, server.url)
        assert broken.exit_code == 1
        assert broken.stderr.count("\n") == 1
        assert "broke off; 24 bytes are here. Call the same command again" in broken.stderr
        done = portes(*words, server.url)
    assert done.exit_code == 0, done.output
    assert "The download went on where it had stopped." in done.stderr
    assert f"{len(content)} bytes came." in done.stderr
    assert [path.name for path in portes.folder.glob("*mine*")] == ["mine.csv"]


def test_the_command_takes_the_commune_of_the_campaign_and_brings_it_in(portes, brought):
    with serving(DEPARTMENT) as server:
        result = portes("addresses", "fetch", "--url", server.url, "--import")
    assert result.exit_code == 0, result.output
    assert brought.files == [((HEADER + OURS).encode(), "ban-86194.csv")]
    assert "Street sections: 2" in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--commune", "Poitiers"], 2, "“Poitiers” cannot be used for --commune."),
        (["--commune", "86194", "--url", "file:///etc/hosts"], 2, "--url"),
        (["--commune", "86194", "--url", "http://127.0.0.1:1/x"], 1, "127.0.0.1 cannot be reached"),
    ],
)
def test_what_cannot_be_downloaded_is_one_line(portes, words, code, said):
    result = portes("addresses", "fetch", *words)
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert [path.name for path in portes.folder.glob("ban*")] == []


def test_without_internet_it_says_how_to_go_on_in_french(portes):
    words = ("addresses", "fetch", "--commune", "86194", "--url", "http://127.0.0.1:1/x")
    said = portes(*words, PORTES_LANG="fr").stderr
    assert "127.0.0.1 est injoignable." in said
    assert "portes addresses import FICHIER" in said


def test_the_command_says_what_came_in(portes, brought):
    (portes.folder / "bal.csv").write_text("anything")
    result = portes("addresses", "import", "bal.csv")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "Addresses: 3",
        "Streets: 1",
        "Street sections: 2",
        "Addresses in no quartier: 2",
    ]
    assert result.stderr.startswith("Row 7: The address 9 Rue A is there already (row 3)")
    assert brought.files == [(b"anything", "bal.csv")]


def test_rows_left_out_are_code_1_and_addresses_of_elsewhere_are_told(portes, brought):
    (portes.folder / "bal.csv").write_text("anything")
    bad = AddressFinding(AddressFault.BAD_NUMBER, 4, {"value": "?"})
    brought.report.findings = (bad,) * 25
    result = portes("addresses", "import", "bal.csv")
    assert result.exit_code == 1
    assert result.stderr.count("“?” is no house number.") == 20
    assert "… and 5 more findings." in result.stderr
    brought.report.findings, brought.report.sections = (), 0
    result = portes("addresses", "import", "bal.csv")
    assert result.exit_code == 0
    assert "No address lies in a quartier of the campaign" in result.stderr


def test_the_ban_of_elsewhere_is_counted_and_changes_nothing(portes, shared):
    result = portes("addresses", "import", shared / "reference/ban_butte_aux_cailles.csv")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Addresses: 55",
        "Streets: 2",
        "Street sections: 0",
        "Addresses in no quartier: 55",
    ]
    assert "Addresses of the commune 75113, not of 86194: 55." in result.stderr


def test_a_ban_of_poitiers_becomes_sections_once(portes):
    rows = [f"{n};Rue Haute;86194;{0.34 + n / 1e5};46.58" for n in range(1, 41)]
    text = "\n".join(["numero;nom_voie;code_insee;lon;lat", *rows])
    (portes.folder / "ban.csv").write_text(text)
    for _time in range(2):
        said = portes.done("addresses", "import", "ban.csv")
        assert said.splitlines() == [
            "Addresses: 40",
            "Streets: 1",
            "Street sections: 1",
            "Addresses in no quartier: 0",
        ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("junk.ascii.csv", "its columns are neither those of the BAN nor those of a BAL."),
        ("without-voie_nom-nor-toponyme.csv", "it has no column with the street"),
        ("without_row.csv", "it has column names but no rows."),
    ],
)
def test_broken_files_are_refused_in_one_line(portes, shared, name, said):
    result = portes("addresses", "import", shared / "reference/bal" / name)
    assert result.exit_code == 1
    assert f"“{name}” cannot be used as a list of addresses: {said}" in result.stderr
    assert (result.stdout, result.stderr.count("\n")) == ("", 1)


PLACES = {
    "1": (2.350, 48.828, 2.356, 48.831),  # the Butte-aux-Cailles
    "2": (1.02, 43.10, 1.04, 43.12),  # Escoulis
    "3": (7.6, 48.5, 7.8, 48.7),  # Strasbourg
    "4": (-1.53, 48.13, -1.52, 48.15),  # Acigné
    "5": (-4.36, 48.38, -4.34, 48.40),  # Plougastel-Daoulas
}
"""Boxes (degrees) around the places that the reference files are of."""
COUNTS = {
    "ban_butte_aux_cailles.csv": (55, 2, 2),
    "bal/1.3-valid.csv": (1, 1, 1),
    "bal/1.4-valid.csv": (1, 1, 1),
    "bal/1.5-valid.csv": (1, 1, 1),
    "bal/auto-detect-1.4.csv": (1, 1, 1),
    "bal/toponyme-replacing-voie_nom.csv": (1, 1, 1),
    "bal/sample.csv": (10, 8, 8),
}
"""Addresses, streets and sections of the files that have to go in."""


def test_reference_files_go_in_where_there_are_quartiers(portes, shared, monkeypatch):
    monkeypatch.delenv("PORTES_DATABASE")
    frame = gpd.GeoDataFrame(
        {"code": list(PLACES), "name": [f"Place {code}" for code in PLACES]},
        geometry=[shapely.box(*box) for box in PLACES.values()],
        crs=4326,
    )
    frame.to_file(portes.folder / "places.geojson")
    portes.done("new", "elsewhere", "--commune", "75056")
    here = ("--campaign", "elsewhere")
    words = ("places.geojson", "--code", "code", "--name", "name", "--elsewhere")
    portes.done("quartiers", "use", *words, *here)
    for name, (addresses, streets, sections) in COUNTS.items():
        said = portes.done("addresses", "import", shared / "reference" / name, *here)
        assert said.splitlines() == [
            f"Addresses: {addresses}",
            f"Streets: {streets}",
            f"Street sections: {sections}",
            "Addresses in no quartier: 0",
        ], name
