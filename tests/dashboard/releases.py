"""Releases for the tests of the public files: a small one to look into, and one of full size."""

from collections.abc import Callable
from datetime import date
from itertools import product

from dashboard.publication.release import (
    Area,
    Doors,
    OpenQuestion,
    Preface,
    Release,
    ThemeCount,
)
from data.analysis.release import masked_tables
from data.campaigns import POITIERS, load_folder
from data.model import Outcome, Quartier, Question, QuestionKind

HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>=1+1{{ 7*7 }}</title></style>"
FORMULA = "=HYPERLINK(1)"
CANARY = 4217
CODES = ("a", "b", "c", "d")
RING = '{{"type":"Polygon","coordinates":[[[{0},46],[{1},46],[{1},47],[{0},47],[{0},46]]]}}'
DOORS = Doors(
    *(100, 90, 50, 30, 9),
    {one.value: place for place, one in enumerate(Outcome, 1)},
    date(2023, 4, 2),
    date(2023, 7, 2),
)


def small(**more: object) -> Release:
    """Give a release in which a and b are masked; b would say 4,217 times the score 2."""
    places = [Quartier(code, f"Quartier {code}", "") for code in CODES]
    counts = [("a", "life", 4, 3), ("b", "life", 2, CANARY), ("b", "life", 5, 8)]
    counts += [(code, "life", score, 7) for code in "cd" for score in (1, 3, 5)]
    values: dict[str, object] = {
        **{"number": 1, "day": date(2023, 7, 5), "campaign": "ville", "name": {"fr": "Défi"}},
        **{"town": "Ville", "organiser": "", "contact": "", "note": {}, "languages": ("fr",)},
        "version": 1,
        "doors": DOORS,
        "areas": tuple(
            Area(code, f"Quartier {code}", 20, 25, RING.format(i, i + 1))
            for i, code in enumerate(CODES)
        ),
        "questions": (Question("life", QuestionKind.RATING, {"fr": "La vie ?"}, {"fr": "Vie"}),),
        "figures": masked_tables(["life"], places, counts, k=11, mask=["a", "b"]),
    }
    return Release(**(values | more))  # type: ignore[arg-type]


def bad() -> Release:
    """Give a release whose every text wants out of its place."""
    texts = {"fr": HOSTILE, "en": HOSTILE}
    rated = Question("life", QuestionKind.RATING, texts, texts, texts, texts, texts)
    said = Question("said", QuestionKind.OPEN, texts, texts, reminder=texts)
    themes = (ThemeCount("x", texts, 14), ThemeCount("y", texts, None))
    usual = small()
    names = {area.code: FORMULA if area.code == "c" else HOSTILE for area in usual.areas}
    return small(
        **dict.fromkeys(("town", "organiser", "contact", "campaign"), HOSTILE),
        **dict.fromkeys(("name", "note"), texts),
        languages=(HOSTILE, "fr"),
        areas=tuple(
            Area(area.code, names[area.code], 20, 25, area.outline) for area in usual.areas
        ),
        questions=(rated,),
        open_questions=(OpenQuestion(said, 20, themes, (HOSTILE, FORMULA)),),
    )


Count = Callable[[str, str, int], int]


def usual(question: str, code: str, score: int) -> int:
    """Give the number of answers of some score in some quartier, all of them different."""
    return (len(question) + int(code[-2:]) * score) % 7 + score


def large(count: Count = usual) -> Release:
    """Give a release of Poitiers, with all its quartiers and questions."""
    import geopandas as gpd
    import shapely

    from geo.webmap import display_shapes

    folder = load_folder(POITIERS)
    outlines = [shapely.from_geojson(quartier.geometry) for quartier in folder.quartiers]
    frame = display_shapes(gpd.GeoDataFrame(geometry=outlines, crs="EPSG:4326"))
    drawn = [shapely.to_geojson(shape) for shape in frame.geometry]
    asked = folder.questionnaire
    keys = [question.key for question in asked.ratings]
    codes = [quartier.code for quartier in folder.quartiers]
    counts = [
        (code, key, score, number)
        for key, code, score in product(keys, codes, range(1, 6))
        if (number := count(key, code, score))
    ]
    opened = tuple(
        OpenQuestion(
            question,
            180,
            tuple(
                ThemeCount(
                    f"t{i}",
                    {"fr": f"Thème {i}", "en": f"Theme {i}"},
                    90 - 7 * i if i < 10 else None,
                )
                for i in range(11)
            ),
            tuple(f"Une parole de quelques mots, la {i}e." for i in range(8)),
        )
        for question in asked.questions
        if question.kind is QuestionKind.OPEN
    )
    return small(
        name=folder.campaign.name,
        town=folder.campaign.town,
        organiser=folder.campaign.organiser,
        note=folder.campaign.note,
        areas=tuple(
            Area(quartier.code, quartier.name, 90 + place, 100, outline)
            for place, (quartier, outline) in enumerate(zip(folder.quartiers, drawn, strict=True))
        ),
        questions=asked.ratings,
        figures=masked_tables(keys, folder.quartiers, counts, k=11),
        open_questions=opened,
    )


def varied() -> Release:
    """Give one with masked quartiers, a question that is grouped and one that is withheld."""

    def count(question: str, code: str, score: int) -> int:
        if question == "change":
            return int(code.endswith("01") and score == 3)
        if code.endswith(("05", "06")):
            return int(score < 4)
        if question == "voice" and code.endswith("02"):
            return 25 * (score == 4)
        return usual(question, code, score)

    return large(count)


def town_only() -> Release:
    """Give one in which no quartier can be shown."""
    return large(lambda _question, _code, _score: 1)


def preface(**more: object) -> Preface:
    """Give what is known while no release stands."""
    release = small()
    values: dict[str, object] = {
        **{"name": release.name, "town": "Ville", "organiser": "", "contact": "", "note": {}},
        **{"languages": ("fr",), "day": date(2023, 5, 1), "opens": date(2023, 7, 1)},
        **{"withdrawn": False, "goal": 100, "knocked": 80, "areas": release.areas},
    }
    return Preface(**(values | more))  # type: ignore[arg-type]
