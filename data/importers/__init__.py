"""Reading tables of visits and responses: open, recognise the columns, bring in.

>>> import io
>>> table = open_table(io.BytesIO(b"Quartier;Date;Issue\\n03;2/4/23;absent\\n"), filename="a.csv")
>>> table.headers, list(table.rows)
(('Quartier', 'Date', 'Issue'), [(2, ['03', '2/4/23', 'absent'])])
"""

from data.importers.columns import ColumnMapping, Field, TableKind, question_fields
from data.importers.faults import TEMPLATES, Fault, RowFinding, explain
from data.importers.places import PlaceProposal
from data.importers.recognition import Proposal, Suggestion, recognise, suggest
from data.importers.rejects import Explain
from data.importers.rows import Context
from data.importers.run import ImportReport, import_table
from data.importers.tables import Table, open_table

__all__ = [
    "TEMPLATES",
    "ColumnMapping",
    "Context",
    "Explain",
    "Fault",
    "Field",
    "ImportReport",
    "PlaceProposal",
    "Proposal",
    "RowFinding",
    "Suggestion",
    "Table",
    "TableKind",
    "explain",
    "import_table",
    "open_table",
    "question_fields",
    "recognise",
    "suggest",
]
