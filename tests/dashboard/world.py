"""A campaign with something of everything, so that every use case has what it works on."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pyotp

from dashboard.doors import DoorToDo
from dashboard.entering import Halfway
from dashboard.entrance import passwords, tokens
from dashboard.map_files import QuartierChoice
from dashboard.service import Service
from dashboard.settings import Settings
from dashboard.themes import ThemeEdit
from data.accounts import Account, SignIn
from data.campaigns import POITIERS, CampaignFolder, load_folder
from data.fieldwork import Outing, Pair, Volunteer, WalkingOrder
from data.model import Outcome, Role, Spread
from data.restitution import QuoteStatus
from tests.beginnings import begin
from tests.pages.plants import FIRST, OUTING, QUARTIER, SECOND, plant

DAY = date(2023, 7, 4)
"""Doors are over and results may be published."""
ME = "a"
"""The volunteer who asks; goes in the pair `FIRST` on `OUTING`."""
ELSEWHERE, OTHERS = "outing-2", "pair-9"
"""An outing that they do not come to, and a pair of it."""
UNUSED = "outing-3"
"""An outing at which nothing was done."""
PASSWORD = "quatre mots faciles 1001"
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RUNS_INTO = {"Records.fill_demo": "NotEmptyError"}
"""What cannot run to its end here, for all that it has what it needs."""


class Later(NamedTuple):
    """A value that is made only where it is needed."""

    make: Callable[[], Any]


def account_of(role: Role) -> str:
    """Give the id of the account that acts in a role."""
    return f"account-{role}"


def build(folder: Path) -> None:
    """Make the campaign in a folder."""
    begin(folder, filled=DAY.isoformat())
    service = opened(folder)
    streets = plant(service, 4, 4, 4, 4)
    # What nobody but coordinators may see of two of the others.
    for person in "cd":
        known = Volunteer(person, f"Canari {person}")
        service.rounds.keep_volunteer(known, email="canari@exemple.fr", phone="0600000000")
    where = Outing(ELSEWHERE, DAY, time(14), time(16), QUARTIER, "gare")
    service.rounds.save_outing(where)
    for person in "cd":
        service.rounds.sign_up(ELSEWHERE, person)
    service.rounds.save_pairs(ELSEWHERE, [Pair(OTHERS, ELSEWHERE, 1, ("c", "d"))])
    service.turf.claim(streets[0].id, OUTING, FIRST)
    service.turf.claim(streets[1].id, ELSEWHERE, OTHERS)
    for pair in (FIRST, OTHERS):
        service.paper.key_in(service.paper.sheet_for(pair).code, {1: Outcome.ABSENT})
    service.rounds.save_outing(Outing(UNUSED, DAY, time(17), time(18), QUARTIER, "parc"))
    _let_in(service)
    _read(service)
    service.publishing.publish(_questions(service))
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    service.store.close()


FILES = {
    "doors.csv": "date;quartier;portes;resultat\n2023-05-02;8619403;3;absent\n",
    "points.csv": "nom;lon;lat\nécole;0.34;46.58\n",
    "people.csv": "nom;courriel\nÈve;eve@exemple.fr\n",
    "ban.csv": "id;numero;rep;nom_voie;code_insee;lon;lat\n"
    "86194_0001_00001;1;;rue du Test;86194;0.34;46.58\n",
}


def _let_in(service: Service) -> None:
    """Give each role an account, and somebody else's a link, a password, a code and a browser."""
    kept = passwords.hashed(PASSWORD)
    people = [
        Account(account_of(Role.VOLUNTEER), "Ana", Role.VOLUNTEER, volunteer=ME),
        Account(account_of(Role.COORDINATOR), "Camille", Role.COORDINATOR),
        Account(account_of(Role.ADMINISTRATOR), "Chef", Role.ADMINISTRATOR),
        Account("account-coded", "Zoé", Role.COORDINATOR, identity="zoe@exemple.fr"),
        Account("account-b", "Bob", Role.VOLUNTEER, volunteer="b"),
    ]
    service.store.accounts.save_all(tuple(people))
    for person in people[1:4]:
        service.store.accounts.set_password(person.id, kept)
    code = service.keys.codes().seal(SECRET, about="account-coded")
    service.store.accounts.set_code("account-coded", code)
    for account in ("account-coded", account_of(Role.VOLUNTEER)):
        sign_in = SignIn(tokens.hashed(account), account, DAY, date(2999, 1, 1))
        service.store.entrance.sign_in(sign_in, now=service.settings.clock())


def _read(service: Service) -> None:
    """Have one answer read and a passage of it proposed by one coder."""
    said = _answer(service, 1)
    service.answers.decide(said, coder="Zoé", redacted="le bus", themes=(), passage="le bus")


def _answer(service: Service, at: int) -> str:
    return service.answers.all()[at].id


def _questions(service: Service) -> tuple[str, ...]:
    return tuple(one.key for one in service.questionnaire().ratings)


def opened(folder: Path) -> Service:
    """Open the campaign of a folder, with all rights."""
    url = f"sqlite:///{folder / 'portes.sqlite'}"
    return Service.open(Settings(url, POITIERS, fixed_today=DAY))


def given(service: Service, folder: Path, *, pair: str = FIRST) -> Mapping[str, Any]:
    """Give what use cases are called with, by the name of the parameter, or by its full name.

    Optional parameters are given where they stand here by their full name.

    Parameters
    ----------
    pair
        Whose claim, sheet and visits are meant.
    """
    outing = OUTING if pair == FIRST else ELSEWHERE
    (claim, *_) = service.turf.claims_of(pair)
    (sheet,) = [one for one in service.paper.sheets(outing) if one.pair == pair]
    (visit,) = service.doors.of_pair(pair)
    section = service.turf.section(claim.section)
    return {
        **{"outing": outing, "pair": pair, "claim": claim.id, "code": sheet.code, "walk": WALK},
        **{"section": section.id, "quartier": QUARTIER, "volunteer": ME, "hours": 1.0},
        **{"visit": visit, "visits": [visit], "rows": [visit], "outcomes": {2: Outcome.ABSENT}},
        **{"door": DoorToDo(section, section.addresses[0]), "labels": {"1": 5}},
        **{"outcome": Outcome.REFUSAL, "key": "key", "ratings": {"q1": 3}, "texts": {}},
        **{"name": "Ana", "attended": True, "goal": 1001, "spread": Spread()},
        **{"filename": "table.csv", "lon": "lon", "lat": "lat", "what": "visits"},
        **{"file_format": "csv", "choice": QuartierChoice("code", "name")},
        **{"folder": _shipped(), "wished": service.campaign(), "dwellings": 2.0},
        "identity": outing,
        "Rounds.save_volunteer.volunteer": Volunteer("e", "Ève"),
        "Rounds.keep_volunteer.volunteer": Volunteer("", "Ève"),
        "Rounds.save_outing.outing": Outing("new", DAY, time(9), time(10), QUARTIER, "x"),
        "Rounds.remove_outing.identity": UNUSED,
        "Rounds.remove_volunteer.identity": "b",
        "Rounds.save_pairs.pairs": [
            Pair(FIRST, OUTING, 1, ("a", "b")), Pair(SECOND, OUTING, 2, ("d", "c"))
        ],
        "Turf.section.identity": section.id,
        "Records.undo_import.record": service.records.imports()[0].id,
        **_of_accounts(service),
        **_of_answers(service),
        **_of_files(folder),
        **_of_publishing(service),
        **{"Privacy.look_at_purge.before": DAY, "Privacy.purge.before": DAY},
        **{f"Privacy.{name}.identity": "b" for name in ("erase_person", "export_person")},
        "Privacy.find.who": "b",
    }  # fmt: skip


def _of_accounts(service: Service) -> Mapping[str, Any]:
    """Give what is asked for at the entrance, and by those who let others in."""
    theirs = ("change", "invite", "remove", "reset", "revoke")
    link = Later(lambda: service.accounts.invite("account-b").path.rpartition("/")[2])
    code = Later(lambda: pyotp.TOTP(SECRET).at(datetime.now().astimezone()))

    def ticket() -> str:
        found = service.entering.by_password("Zoé", PASSWORD, address="192.0.2.1")
        assert isinstance(found, Halfway)
        return found.ticket

    return {
        "Accounts.add.name": "Ève",
        "Accounts.add.role": Role.VOLUNTEER,
        **{f"Accounts.{name}.identity": "account-b" for name in theirs},
        "Accounts.change.name": "Bob B.",
        "OwnAccess.rename.name": "Aïna",
        "Accounts.invite_volunteers.volunteers": ["b"],
        "OwnAccess.end_sign_ins.keys": [tokens.hashed(account_of(Role.VOLUNTEER))],
        "OwnAccess.set_password.new": f"{PASSWORD} !",
        "OwnAccess.confirm_code.secret": SECRET,
        "OwnAccess.confirm_code.typed": code,
        **{f"OwnAccess.{name}.present": PASSWORD for name in ("confirm_code", "drop_code")},
        "OwnAccess.set_password.present": PASSWORD,
        "Accounts.way_in.first_only": False,
        **{f"Entering.{name}.token": link for name in ("by_link", "invited")},
        **{f"Entering.{name}.token": "account-coded" for name in ("leave", "renew")},
        "Entering.by_provider.claims": {"sub": "zoe@exemple.fr"},
        "Entering.who.key": tokens.hashed("account-coded"),
        "Entering.by_password.name": "Camille",
        "Entering.by_password.password": PASSWORD,
        "Entering.by_code.ticket": Later(ticket),
        "Entering.by_code.code": code,
        **{f"Entering.{name}.address": "192.0.2.1" for name in ("by_password", "by_code")},
    }


def _of_answers(service: Service) -> Mapping[str, Any]:
    """Give open answers, one that nobody read and one that was read, and a questionnaire."""
    unread = ("get", "proposal", "confirm", "set_aside", "reopen", "decide", "put_back", "code")
    (token,) = service.asking.begin(QUARTIER)
    return {
        **{"coder": "Ada", "redacted": "bus", "themes": (), "text": "bus", "word": "bus"},
        **{"passage": "bus", "codebook": service.themes.codebook(), "question": "likes"},
        **{"edit": ThemeEdit({"fr": "Eau", "en": "Water"}), "tokens": (token,), "token": token},
        **{f"Answers.{name}.identity": _answer(service, 0) for name in (*unread, "codings")},
        **{f"Quotes.{name}.identity": _answer(service, 1) for name in ("propose", "decide")},
        "Quotes.decide.status": QuoteStatus.REFUSED,
        "Quotes.decide.by": "Ada",
        "Themes.change.key": service.themes.codebook().themes[0].key,
        "Asking.keep.question": service.questionnaire().questions[0],
        "Asking.keep.answer": 3,
    }


def _of_files(folder: Path) -> Mapping[str, Any]:
    """Give files to read, each of its kind, and places to write to."""
    maps = ("map_fields", "check_quartiers", "use_quartiers")
    tables = {
        **dict.fromkeys(("Records.import_file", "Records.table_preview"), "doors.csv"),
        **dict.fromkeys(("Rounds.import_volunteers", "Rounds.look_at_volunteers"), "people.csv"),
        "Turf.import_addresses": "ban.csv",
    }
    return {
        **{f"{name}.path": folder / file for name, file in tables.items()},
        **{f"MapFiles.{name}.path": POITIERS / "quartiers.geojson" for name in maps},
        "Themes.start.path": POITIERS / "codebook.toml",
        "Turf.start.path": POITIERS / "streets.csv",
        "MapFiles.assign_table.source": folder / "points.csv",
        "MapFiles.assign_table.out": folder / "out.csv",
        "Keeping.backup.path": folder / "backup.sqlite",
        "Keeping.move.target": f"sqlite:///{folder / 'moved' / 'portes.sqlite'}",
    }


def _of_publishing(service: Service) -> Mapping[str, Any]:
    """Give a release that is out, and one that could be."""
    questions = _questions(service)
    draft = Later(lambda: service.publishing.draft(questions))
    return {
        **{"number": 1, "questions": questions, "reason": "erreur", "release": draft},
        "Publishing.says.publication": service.publishing.current(),
    }


@lru_cache
def _shipped() -> CampaignFolder:
    return load_folder(POITIERS)


WALK = WalkingOrder.DISTANCE
