"""Texts that try to be more than text, and ways to find out whether one succeeded.

Each planted text begins with a mark that names the field it was planted in: what shows it can be
found, and a field that is shown nowhere is noticed as well.
"""

import re
from html.parser import HTMLParser

MARKUP = (
    "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg/onload=alert(3)>"
    "<a href=\"javascript:alert(4)\">l</a></textarea><iframe srcdoc='x'>&lt;{{ 7*7 }}{% raw %}"
)
MARKDOWN = (
    "[l](javascript:alert(5)) ![i](http://evil.example/i.png) :red[r] $x^2$ `c` **b** ~~s~~ "
    ":material/home: <https://evil.example> [r]: //evil.example\n# h\n| a | b |"
)
TERMINAL = "\x1b]0;title\x07\x1b[2J\x1b[31mred\x9b31m\r\nBEGIN:VEVENT\x00\x08\u202egnp.exe"
TYPESET = '#image("/etc/passwd") #eval("1") $x$ \\ ] } // /* @ref <label> \\u{41}'
QUERY = "'; DROP TABLE visits; -- \" OR 1=1 /* %s %(a)s {0} {name} ${x}"

TAILS = {
    "markup": MARKUP,
    "markdown": MARKDOWN,
    "typeset": TYPESET + QUERY,
}
TERMINALS = {"terminal": TERMINAL}
FORMULAS = ("=", "+", "-", "@", "\t=", "\r=", "'=", "''+")
"""How a text begins that a spreadsheet would run."""

MARK = re.compile(r"Zq[a-z]+0z")


def mark(column: str) -> str:
    """Give the mark of a field, of letters that nothing escapes.

    >>> mark("quartiers.name")
    'Zqquartiersname0z'
    """
    return f"Zq{column.replace('.', '').replace('_', '')}0z"


def payload(column: str, tail: str, start: str = "=") -> str:
    """Give what is planted in a field."""
    return f"{start}{mark(column)}{tail}"


class _Tags(HTMLParser):
    """Notes what a browser would make of some HTML, and finds what nobody wrote on purpose."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "img", "iframe", "object", "embed", "textarea", "base", "form"):
            self.found.append(f"<{tag}>")
        for name, value in attrs:
            said = (value or "").strip().lower()
            loads = name in ("href", "src", "action", "srcdoc", "data", "xlink:href")
            if name.startswith("on") or name == "srcdoc":
                self.found.append(f"{name} on <{tag}>")
            if loads and re.match(r"[a-z][a-z0-9+.-]*:|//", said) and not said.startswith(
                ("mailto:", "tel:")
            ):  # fmt: skip
                self.found.append(f"{name}={said[:40]}")
            if name in ("class", "id", "style") and MARK.search(value or ""):
                self.found.append(f"a text in {name} of <{tag}>")

    def handle_comment(self, data: str) -> None:
        if MARK.search(data):
            self.found.append("a text in a comment")


def in_html(text: str) -> list[str]:
    """Find tags, attributes and addresses that a planted text has become part of."""
    tags = _Tags()
    tags.feed(text)
    tags.close()
    return tags.found


_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_DIRECTIVES = {
    "a link": "](javascript",
    "an image": "![i](",
    "a colour": ":red[",
    "a formula": "$x^2$",
    "code": "`c`",
    "bold": "**b**",
    "struck out": "~~s~~",
    "an icon": ":material/home:",
    "a bare link": "<https://evil",
    "a heading": "\n# h",
    "a table": "\n| a |",
}


def in_markdown(text: str) -> list[str]:
    """Find what Markdown would take from a planted text for more than text."""
    bare = _ESCAPED.sub("", text)
    return [name for name, sign in _DIRECTIVES.items() if sign in bare]


def in_cell(text: str) -> list[str]:
    """Find a cell that a spreadsheet would run."""
    return [f"begins with {text[:1]!r}"] if text[:1] in ("=", "+", "-", "@", "\t", "\r") else []


def in_terminal(text: str) -> list[str]:
    """Find signs that a terminal would obey."""
    return sorted({repr(c) for c in text if (ord(c) < 32 and c not in "\n\t") or 127 <= ord(c) < 160
                   or c in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068"})  # fmt: skip
