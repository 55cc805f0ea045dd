"""The style sheet of the pages on outings and volunteers, beside that of `markup`."""

STYLE = """
.outing {line-height: 1.4; font-size: .92rem; margin: 0}
.stHtml p.outing {margin: 0; font-size: .92rem}
.outing .dim, .stHtml p.dim {opacity: .78}
.tag {display: inline-block; padding: .05rem .5rem; border-radius: 1rem; font-size: .8rem;
  line-height: 1.5; white-space: nowrap; margin-right: .3rem;
  border: 1px solid color-mix(in srgb, currentColor 32%, transparent)}
.tag.full {background: #3b7dd8; border-color: #3b7dd8; color: #fff}
.tag.soon {border-color: #d9822b; box-shadow: inset 0 0 0 1px #d9822b}
.stHtml p.person {line-height: 1.6; font-size: .97rem; margin: 0}
.person .who {white-space: nowrap; margin-right: .35rem}
.by-pair .sheet small {white-space: normal}
.person strong {font-weight: 600}
.stHtml .plan {display: grid; gap: .5rem 1.5rem; margin: 0; padding: .75rem 1.1rem;
  grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); border-radius: .5rem;
  background: color-mix(in srgb, currentColor 5%, transparent)}
.stHtml .plan :is(div, dt, dd) {margin: 0; padding: 0}
.plan dt {font-size: .82rem; opacity: .8; font-weight: 400}
.plan dd {font-size: 1rem; line-height: 1.35; overflow-wrap: anywhere}
.plan small {opacity: .8}
[class*="st-key-outing-item-"] {padding: .55rem .9rem .7rem}
[class*="st-key-outing-item-"] button {text-align: left; padding-left: 0; min-height: 2rem}
[class*="st-key-outing-item-"] button p {font-size: 1.02rem; font-weight: 600;
  text-align: left; white-space: normal}
[class*="st-key-row-"] {padding: .1rem 0; margin-bottom: -.6rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
.heat {border-collapse: separate; border-spacing: 3px; font-variant-numeric: tabular-nums;
  font-size: .88rem; line-height: 1.2}
.heat caption {text-align: left; font-weight: 600; padding-bottom: .3rem}
.heat th {font-weight: 500; padding: .25rem .4rem; text-align: left}
.heat thead th {text-align: center; font-size: .82rem}
.heat td {min-width: 3.1rem; padding: .35rem .25rem; text-align: center; border-radius: 3px}
.heat {white-space: nowrap}
.heat small {display: block; font-size: .76rem}
.heat .few {border: 1px dashed color-mix(in srgb, currentColor 40%, transparent);
  background: none !important; color: inherit !important}
.scroll {overflow-x: auto; max-width: 100%}
@media (max-width: 640px) {
  .heat {border-spacing: 2px; font-size: .76rem}
  .heat td {min-width: 2.4rem; padding: .3rem 0}
  .heat th, .heat thead th {padding: .2rem .1rem; font-size: .74rem}
  [class*="st-key-row-"] {flex-wrap: nowrap !important}
  [class*="st-key-row-"]:has([data-testid="stButtonGroup"]) {flex-wrap: wrap !important;
    row-gap: .1rem; padding-bottom: .4rem}
  [class*="st-key-row-"]:has([data-testid="stButtonGroup"]) > :first-child {flex: 1 0 100%}
  [class*="st-key-row-"] [data-testid="stPageLink"] a {padding: .35rem .6rem}
  [class*="st-key-row-"] :is([data-testid="stButton"] button, [data-testid="stPageLink"] a) p {
    position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}
  [class*="st-key-row-"] [data-testid="stButton"] button {min-width: 2.5rem; min-height: 2.5rem}
  .st-key-outing-part button {padding: .3rem .6rem}
  .st-key-outing-fields [data-testid="stColumn"] {min-width: calc(50% - .5rem); flex: 1 1 0}
  .stHtml .plan {grid-template-columns: 1fr 1fr; padding: .6rem .8rem}
}
"""
_ONE_LINE = " ".join(STYLE.split())
"""Streamlit looks at the indent of each line at each rerun."""


def sheet() -> str:
    """Give the style sheet."""
    return f"<style>{_ONE_LINE}</style>"
