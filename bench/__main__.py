"""Print the budget table: what, budget, measured, kept or not; ratios within this one run.

``python -m bench [NAME …]`` runs only the named parts (assign, imports, pages, questions,
sessions).
"""

import importlib
import logging
import sys
from collections.abc import Iterable

PARTS = ("assign", "imports", "pages", "questions", "sessions")
Row = tuple[str, str, str, bool]


def show(rows: Iterable[Row]) -> bool:
    """Print the rows of one part and say whether every budget was kept."""
    kept = True
    for what, budget, measured, ok in rows:
        print(f"{'ok  ' if ok else 'OVER'}  {what:<62} {budget:<34} {measured}", flush=True)
        kept = kept and ok
    return kept


def main(wanted: list[str]) -> int:
    """Run the parts; 0 where every budget was kept, 1 otherwise, 2 for an unknown part."""
    unknown = set(wanted) - set(PARTS)
    if unknown:
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}")
        return 2
    # Pages are run without a browser, and Streamlit would warn of it at each element.
    logging.disable(logging.WARNING)
    print(f"{'':<6}{'what':<62} {'budget':<34} measured")
    kept = [show(importlib.import_module(f"bench.{part}").rows()) for part in wanted or PARTS]
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
