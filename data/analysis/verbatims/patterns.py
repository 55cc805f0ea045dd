"""Regular expressions for what has a form of its own: numbers, addresses of all kinds, plates.

Written for France. They rather take too much than too little: a person looks at each proposal.
Every repetition is bounded, so that no text makes them slow.
"""

import re
from typing import Final

from data.analysis.verbatims.markers import Private

_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_NAMED = rf"{_CAPITAL}[\w'’.-]{{0,40}}"
_SMALL = (
    r"(?:(?i:de\s+la|de|du|des|la|le|les|en|aux?|à|sous|sur|et)\s+|(?i:de\s+l|d|l)['’]\s?){0,3}"
)
_MONTH = r"(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_NUMBER = r"\d{1,4}\s?(?:(?i:bis|ter|quater)\b|[A-Da-d]\b)?"
# Of these, no other meaning comes after a number …
_SURE_WAY = (
    r"(?i:rue|r\.|avenue|av\.|ave|boulevard|boul|bd|bld|impasse|imp\.|all[ée]es?|chemin|ch\.|"
    r"faubourg|fbg|square|sentier|venelle|quai|lotissement|résidence|rés\.)"
)
# … while « 2 cours de sport » and « 3 places » are no addresses: a capital has to follow.
_UNSURE_WAY = (
    r"(?i:place|pl\.|route|rte|cours|cour|voie|passage|cité|hameau|villa|tour|côte|clos|mail|"
    r"promenade|esplanade|rond-point|montée|rampe|parvis|porte)"
)
_OF = r"(?:(?i:de\s+la|de\s+l['’]|du)\s?)?"
_AT = r"(?i:au\s+|n[°o]\s?)"
_DATE = rf"(?:\d{{1,2}}|1er)\s+(?i:{_MONTH})(?:\s+(?:19|20)\d\d)?"
_MORE = rf"(?:[\s-]{_SMALL}{_NAMED}){{0,4}}"
_ANY_NAME = rf"{_SMALL}(?:{_DATE}|[^\W\d_][\w'’-]{{0,40}}{_MORE})"
_CAPITAL_NAME = rf"{_SMALL}(?:{_DATE}|{_NAMED}{_MORE})"
_WAY = rf"(?:{_SURE_WAY}(?:\s+|(?<=\.)){_ANY_NAME}|{_UNSURE_WAY}(?:\s+|(?<=\.)){_CAPITAL_NAME})"
_AT_HOME = (
    r"\b(?i:habit(?:e|es|ons|ez|ent|ais|ait|ant|er|é)|vi(?:s|t|vons|vent)|log(?:e|eons|ent)|"
    r"domicilié(?:e|s|es)?|chez\s+(?:moi|nous|lui|elle|eux))\s*,?\s+"
    r"(?:(?:c['’]est|dans|à|au|en\s+face\s+de)\s+)?(?:la\s+|le\s+|l['’])?"
)
_DOOR = (
    r"\b(?i:bâtiment|batiment|bât\.?|immeuble|imm\.|escalier|esc\.|appartement|appart|appt\.?|"
    r"apt\.?|hall|logement|pavillon|bloc|porte\s+n[°o])\s*(?i:n[°o]\s?)?"
    rf"(?:{_CAPITAL}\d{{0,3}}|\d{{1,4}}\s?[A-Za-z]?)(?!\w)"
)
_GAP = r"[\s.\-/_]{0,3}"
_COUNTED = r"(?i:€|euros?|k€|habitant|personne|gens|logement|famille|étudiant|m²|m2|km)"
_PLATE_LETTER = "[A-HJ-NP-TV-Z]"

PATTERNS: Final[tuple[tuple[Private, re.Pattern[str]], ...]] = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            Private.EMAIL,
            r"(?<![\w.%+-])[\w.%+-]{1,64}(?:\s?@\s?|\s?[(\[](?i:at|a)[)\]]\s?|\s(?i:arr?obase)\s)"
            r"[\w-]{1,63}(?:(?:\.|\s(?i:point)\s)[\w-]{1,63}){1,4}",
        ),
        (Private.LINK, r"(?i:\bhttps?://|\bwww\.)[^\s\[\]]{0,300}[^\s\[\].,;:!?)»\"'’]"),
        (
            Private.LINK,
            r"(?<![\w.@-])(?:[\w-]{1,63}\.){1,4}(?i:fr|com|org|net|eu|info|be|ch|io|tv|me)\b"
            r"(?:/(?:[^\s\[\]]{0,200}[\w/])?)?",
        ),
        (Private.HANDLE, r"(?<![\w.])@\w(?:[\w.-]{0,40}\w)?"),
        (
            Private.ACCOUNT,
            r"\b(?:[A-Z]{2}|(?i:fr))\d{2}(?:[\s-]?[A-Z0-9]{4}){3,7}(?:[\s-]?[A-Z0-9]{1,3})?\b",
        ),
        (  # social security
            Private.NUMBER,
            r"(?<!\d)[12]\s?\d\d\s?[01]\d\s?\d[\dAB]\s?\d{3}\s?\d{3}(?:\s?\d\d)?(?!\d)",
        ),
        (
            Private.PHONE,
            rf"(?<![\d+])(?:(?:\+|00)\s?33\s?(?:\(0\)\s?)?|\(0\)|0){_GAP}[1-9](?:{_GAP}\d){{8}}(?!\d)",
        ),
        (Private.PHONE, r"\+\d(?:[\s.\-()]{0,2}\d){7,13}(?!\d)"),
        (
            Private.PLATE,
            rf"(?<![A-Za-z0-9]){_PLATE_LETTER}{{2}}[\s-]?\d{{3}}[\s-]?{_PLATE_LETTER}{{2}}"
            r"(?![A-Za-z0-9])",
        ),
        (Private.PLATE, r"(?<![\w-])[a-z]{2}-\d{3}-[a-z]{2}(?![\w-])"),
        (
            Private.PLATE,
            r"(?<![\w.,])\d{2,4}[\s-]?[A-HJ-NP-TV-Z]{2,3}[\s-]?(?:\d{2}|2[AB])(?![\w])",
        ),
        (Private.NUMBER, r"(?<![\w.,])\d(?:[\s.\-/]?\d){8,29}(?!\d)"),
        (Private.ADDRESS, rf"\b(?i:n[°o]\s?)?{_NUMBER}\s?,?\s?{_OF}{_WAY}"),
        (Private.ADDRESS, rf"{_AT_HOME}(?P<private>{_WAY}(?:,?\s+(?i:au\s+)?{_NUMBER}(?!\w))?)"),
        (Private.ADDRESS, rf"\b(?i:rue|avenue|boulevard)\s{_CAPITAL_NAME},?\s+{_AT}{_NUMBER}"),
        (Private.ADDRESS, _DOOR),
        (
            Private.POSTCODE,
            rf"(?<![\w.,])(?:F-)?(?:0[1-9]|[1-8]\d|9[0-8])\d{{3}}(?![\w])(?!\s?{_COUNTED})"
            rf"(?:\s(?:{_NAMED})(?:[\s-]{_NAMED}){{0,3}})?",
        ),
    )
)  # fmt: skip
"""What to look for, in this order; a group `private` is the part that has to go."""
