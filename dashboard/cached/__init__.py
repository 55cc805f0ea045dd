"""Every Streamlit cache of the app.

What is cached is small (aggregates, rendered layers, never answers) and keyed by the database, its
revision and the role of who is signed in: a write by anyone shows at the next rerun, nothing stale
is ever drawn, and nobody sees what was made for another role.

Each module builds on the ones before it: `opening`, `run`, `figures`, `drawings`. What is cached is
asked for by named arguments: of others Streamlit looks up the names at each call.
"""

from dashboard.cached.drawings import (
    calendar_chart,
    coverage_view,
    meeting_map,
    pair_view,
    place_view,
    question_view,
    shapes,
    street_map,
)
from dashboard.cached.figures import (
    coverage,
    curve,
    draft,
    front,
    key_words,
    outing_summaries,
    outings,
    overview,
    quartiers,
    questionnaire,
    results,
    where_next,
)
from dashboard.cached.opening import opened, who
from dashboard.cached.run import key, may, my_token, one_revision, role, service, signed_out

__all__ = [
    "calendar_chart",
    "coverage",
    "coverage_view",
    "curve",
    "draft",
    "front",
    "key",
    "key_words",
    "may",
    "meeting_map",
    "my_token",
    "one_revision",
    "opened",
    "outing_summaries",
    "outings",
    "overview",
    "pair_view",
    "place_view",
    "quartiers",
    "question_view",
    "questionnaire",
    "results",
    "role",
    "service",
    "shapes",
    "signed_out",
    "street_map",
    "where_next",
    "who",
]
