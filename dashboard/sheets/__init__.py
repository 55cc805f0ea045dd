"""What goes onto paper, as accessible PDF: sheets of pairs, questionnaires, cards, plans.

Pure: facts in, bytes out. The facts are the frozen dataclasses of `dashboard.sheets.model`; the
same ones give the same bytes on any machine.
"""

from dashboard.sheets.access import access_cards
from dashboard.sheets.cards import leave_behind
from dashboard.sheets.day import day_plan
from dashboard.sheets.model import (
    CardData,
    DayPlan,
    Paper,
    PlanPair,
    SheetData,
    SheetDoor,
    SheetStreet,
)
from dashboard.sheets.pair import pair_sheet, pair_sheets
from dashboard.sheets.questions import questionnaire_sheet
from dashboard.sheets.words import default_message, default_notice, default_script, notice

__all__ = [
    "CardData",
    "DayPlan",
    "Paper",
    "PlanPair",
    "SheetData",
    "SheetDoor",
    "SheetStreet",
    "access_cards",
    "day_plan",
    "default_message",
    "default_notice",
    "default_script",
    "leave_behind",
    "notice",
    "pair_sheet",
    "pair_sheets",
    "questionnaire_sheet",
]
