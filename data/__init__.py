"""What was recorded, and what it says: records, questionnaire, imports, exports, analysis."""
