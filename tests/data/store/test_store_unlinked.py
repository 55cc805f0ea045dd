"""No answer leads to a door: an attack with everything that the database holds.

The worst case is built: one quartier, one month, each interview followed at once by its answer,
under the same client key. Every other answer is given at the door, question by question, while
the next doors are recorded already; some of those questionnaires are never finished, some are
withdrawn. Then every value of every column is compared, and every order in which rows can be read
is correlated with the order in which they came.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from random import Random

import numpy as np
import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError

from data.fieldwork import Recorded, Source
from data.model import Outcome, RecordKind, Response
from data.schema import metadata, open_questionnaires, responses
from data.store import Store, asking, line_key, open_store
from data.store.dialect import writing
from data.store.writer import keyed
from tests.data.conftest import CAMPAIGN, QUARTIERS, QUESTIONNAIRE
from tests.data.store.conftest import DAY, NOON, SHEET, fill

NUMBER = 400
SHARED = {"campaign", "quartier", "version", "month"}
"""What an answer is meant to share with others."""
LIMIT = 0.2  # four standard deviations of a rank correlation of 400 independent rows


def _posts() -> Iterator[tuple[Recorded, Response]]:
    random = Random(3)
    for n in range(NUMBER):
        key = line_key("K7PX", n + 1) if n < 4 else f"post-{n}"
        visit = Recorded(
            key=key,
            quartier="a",
            day=DAY,
            outcome=Outcome.INTERVIEW,
            street=f"rue s{1 + n % 2}",
            door=str(n),
            section=f"s{1 + n % 2}",
            outing="o1",
            pair=f"p{1 + n % 2}",
            source=random.choice(list(Source)),
            hour=9 + n // 50,
        )
        # The text tells this test, and nobody else, which answer is which.
        yield visit, Response(key, 1, "a", DAY, {"life": 1 + n % 5}, {"likes": f"answer {n}"})


@pytest.fixture(scope="module")
def day_out(made_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a store after a day on which every interview gave an answer."""
    path = tmp_path_factory.mktemp("day") / "portes.sqlite"
    shutil.copy(made_once, path)
    with open_store(f"sqlite:///{path}") as store:
        store.save_campaign(CAMPAIGN)
        store.replace_quartiers(QUARTIERS, note={})
        store.save_questionnaire(QUESTIONNAIRE)
        fill(store)
        with writing(store._engine) as connection:  # a known secret: the same each time
            connection.execute(text("UPDATE secrets SET secret = :s"), {"s": bytes(range(32))})
        store.recording.save_sheet(SHEET)
        store.claims.claim("s1", "o1", "p1", now=NOON, expires=NOON.replace(hour=16))
        for number, (visit, answer) in enumerate(_posts()):
            store.recording.record([visit])
            if number % 2:
                _ask(store, number, answer)
            else:
                store.recording.answer(answer)
        yield store


def _ask(store: Store, number: int, answer: Response) -> None:
    """Give an answer as at the door; those before it are changed once more, and finished."""
    tokens = [answer.key, f"withdrawn-{number}"]
    store.asking.open(tokens, quartier="a", today=DAY)
    common = {"version": 1, "today": DAY}
    for token in tokens:
        store.asking.keep(token, "life", 5, **common)  # type: ignore[arg-type]
        store.asking.keep(token, "likes", answer.texts["likes"], **common)  # type: ignore[arg-type]
    store.asking.withdraw(tokens[1], today=DAY)
    before = f"post-{number - 2}"
    if before in store.asking.read([before], today=DAY):
        store.asking.keep(before, "life", 1 + number % 5, **common)  # type: ignore[arg-type]
        if number % 8 != 1:
            store.asking.close(before)


@pytest.fixture
def attacked(day_out: Store) -> Iterator[Connection]:
    """Give its bare database."""
    with day_out._engine.connect() as connection:
        yield connection


def _columns(connection: Connection, table: str) -> dict[str, list[object]]:
    result = connection.execute(text(f"SELECT * FROM {table}"))
    rows = result.all()
    return {name: [row[n] for row in rows] for n, name in enumerate(result.keys())}


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


def _ranks(values: list[object]) -> np.ndarray:
    return np.argsort(np.argsort(np.array([_bytes(value).hex() for value in values])))


def _came(texts: Iterable[object]) -> np.ndarray:
    """Read from the open answers when each one came."""
    return np.array([int(str(told).split("answer ")[1].rstrip('"}')) for told in texts])


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    return abs(float(np.corrcoef(one, other)[0, 1]))


def test_an_answer_has_no_column_that_could_lead_anywhere(attacked: Connection) -> None:
    found = _columns(attacked, "responses")
    assert set(found) == {
        *("campaign", "key", "version", "quartier", "month", "ratings", "texts", "import_id")
    }
    assert set(found["import_id"]) == {None}
    assert {str(month) for month in found["month"]} == {"2023-04-01"}
    pointing = {key.column.table.name for key in responses.foreign_keys}
    assert pointing == {"quartiers", "questionnaires", "imports"}
    into = {
        table
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table is responses
    }
    # What people made of an answer later on; it leads to the answer and nowhere else.
    assert {table.name for table in into} == {"readings", "codings"}
    onward = {key.column.table for table in into for key in table.foreign_keys}
    assert onward == {responses}


def test_no_value_of_an_answer_is_anywhere_else(attacked: Connection) -> None:
    """Neither whole nor as the beginning or the end of a key."""
    answers = _columns(attacked, "responses")
    telling = {_bytes(value) for name in set(answers) - SHARED for value in answers[name] if value}
    keys = {_bytes(value) for value in answers["key"]}
    pieces = {piece for key in keys for piece in (key[:6], key[-6:])}
    pieces |= {piece.hex().encode() for piece in pieces}
    assert len(keys) == NUMBER
    for table in inspect(attacked).get_table_names():
        if table == "responses":
            continue
        for name, values in _columns(attacked, table).items():
            others = {_bytes(value) for value in values if value is not None}
            assert not telling & others, (table, name)
            everything = b"\x00\x00".join(others)
            assert not any(piece in everything for piece in pieces), (table, name)


def test_the_client_key_is_nowhere(attacked: Connection) -> None:
    for table in inspect(attacked).get_table_names():
        for name, values in _columns(attacked, table).items():
            assert not any(b"post-" in _bytes(value) for value in values), (table, name)


def test_an_open_questionnaire_points_nowhere_without_its_token(attacked: Connection) -> None:
    """Not to a response, a door, a person or a pair, whoever reads the whole database."""
    found = _columns(attacked, "open_questionnaires")
    assert set(found) == {"campaign", "key", "response", "quartier", "day"}
    assert 40 < len(found["key"]) < 60
    pointing = {key.column.table.name for key in open_questionnaires.foreign_keys}
    assert pointing == {"campaigns"}
    answers = {_bytes(key) for key in _columns(attacked, "responses")["key"]}
    hidden = [_bytes(value) for value in found["response"]]
    assert not answers & {*hidden, *map(_bytes, found["key"])}
    # Nor by one of them being laid over another, nor by any order of theirs.
    mixed = {bytes(a ^ b for a, b in zip(x, y, strict=True)) for x in hidden for y in hidden}
    mixed |= {
        bytes(a ^ b for a, b in zip(x, _bytes(y), strict=True))
        for x in hidden
        for y in found["key"]
    }
    assert not answers & mixed
    assert set(found["quartier"]) == {"a"}


def test_a_token_leads_nowhere_once_its_questionnaire_is_closed(day_out: Store) -> None:
    """Not even for who has the token, the database and its secret."""
    everything = []
    with day_out._engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            for values in _columns(connection, table).values():
                everything += [_bytes(value) for value in values if value is not None]
    told = b"\x00\x00".join(everything)
    tokens = [f"post-{n}" for n in range(1, NUMBER, 2)]
    tokens += [f"withdrawn-{n}" for n in range(1, NUMBER, 2)]
    still_open = set(day_out.asking.read(tokens, today=DAY))
    assert 40 < len(still_open) < 60
    secret = bytes(range(32))
    for token in tokens:
        made = [asking._hashed(secret, purpose, token) for purpose in ("name", "mask")]
        made.append(keyed(RecordKind.RESPONSES, secret)(token))
        assert any(value in told for value in made) == (token in still_open)
    # Of those that are open the token is the only way to the answer; the test of the test.
    assert all(draft.answered for draft in day_out.asking.read(tokens, today=DAY).values())


def _leading_to_answers() -> set[str]:
    """Name the tables from which keys lead to an answer, over however many others."""
    found: set[str] = set()
    reached = {responses.name}
    while reached - found:
        found |= reached
        reached = {
            table.name
            for table in metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in found
        }
    return found


def test_nothing_that_leads_to_an_answer_leads_to_anybody() -> None:
    """Whatever table somebody adds: from it there is a way to answers, or to people, not both."""
    people = {"volunteers", "accounts", "outings", "pairs", "visits", "sections", "sign_ins"}
    assert {"responses", "readings", "codings"} <= _leading_to_answers()
    for table in metadata.sorted_tables:
        if table.name in _leading_to_answers() - {responses.name}:
            reached = _reached(table.name)
            assert not reached & people, table.name


def _reached(table: str) -> set[str]:
    """Name the tables to which keys of a table lead, over however many others."""
    found: set[str] = set()
    left = {table}
    while left:
        found |= left
        left = {
            key.column.table.name for name in left for key in metadata.tables[name].foreign_keys
        } - found
    return found


def test_rows_have_no_number_of_their_own(attacked: Connection) -> None:
    for table in ("responses", "visits", "open_questionnaires"):
        for number in ("rowid", "oid", "_rowid_"):
            with pytest.raises(OperationalError):
                attacked.execute(text(f"SELECT {number} FROM {table}"))
    assert not inspect(attacked).has_table("sqlite_sequence")


def test_no_order_of_answers_tells_when_they_came(attacked: Connection) -> None:
    """By place in the table, by any column and by any index."""
    answers = _columns(attacked, "responses")
    came = _came(answers["texts"])
    assert sorted(came) == list(range(NUMBER))
    assert _correlation(np.arange(NUMBER), came) < LIMIT
    assert _correlation(_ranks(answers["key"]), came) < LIMIT
    for index in inspect(attacked).get_indexes("responses"):
        chosen = f"SELECT texts FROM responses INDEXED BY {index['name']} WHERE campaign != ''"
        read = [
            int(str(t).split("answer ")[1].rstrip('"}')) for t in attacked.scalars(text(chosen))
        ]
        assert _correlation(np.arange(NUMBER), np.array(read)) < LIMIT


def test_no_order_of_answers_is_that_of_doors(attacked: Connection) -> None:
    """In any order, the n-th visit and the n-th answer belong together only by chance."""
    answers, doors = _columns(attacked, "responses"), _columns(attacked, "visits")
    of_answer = _came(answers["texts"])
    of_door = [int(str(door)) for door in doors["door"]]
    answer_orders = [np.arange(NUMBER), _ranks(answers["key"])]
    door_orders = [np.arange(NUMBER), *(_ranks(values) for values in doors.values())]
    for by_answer in answer_orders:
        answered = of_answer[np.argsort(by_answer, kind="stable")]
        for by_door in door_orders:
            knocked = np.array(of_door)[np.argsort(by_door, kind="stable")]
            assert _correlation(answered, knocked) < LIMIT
            # Of 400 random pairings one is right on average; more than 6 has odds of 1 to 12,000.
            assert int((answered == knocked).sum()) <= 6


def test_exports_tell_no_more(day_out: Store) -> None:
    told = [(answer.month.day, answer.quartier) for answer in day_out.responses()]
    assert set(told) == {(1, "a")}
    given = [int(answer.texts["likes"].split()[1]) for answer in day_out.responses()]
    assert _correlation(np.arange(NUMBER), np.array(given)) < LIMIT
    keys = {answer.key for answer in day_out.responses()}
    assert not keys & {visit.key for visit in day_out.visits()}
    assert not keys & {row.key.removeprefix("kept:") for row in day_out.recording.of_outing("o1")}
