"""Read and write what a campaign is set up with: itself, its quartiers, its questionnaires.

Every function works inside the caller's transaction.
"""

import secrets as randomness
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, delete, exists, func, select, update

from data.errors import CodesInUseError, FrozenQuestionnaireError, NotFoundError, Thing
from data.model import Campaign, Quartier, Questionnaire, Spread, Text
from data.printed import texts_of
from data.schema import (
    campaigns,
    factors,
    outings,
    quartiers,
    questionnaires,
    responses,
    revisions,
    secrets,
    visits,
)
from data.store import codec, dialect, inserting, sections


def campaign_ids(connection: Connection) -> tuple[str, ...]:
    """Name the campaigns of the database, the one last saved first."""
    rows = connection.scalars(select(campaigns.c.campaign).order_by(campaigns.c.position.desc()))
    return tuple(rows)


def read_campaign(connection: Connection, key: str) -> Campaign:
    """Read one campaign.

    Raises
    ------
    NotFoundError
        There is no such campaign.
    """
    row = connection.execute(select(campaigns).where(campaigns.c.campaign == key)).mappings()
    found = row.one_or_none()
    if found is None:
        raise NotFoundError(what=Thing.CAMPAIGN, key=key)
    return codec.campaign_from(dict(found))


def write_campaign(connection: Connection, campaign: Campaign) -> None:
    """Make or change a campaign; a new one gets its secret and its revision."""
    # Only one is added or put first at a time, and its writers take turns with this one.
    dialect.lock_campaigns(connection)
    turn = select(revisions.c.number).where(revisions.c.campaign == campaign.id)
    connection.execute(turn.with_for_update())
    last = connection.scalar(select(func.max(campaigns.c.position))) or 0
    inserting.upsert(connection, campaigns, codec.campaign_row(campaign) | {"position": last + 1})
    secret = [(campaign.id, randomness.token_bytes(32))]
    inserting.insert_new(connection, secrets, ["campaign", "secret"], secret)
    inserting.insert_new(connection, revisions, ["campaign", "number"], [(campaign.id, 0)])


def read_secret(connection: Connection, key: str) -> bytes:
    """Read the random secret of a campaign.

    Raises
    ------
    NotFoundError
        There is no such campaign.
    """
    found = connection.scalar(select(secrets.c.secret).where(secrets.c.campaign == key))
    if found is None:
        raise NotFoundError(what=Thing.CAMPAIGN, key=key)
    return bytes(found)


def read_key_mark(connection: Connection, key: str) -> bytes | None:
    """Read what tells the key file of these records, None before there was any."""
    found = connection.scalar(select(secrets.c.key_mark).where(secrets.c.campaign == key))
    return None if found is None else bytes(found)


def write_key_mark(connection: Connection, key: str, mark: bytes) -> None:
    """Keep what tells the key file; the first one stays."""
    unknown = secrets.c.campaign == key, secrets.c.key_mark.is_(None)
    connection.execute(update(secrets).where(*unknown).values(key_mark=mark))


def replace_key_mark(connection: Connection, key: str, mark: bytes) -> None:
    """Keep what tells the key file once everything is sealed with a new key of it."""
    mine = secrets.c.campaign == key
    connection.execute(update(secrets).where(mine).values(key_mark=mark))


def read_revision(connection: Connection, key: str) -> int:
    """Read the revision of a campaign.

    Raises
    ------
    NotFoundError
        There is no such campaign.
    """
    found = connection.scalar(select(revisions.c.number).where(revisions.c.campaign == key))
    if found is None:
        raise NotFoundError(what=Thing.CAMPAIGN, key=key)
    return int(found)


def bump_revision(connection: Connection, key: str) -> None:
    """Count one more write; on PostgreSQL this also makes the writers of a campaign take turns.

    Raises
    ------
    NotFoundError
        There is no such campaign.
    """
    statement = update(revisions).where(revisions.c.campaign == key)
    if connection.execute(statement.values(number=revisions.c.number + 1)).rowcount == 0:
        raise NotFoundError(what=Thing.CAMPAIGN, key=key)


def read_quartiers(connection: Connection, key: str) -> tuple[Quartier, ...]:
    """Read the quartiers, sorted by code."""
    columns = [column for column in quartiers.columns if column.name != "campaign"]
    rows = connection.execute(select(*columns).where(quartiers.c.campaign == key)).mappings()
    found = (Quartier(**{str(name): value for name, value in row.items()}) for row in rows)
    return tuple(sorted(found, key=lambda quartier: quartier.code))


def write_quartiers(
    connection: Connection, key: str, new: Sequence[Quartier], *, note: Text
) -> None:
    """Put `new` in the place of all quartiers.

    Known dwellings stay where the new file does not say. Targets stay only where the codes are
    the same as before: else they would no longer add up to the goal.
    """
    old = {quartier.code: quartier for quartier in read_quartiers(connection, key)}
    codes = {quartier.code for quartier in new}
    _refuse_used(connection, key, set(old) - codes)
    _forget_streets(connection, key, set(old) - codes)
    gone = quartiers.c.campaign == key, quartiers.c.code.not_in(codes)
    connection.execute(delete(quartiers).where(*gone))
    for quartier in new:
        kept = _keep_known(quartier, old.get(quartier.code), same_codes=codes == set(old))
        inserting.upsert(connection, quartiers, {"campaign": key} | vars(kept))
    statement = update(campaigns).where(campaigns.c.campaign == key)
    connection.execute(statement.values(note=dict(note)))


def _keep_known(new: Quartier, old: Quartier | None, *, same_codes: bool) -> Quartier:
    if old is None:
        return new
    if new.dwellings is None:
        new = replace(new, dwellings=old.dwellings)
    if new.target is None and same_codes:
        new = replace(new, target=old.target)
    return new


def _refuse_used(connection: Connection, key: str, codes: set[str]) -> None:
    used = sections.used_quartiers(connection, key) & codes
    for table in (visits, responses, outings):
        here = table.c.campaign == key, table.c.quartier.in_(codes)
        used.update(connection.scalars(select(table.c.quartier).where(*here).distinct()))
    if used:
        raise CodesInUseError(codes=", ".join(sorted(used)))


def _forget_streets(connection: Connection, key: str, codes: set[str]) -> None:
    """Remove the streets of quartiers that will be gone; nobody has used them."""
    gone = {
        section.id for code in codes for section in sections.read(connection, key, quartier=code)
    }
    sections.erase(connection, key, gone)
    here = factors.c.campaign == key, factors.c.quartier.in_(codes)
    connection.execute(delete(factors).where(*here))


def write_targets(
    connection: Connection, key: str, spread: Spread, goal: int, targets: Mapping[str, int]
) -> None:
    """Save how the goal is spread; a quartier that `targets` does not name has none.

    Raises
    ------
    NotFoundError
        `targets` names a quartier that does not exist.
    """
    known = set(connection.scalars(select(quartiers.c.code).where(quartiers.c.campaign == key)))
    if unknown := sorted(set(targets) - known):
        raise NotFoundError(what=Thing.QUARTIER, key=unknown[0])
    for code in sorted(known):
        here = quartiers.c.campaign == key, quartiers.c.code == code
        connection.execute(update(quartiers).where(*here).values(target=targets.get(code)))
    values: dict[str, Any] = codec.spread_row(spread) | {"goal": goal}
    connection.execute(update(campaigns).where(campaigns.c.campaign == key).values(**values))


def write_texts(connection: Connection, key: str, campaign: Campaign) -> None:
    """Save what a campaign says at the doors and on paper, and nothing else of it."""
    statement = update(campaigns).where(campaigns.c.campaign == key)
    connection.execute(statement.values(**texts_of(campaign)))


def read_questionnaire(connection: Connection, key: str, version: int | None) -> Questionnaire:
    """Read one version of the questionnaire, the newest where `version` is None.

    Raises
    ------
    NotFoundError
        There is no such version.
    """
    statement = select(questionnaires.c.version, questionnaires.c.content)
    statement = statement.where(questionnaires.c.campaign == key)
    if version is not None:
        statement = statement.where(questionnaires.c.version == version)
    found = connection.execute(statement.order_by(questionnaires.c.version.desc())).first()
    if found is None:
        raise NotFoundError(what=Thing.QUESTIONNAIRE, key=version or 1)
    return codec.questionnaire_from(found.version, found.content)


def write_questionnaire(connection: Connection, key: str, new: Questionnaire) -> None:
    """Save a version of the questionnaire.

    Once answers exist, only the column names under which answers come in may still change.

    Raises
    ------
    FrozenQuestionnaireError
        It has answers, and more than the names of columns would change.
    """
    if answered(connection, key, new.version):
        old = read_questionnaire(connection, key, new.version)
        if _as_asked(new) != _as_asked(old):
            raise FrozenQuestionnaireError(version=new.version)
    content = codec.questionnaire_plain(new)
    row = {"campaign": key, "version": new.version, "content": content}
    inserting.upsert(connection, questionnaires, row)


def _as_asked(questionnaire: Questionnaire) -> dict[str, Any]:
    questions = tuple(replace(question, aliases=()) for question in questionnaire.questions)
    return codec.questionnaire_plain(replace(questionnaire, questions=questions))


def answered(connection: Connection, key: str, version: int) -> bool:
    """Say whether a version of the questionnaire has answers."""
    here = responses.c.campaign == key, responses.c.version == version
    return bool(connection.scalar(select(exists(select(responses.c.key).where(*here)))))
