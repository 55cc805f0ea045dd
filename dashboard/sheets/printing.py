"""From facts and a template to a PDF: the only importer of the typesetter.

Facts travel as JSON, which the templates read as data, so that no text can be taken for markup.
Only the fonts inside the typesetter are used: the same facts give the same bytes on any machine.
The standard is PDF/UA-1: a document without title, language or alternative texts does not come out.
"""

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from dashboard.i18n import language
from dashboard.sheets.model import Paper
from dashboard.sheets.typography import tidy

TEMPLATES = Path(__file__).parent / "templates"
NO_GLYPH = "□"
"""Stands for a character that none of the fonts has (Chinese, emoji)."""
_MISSING = re.compile(r"the text `(\".*?\")` could not be displayed", re.DOTALL)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_ROUNDS = 100
_FOREIGN = ((0x2E80, 0xD7FF), (0xF900, 0xFAFF), (0x1F000, 0x10FFFF))
"""Blocks of which no font inside the typesetter has anything: replaced at once."""


def typeset(
    template: str,
    facts: Mapping[str, Any],
    *,
    paper: Paper,
    title: str,
    printed: date,
    drawings: Mapping[str, str] | None = None,
) -> bytes:
    """Print facts through a template, in the language of the context.

    Parameters
    ----------
    template
        Name of a file in `TEMPLATES`, without its ending.
    facts
        What JSON can hold; all texts in it are tidied.
    title
        Title of the document.
    printed
        Date of the document.
    drawings
        SVG by name; taken as they are.
    """
    written = {
        "lang": language(),
        "title": title,
        "printed": [printed.year, printed.month, printed.day],
        "width": paper.size[0],
        "height": paper.size[1],
        "facts": facts,
    }
    text = json.dumps(_tidied(written), ensure_ascii=False, sort_keys=True)
    pictures = json.dumps(dict(drawings or {}), ensure_ascii=False, sort_keys=True)
    moment = datetime(printed.year, printed.month, printed.day, tzinfo=UTC)
    return _with_glyphs(template, {"data": text, "drawings": pictures}, moment)


def qr_code(content: str) -> str:
    """Draw a QR code as SVG, with the white margin that readers need."""
    import segno

    drawn = BytesIO()
    segno.make(content, error="m", micro=False).save(
        drawn, kind="svg", border=2, dark="#000", light="#fff", xmldecl=False, nl=False
    )
    return drawn.getvalue().decode("utf-8")


def _with_glyphs(template: str, inputs: dict[str, str], moment: datetime) -> bytes:
    """Compile; what the fonts cannot show is replaced, for a name must not stop a sheet."""
    import typst

    for _round in range(_ROUNDS):
        try:
            return _compile(template, inputs, moment)
        except typst.TypstError as error:
            missing = _without_glyph(str(error), "".join(inputs.values()))
            if not missing:
                raise
            swap = str.maketrans(dict.fromkeys(missing, NO_GLYPH))
            inputs = {name: text.translate(swap) for name, text in inputs.items()}
    return _compile(template, inputs, moment)


def _compile(template: str, inputs: dict[str, str], moment: datetime) -> bytes:
    """Run the typesetter once."""
    import typst

    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="ua-1",
        timestamp=int(moment.timestamp()),
    )


def _without_glyph(report: str, text: str) -> set[str]:
    """Find in an error which characters no font has; ASCII ones are never among them.

    The typesetter names one at a time; from blocks that it lacks, all in the text are added.
    """
    quoted = "".join(_MISSING.findall(report))
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), quoted)
    named = {character for character in plain if not character.isascii()}
    return named | (set(filter(_foreign, text)) if any(map(_foreign, named)) else set())


def _foreign(character: str) -> bool:
    """Say whether a character lies in a block of which no font has anything."""
    return any(first <= ord(character) <= last for first, last in _FOREIGN)


def _tidied(value: Any) -> Any:
    """Tidy all texts inside a value."""
    if isinstance(value, str):
        return tidy(value, language())
    if isinstance(value, Mapping):
        return {key: _tidied(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_tidied(part) for part in value]
    return value
