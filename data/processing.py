"""The record of processing: for every table and column why it is kept, who sees it, until when.

The one place where this is said. The privacy page and `portes privacy` are made from it, and
`data.store.purging` acts on it; a test fails for a table or a column that is missing here. The
English texts are message ids: `dashboard/locale/fr/processing.po` has the French.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Whom(StrEnum):
    """Whom a table is about."""

    NOBODY = "nobody"
    RESIDENTS = "people whose door was knocked on"
    VOLUNTEERS = "volunteers"
    TEAM = "whoever has an account"


class Basis(StrEnum):
    """Why it may be kept, in the words of the GDPR."""

    NONE = "nothing about a person"
    INTEREST = "legitimate interest of the organiser (GDPR, article 6.1.f)"
    CONSENT = "consent (GDPR, article 6.1.a)"
    DUTY = "duty to keep data secure (GDPR, article 32)"


class Seen(StrEnum):
    """Who sees it in the app."""

    ALL = "everybody"
    FIELD = "volunteers and coordinators"
    COORDINATORS = "coordinators only"
    ADMINISTRATORS = "administrators only"
    MACHINE = "the program alone"


class Kept(StrEnum):
    """Until when it is kept."""

    DATABASE = "as long as the database of the campaign"
    PUBLISHED = "for good: it is published"
    DOORS = "until the purge after the last day of doors"
    OUTING = "until the purge after the outing"
    RESTITUTION = "until the purge after the restitution"
    ACCOUNT = "as long as the account"
    SIGN_IN = "until it runs out, is ended or purged"
    DAY = "a day"


PURGED = frozenset({Kept.OUTING, Kept.DOORS, Kept.RESTITUTION, Kept.SIGN_IN, Kept.DAY})
"""What a purge takes; the rest goes with an account or with the database."""


@dataclass(frozen=True)
class Use:
    """What a column is for, where that differs from its table: until when it is kept."""

    what: str
    kept: Kept | None = None


@dataclass(frozen=True)
class Purpose:
    """What a table is for.

    Parameters
    ----------
    columns
        What each column holds; those of `COMMON` need not be named.
    """

    title: str
    why: str
    whom: Whom
    basis: Basis
    seen: Seen
    kept: Kept
    columns: Mapping[str, str | Use] = field(default_factory=dict)

    def use(self, column: str) -> Use:
        """Say what a column is for.

        Raises
        ------
        KeyError
            If nobody said so.
        """
        found = self.columns[column] if column in self.columns else COMMON[column]
        use = Use(found) if isinstance(found, str) else found
        return Use(use.what, use.kept or self.kept)


COMMON: Mapping[str, str] = {
    "campaign": "campaign that the row belongs to",
    "id": "random identifier",
    "demo": "whether it is invented",
    "quartier": "code of the quartier",
    "outing": "the outing",
    "pair": "the pair",
    "volunteer": "the volunteer",
    "section": "part of a street",
    "street": "name of the street",
    "dwellings": "number of dwellings, from public statistics",
    "position": "order",
    "source": "file it came from",
    "at": "when",
    "lon": "longitude of a public place",
    "lat": "latitude of a public place",
    "geometry": "outline for maps",
    "account": "random identifier of the account",
    "import_id": "the file it came from, so that an import can be undone",
    "response": "the questionnaire it belongs to",
    "question": "the question",
    "sealed_by": "name of the key that sealed it",
    "seal": "seal of the key",
    "hash": "digest of what it says and of the entry before",
    "number": "number",
    "kind": "kind",
    "name": "name",
}
"""Columns that mean the same in every table."""

RECORD: Mapping[str, Purpose] = {
    "campaigns": Purpose(
        "Campaign",
        "what the campaign is, what is said at the doors and printed",
        Whom.NOBODY,
        Basis.NONE,
        Seen.ALL,
        Kept.DATABASE,
        {
            "name": "name of the campaign",
            "goal": "doors to knock on",
            "commune": "code of the commune",
            "town": "name of the town",
            "phases": "phases with their dates",
            "doors": "which phase is that of the doors",
            "spread_method": "how the goal is spread",
            "spread_floor": "least doors of a quartier",
            "spread_exponent": "exponent of the spread",
            "extent": "where the town lies",
            "languages": "languages",
            "k": "fewest answers behind a published figure",
            "note": "note on the quartiers",
            "organiser": "who organises",
            "contact": "public contact of the organiser",
            "results_at": "where the results can be read",
            "notice": "information notice",
            "script": "what is said at the door",
        },
    ),
    "secrets": Purpose(
        "Secrets",
        "keep keys of records from being guessed",
        Whom.NOBODY,
        Basis.DUTY,
        Seen.MACHINE,
        Kept.DATABASE,
        {
            "secret": "random bytes",
            "key_mark": "mark of the key file, which itself lies outside the database",
        },
    ),
    "revisions": Purpose(
        "Revision",
        "show at once what somebody else changed",
        Whom.NOBODY,
        Basis.NONE,
        Seen.MACHINE,
        Kept.DATABASE,
        {
            "number": "number of writes",
        },
    ),
    "quartiers": Purpose(
        "Quartiers",
        "spread the doors and draw the maps",
        Whom.NOBODY,
        Basis.NONE,
        Seen.ALL,
        Kept.DATABASE,
        {
            "code": "code of the quartier",
            "target": "doors to knock on there",
        },
    ),
    "questionnaires": Purpose(
        "Questionnaire",
        "what is asked",
        Whom.NOBODY,
        Basis.NONE,
        Seen.ALL,
        Kept.DATABASE,
        {
            "version": "version of the questionnaire",
            "content": "questions",
        },
    ),
    "imports": Purpose(
        "Files brought in",
        "undo an import, see where records come from",
        Whom.NOBODY,
        Basis.NONE,
        Seen.COORDINATORS,
        Kept.DATABASE,
        {
            "added": "new rows",
            "known": "rows known before",
            "rejected": "rows left out",
            "undone": "whether it was undone",
        },
    ),
    "visits": Purpose(
        "Doors knocked on",
        "count the 1001 doors, not come twice, respect a refusal",
        Whom.RESIDENTS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "key": Use("random or keyed hash, so that a door counts once", Kept.RESTITUTION),
            "street": Use("name of the street", Kept.RESTITUTION),
            "door": Use("number of the door", Kept.RESTITUTION),
            "doors": "doors that the row stands for",
            "outcome": "what happened: interview, refusal, absent…",
            "day": "day",
            "outing": Use("the outing", Kept.RESTITUTION),
            "section": Use("part of a street", Kept.RESTITUTION),
            "pair": Use("the pair", Kept.RESTITUTION),
            "source": "at the door, on paper or from a file",
            "replaces": Use("the visit that it corrects", Kept.RESTITUTION),
            "hour": Use("hour of the day", Kept.RESTITUTION),
        },
    ),
    "responses": Purpose(
        "Answers",
        "find out what people think of life in the town, and tell everybody",
        Whom.RESIDENTS,
        Basis.CONSENT,
        Seen.COORDINATORS,
        Kept.DATABASE,
        {
            "key": "random or keyed hash; leads to no door",
            "version": "version of the questionnaire",
            "month": Use("month; later the year alone", Kept.RESTITUTION),
            "ratings": "marks from 1 to 5",
            "texts": Use(
                "what was said in words; later only what was redacted by a person", Kept.RESTITUTION
            ),
        },
    ),
    "open_questionnaires": Purpose(
        "Questionnaires being filled in",
        "save each answer at once, and let the person take them back",
        Whom.RESIDENTS,
        Basis.CONSENT,
        Seen.MACHINE,
        Kept.DAY,
        {
            "key": "hash of a random token",
            "response": "the answers, encrypted with the token",
            "day": "day",
        },
    ),
    "volunteers": Purpose(
        "Volunteers",
        "form pairs, plan outings",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.COORDINATORS,
        Kept.DOORS,
        {
            "name": "name they want to be called",
            "experienced": "whether they have knocked on doors before",
            "trained": "whether they were at a training day",
        },
    ),
    "contacts": Purpose(
        "Contact details of volunteers",
        "reach a volunteer about an outing",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.COORDINATORS,
        Kept.DOORS,
        {
            "email": "e-mail address, encrypted",
            "phone": "telephone number, encrypted",
        },
    ),
    "outings": Purpose(
        "Outings",
        "plan and announce the days out",
        Whom.NOBODY,
        Basis.NONE,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "day": "day",
            "starts": "start",
            "ends": "end",
            "meeting_point": "meeting point",
            "capacity": "number of places",
            "claim_hours": "how long a street is held",
            "note": "note for the day",
            "closed": "whether it is over",
        },
    ),
    "sign_ups": Purpose(
        "Sign-ups",
        "know who comes",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.OUTING,
        {
            "attended": "whether they came",
        },
    ),
    "pairs": Purpose(
        "Pairs",
        "share the streets out",
        Whom.NOBODY,
        Basis.NONE,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "walk": "in which order they walk",
        },
    ),
    "pair_members": Purpose(
        "Who is in which pair",
        "know who goes with whom",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.OUTING,
        {
            "place": "order within the pair",
        },
    ),
    "sections": Purpose(
        "Streets",
        "share the streets out",
        Whom.NOBODY,
        Basis.NONE,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "invented": "whether it is invented",
        },
    ),
    "addresses": Purpose(
        "Addresses",
        "know which doors there are, from the public address base",
        Whom.NOBODY,
        Basis.NONE,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "label": "number as written",
            "place": "order",
            "suffix": "suffix such as bis",
        },
    ),
    "factors": Purpose(
        "Dwellings per address",
        "estimate how many doors a street has",
        Whom.NOBODY,
        Basis.NONE,
        Seen.FIELD,
        Kept.DATABASE,
        {
            "dwellings_per_address": "estimate for the quartier",
        },
    ),
    "claims": Purpose(
        "Streets held by a pair",
        "let no two pairs walk the same street",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.DOORS,
        {
            "taken": "when it was taken",
            "expires": "until when",
            "ended": "when it ended",
            "reason": "why it ended",
        },
    ),
    "sheets": Purpose(
        "Sheets of paper",
        "key in what was noted on paper, once",
        Whom.VOLUNTEERS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.RESTITUTION,
        {
            "code": "code printed on it",
            "checked_by": Use("name of who compared it with the paper", Kept.OUTING),
        },
    ),
    "sheet_lines": Purpose(
        "Lines of the sheets",
        "know which door a line stands for",
        Whom.RESIDENTS,
        Basis.INTEREST,
        Seen.FIELD,
        Kept.RESTITUTION,
        {
            "sheet": "the sheet",
            "row": "number of the line",
            "door": "number of the door",
        },
    ),
    "readings": Purpose(
        "Open answers as redacted",
        "take names out before anybody else reads them, choose quotes",
        Whom.RESIDENTS,
        Basis.CONSENT,
        Seen.COORDINATORS,
        Kept.DATABASE,
        {
            "status": "read or set aside",
            "redacted": "text without names",
            "quote": "whether it may be quoted",
            "quote_text": "passage that may be quoted",
        },
    ),
    "codings": Purpose(
        "Themes of open answers",
        "count what people speak about; check that two people agree",
        Whom.TEAM,
        Basis.INTEREST,
        Seen.COORDINATORS,
        Kept.DATABASE,
        {
            "coder": Use(
                "name or initials of who chose the themes; later a letter", Kept.RESTITUTION
            ),
            "themes": "themes",
        },
    ),
    "themes": Purpose(
        "Codebook",
        "name what people speak about",
        Whom.NOBODY,
        Basis.NONE,
        Seen.COORDINATORS,
        Kept.DATABASE,
        {
            "key": "short name",
            "label": "name",
            "keywords": "words that suggest it",
            "archived": "whether it is offered no more",
        },
    ),
    "publications": Purpose(
        "Published results",
        "give the results back; show what was published when",
        Whom.NOBODY,
        Basis.NONE,
        Seen.ALL,
        Kept.PUBLISHED,
        {
            "content": "figures without the masked ones, approved quotes",
            "digest": "digest",
            "withdrawn": "when it was withdrawn",
            "reason": "why it was withdrawn",
        },
    ),
    "audit": Purpose(
        "Journal",
        "show who did what when, and that nobody altered it",
        Whom.TEAM,
        Basis.DUTY,
        Seen.ADMINISTRATORS,
        Kept.DATABASE,
        {
            "role": "role in which it was done",
            "use_case": "what was done",
            "detail": "which outing, volunteer or import was meant: identifiers only",
            "previous": "digest of the entry before",
        },
    ),
    "audit_heads": Purpose(
        "Newest entry of the journal",
        "show when the end of the journal was cut off",
        Whom.NOBODY,
        Basis.DUTY,
        Seen.MACHINE,
        Kept.DATABASE,
        {},
    ),
    "accounts": Purpose(
        "Accounts",
        "let in who may come in, as what they may be",
        Whom.TEAM,
        Basis.INTEREST,
        Seen.ADMINISTRATORS,
        Kept.ACCOUNT,
        {
            "name": "name they want to be called",
            "login": "name to sign in with",
            "role": "role",
            "identity": "identity at a sign-in service, where one is used",
            "password": "hash of the password (argon2)",
            "code": "secret of the time-based code, encrypted",
            "code_step": "last code used, so that none works twice",
            "disabled": "whether it may come in",
            "last_seen": "day of the last visit",
        },
    ),
    "invitations": Purpose(
        "Invitations",
        "let somebody in by a personal link",
        Whom.TEAM,
        Basis.INTEREST,
        Seen.MACHINE,
        Kept.SIGN_IN,
        {
            "key": "hash of the link",
            "once": "whether it works once",
            "expires": "until when",
            "used": "day on which it was used",
        },
    ),
    "sign_ins": Purpose(
        "Sign-ins",
        "stay signed in on a phone; sign out from afar",
        Whom.TEAM,
        Basis.INTEREST,
        Seen.ADMINISTRATORS,
        Kept.SIGN_IN,
        {
            "key": "hash of the cookie",
            "since": "first day",
            "expires": "until when",
            "device": "kind of browser and system",
        },
    ),
    "attempts": Purpose(
        "Failed sign-ins",
        "slow down whoever tries passwords",
        Whom.TEAM,
        Basis.DUTY,
        Seen.MACHINE,
        Kept.DAY,
        {
            "key": "keyed hash of the name or of the network address",
            "number": "how many times",
            "last": "when, the last time",
        },
    ),
    "erasures": Purpose(
        "Erasures",
        "erase again what a backup brings back",
        Whom.NOBODY,
        Basis.DUTY,
        Seen.MACHINE,
        Kept.DATABASE,
        {
            "key": "keyed hash of a random identifier that names nobody any more",
        },
    ),
    "purges": Purpose(
        "Purges",
        "purge again what a backup brings back",
        Whom.NOBODY,
        Basis.DUTY,
        Seen.MACHINE,
        Kept.DATABASE,
        {
            "before": "day before which was purged",
        },
    ),
}
"""Every table of the schema."""
