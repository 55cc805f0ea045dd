"""Campaigns and questionnaires as plain values for the database, and back."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from data.model import (
    AllocationMethod,
    Campaign,
    Phase,
    Question,
    QuestionKind,
    Questionnaire,
    Spread,
)
from data.printed import texts_of


def campaign_row(campaign: Campaign) -> dict[str, Any]:
    """Give the columns of a campaign."""
    return {
        "campaign": campaign.id,
        "name": dict(campaign.name),
        "goal": campaign.goal,
        "commune": campaign.commune,
        "town": campaign.town,
        "phases": [_phase_plain(phase) for phase in campaign.phases],
        "doors": campaign.doors,
        **spread_row(campaign.spread),
        "extent": None if campaign.extent is None else list(campaign.extent),
        "languages": list(campaign.languages),
        "k": campaign.k,
        "note": dict(campaign.note),
        **texts_of(campaign),
    }


def spread_row(spread: Spread) -> dict[str, Any]:
    """Give the columns that say how the goal is spread."""
    return {
        "spread_method": spread.method.value,
        "spread_floor": spread.floor,
        "spread_exponent": spread.exponent,
    }


def campaign_from(row: Mapping[Any, Any]) -> Campaign:
    """Make a campaign from its columns."""
    extent = row["extent"]
    return Campaign(
        id=row["campaign"],
        name=row["name"],
        goal=row["goal"],
        commune=row["commune"],
        town=row["town"],
        phases=tuple(_phase_from(phase) for phase in row["phases"]),
        doors=row["doors"],
        spread=Spread(
            method=AllocationMethod(row["spread_method"]),
            floor=row["spread_floor"],
            exponent=row["spread_exponent"],
        ),
        extent=None if extent is None else (extent[0], extent[1], extent[2], extent[3]),
        languages=tuple(row["languages"]),
        k=row["k"],
        note=row["note"],
        organiser=row["organiser"],
        contact=row["contact"],
        results_at=row["results_at"],
        notice=row["notice"],
        script=row["script"],
    )


def questionnaire_plain(questionnaire: Questionnaire) -> dict[str, Any]:
    """Give the content of a questionnaire, its version apart."""
    return {
        "title": dict(questionnaire.title),
        "questions": [_question_plain(question) for question in questionnaire.questions],
    }


def questionnaire_from(version: int, content: Mapping[str, Any]) -> Questionnaire:
    """Make a questionnaire from its content."""
    return Questionnaire(
        version=version,
        title=content["title"],
        questions=tuple(_question_from(question) for question in content["questions"]),
    )


def _phase_plain(phase: Phase) -> dict[str, Any]:
    return {
        "key": phase.key,
        "start": phase.start.isoformat(),
        "end": phase.end.isoformat(),
        "label": dict(phase.label),
    }


def _phase_from(plain: Mapping[str, Any]) -> Phase:
    return Phase(
        key=plain["key"],
        start=date.fromisoformat(plain["start"]),
        end=date.fromisoformat(plain["end"]),
        label=plain["label"],
    )


def _question_plain(question: Question) -> dict[str, Any]:
    # The texts are copied: asdict() would leave other kinds of mappings as they are.
    texts = ("text", "short", "low", "high", "reminder")
    plain = asdict(question) | {name: dict(getattr(question, name)) for name in texts}
    return plain | {"kind": question.kind.value, "aliases": list(question.aliases)}


def _question_from(plain: Mapping[str, Any]) -> Question:
    kind, aliases = QuestionKind(plain["kind"]), tuple(plain["aliases"])
    return Question(**{**plain, "kind": kind, "aliases": aliases})
