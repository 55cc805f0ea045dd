"""The style sheet of the results and of the Data page, beside that of `markup`."""

import json

from dashboard.i18n import _

STYLE = """
.question {margin-bottom: .9rem}
.question .asked {font-size: 1.3rem; line-height: 1.35; font-weight: 600; margin: 0 0 .6rem;
  max-width: 46rem; text-wrap: balance}
.question .reminder {margin: .7rem 0 0; padding-left: .75rem; max-width: 46rem; font-size: .9rem;
  opacity: .85; border-left: 3px solid color-mix(in srgb, currentColor 30%, transparent)}
.scale {display: flex; align-items: center; gap: .55rem; font-size: .9rem; line-height: 1.2}
.scale span:empty {display: none}
.scale .chips {flex: none; display: flex; gap: .25rem}
.score {display: inline-grid; place-items: center; width: 1.7rem; height: 1.4rem;
  border-radius: 3px; font-weight: 650; font-variant-numeric: tabular-nums;
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 35%, transparent)}
.stHtml .facts {display: grid; gap: .6rem 1.5rem; margin: 0; padding: .75rem 1.1rem;
  grid-template-columns: repeat(auto-fit, minmax(8.5rem, 1fr)); border-radius: .5rem;
  background: color-mix(in srgb, currentColor 5%, transparent)}
.stHtml .facts :is(div, dt, dd) {margin: 0; padding: 0}
.facts dt {font-size: .82rem; opacity: .8; font-weight: 400}
.facts dd {font-size: 1.4rem; font-weight: 650; line-height: 1.3;
  font-variant-numeric: tabular-nums}
.facts small {font-size: .82rem; font-weight: 400; opacity: .8; display: block}
.marks {display: flex; flex-wrap: wrap; align-items: center; gap: .2rem 1.1rem; font-size: .9rem;
  min-height: 1.4rem}
.marks span {display: flex; align-items: center; gap: .4rem}
.marks i {flex: none; display: inline-block}
.marks .dot {width: .85rem; height: .85rem; border-radius: 50%; background: #998ec3;
  border: 1.5px solid #3b3f46}
.marks .rod {width: 1.6rem; height: .5rem; border-radius: .25rem; background: #8a919c}
.marks .tick {width: 3px; height: 1.2rem; background: #d9822b}
.wide {overflow-x: auto}
.wide td, .wide th {white-space: nowrap; text-align: left !important}
.st-key-findings .sheet :is(th, td):nth-child(n + 2) {text-align: left}
.st-key-findings .sheet small {display: block; white-space: normal}
.stHtml .findings h2 {font-size: 1rem; font-weight: 650; margin: .4rem 0 .3rem; padding: 0}
.findings ul {margin: 0; padding: 0; list-style: none}
.findings li {margin: 0; padding: .45rem .2rem .45rem .8rem; line-height: 1.35;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent);
  box-shadow: inset 3px 0 0 #8a919c}
.findings.blocking li {box-shadow: inset 3px 0 0 #d1005d}
.findings.repaired li {box-shadow: inset 3px 0 0 #3b7dd8}
.findings small {display: block; opacity: .8; font-size: .88em}
[data-testid="stMarkdown"] p code {display: inline-block; max-width: 100%; overflow-x: auto;
  white-space: nowrap; vertical-align: bottom}
@media (max-width: 640px) {
  .st-key-section [role="radiogroup"] {gap: .3rem}
  .st-key-section [role="radiogroup"] button {border: 1px solid
    color-mix(in srgb, currentColor 30%, transparent) !important; border-radius: .5rem; margin: 0;
    padding: .25rem .65rem}
}
.bars {margin: .8rem 0 .6rem; font-size: .875rem; line-height: 1.3}
.bars .row {display: grid; grid-template-columns: 1fr auto; gap: .1rem .8rem; padding: .3rem 0}
.bars .row b {font-weight: 600}
.bars .row span {opacity: .85; font-variant-numeric: tabular-nums}
.bars .track {grid-column: 1 / -1; position: relative; height: 1rem;
  background: linear-gradient(to right, color-mix(in srgb, currentColor 22%, transparent) 1px,
    transparent 1px) 0 0 / calc(25% - .25px) 100%}
.bars .track i {position: absolute; top: 0; bottom: 0; box-sizing: border-box;
  border: 1px solid #8a919c; border-left-width: 0}
.bars .track i:first-child {border-left-width: 1px}
.bars .fragile .track i {opacity: .6}
.bars .fragile .track::after {content: ""; position: absolute; inset: 0; pointer-events: none;
  background: repeating-linear-gradient(135deg, transparent 0 5px,
    color-mix(in srgb, currentColor 30%, transparent) 5px 6px)}
.sheet tr.hatched td {background: repeating-linear-gradient(135deg, transparent 0 5px,
  color-mix(in srgb, currentColor 13%, transparent) 5px 6px)}
.bars .hint {position: absolute; inset: -.2rem 0}
.bars .track .hint {opacity: 1}
.bars .hint i.rod {top: .45rem; bottom: .45rem; border: 0; border-radius: .25rem;
  background: #8a919c}
.bars .hint i.dot {top: .25rem; bottom: auto; width: .9rem; height: .9rem; margin-left: -.45rem;
  border: 1.5px solid #3b3f46; border-radius: 50%; opacity: 1 !important}
.bars .hint i.tick {top: 0; bottom: 0; width: 3px; margin-left: -1.5px; border: 0;
  background: #d9822b}
.bars .hint i.zero {top: 0; bottom: 0; left: 50%; width: 2px; margin-left: -1px; border: 0;
  background: currentColor}
.verdict p {margin: .2rem 0 .6rem; font-size: 1.05rem; line-height: 1.4; text-wrap: balance}
.caution {margin: .3rem 0 .6rem; max-width: 46rem; font-size: .9rem; line-height: 1.4}
.pairs {margin: .6rem 0}
.pairs .sheet small {display: block}
.pairs .sheet thead th {overflow-wrap: break-word}
.fold p {margin: .1rem .9rem .5rem; font-size: .9rem; line-height: 1.45; max-width: 46rem}
.facts + .reminder {margin: .5rem 0 0; font-size: .9rem; max-width: 46rem}
.stHtml .facts ~ .fold, .stHtml .sheet ~ .fold, .stHtml .caution + .fold {margin-top: .6rem}
.fold + .fold {margin-top: .5rem}
.stHtml .legend ul li:nth-child(n + 6) {flex-basis: 100%}
.st-key-choices {row-gap: .5rem; column-gap: 1.2rem}
.bars .ticks {position: relative; height: 1.3rem; font-size: .8rem; opacity: .85;
  font-variant-numeric: tabular-nums}
.bars .ticks span {position: absolute; transform: translateX(-50%)}
.bars .ticks span:first-child {left: 0; transform: none}
.bars .ticks span:nth-child(2) {left: 25%}
.bars .ticks span:nth-child(3) {left: 50%}
.bars .ticks span:nth-child(4) {left: 75%}
.bars .ticks span:last-child {left: auto; right: 0; transform: none}
"""
_ONE_LINE = " ".join(STYLE.split())
"""Streamlit looks at the indent of each line at each rerun."""


def sheet() -> str:
    """Give the style sheet; the file chooser, which knows no French, is put into words by it."""
    return f"<style>{_ONE_LINE}{_chooser()}</style>"


def _chooser() -> str:
    """Replace the English words of the file chooser."""
    zone = '[data-testid="stFileUploaderDropzone"]'
    button, hint = (
        json.dumps(words, ensure_ascii=False)
        for words in (_("Choose a file"), _("or drop it here, up to 200 MB"))
    )
    return (
        f"{zone} button p {{font-size: 0}}"
        f"{zone} button p::after {{content: {button}; font-size: .9rem}}"
        '[data-testid="stFileUploaderDropzoneInstructions"] span {font-size: 0}'
        '[data-testid="stFileUploaderDropzoneInstructions"] span::after '
        f"{{content: {hint}; font-size: .875rem}}"
    )
