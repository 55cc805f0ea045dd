"""The style sheet of the pages for the field: large targets, one column on a phone."""

_SHEET = """<style>
.st-key-outcomes [data-testid="stButtonGroup"] {width: 100%}
.st-key-outcomes [data-testid="stButtonGroup"] [role="radiogroup"],
.st-key-outcomes [data-testid="stButtonGroup"] > div {display: grid !important; width: 100%;
  grid-template-columns: 1fr 1fr; gap: .5rem; max-width: 40rem}
.st-key-outcomes [data-testid="stButtonGroup"] button,
.st-key-outcomes [data-testid="stButtonGroup"] label {min-height: 3.4rem; width: 100%;
  border-radius: .5rem; justify-content: flex-start; padding: .3rem .7rem; white-space: normal;
  max-width: none}
.st-key-outcomes button > div, .st-key-outcomes button > div > span {justify-content: flex-start;
  width: 100%; text-align: left}
.st-key-outcomes button p {font-size: 1rem; white-space: normal; text-align: left;
  line-height: 1.2}
.st-key-tall [data-testid^="stBaseButton"], .st-key-tall .stFormSubmitButton button,
.st-key-tall .stButton button {min-height: 3.4rem; font-size: 1.05rem}
.st-key-held .stButton button, .st-key-held .stPopover button,
.st-key-best .stButton button {min-height: 3rem}
.st-key-ratings [data-testid="stButtonGroup"] {width: 100%}
.st-key-ratings [data-testid="stButtonGroup"] button {min-height: 3rem; min-width: 2.6rem;
  padding: 0 .4rem}
.st-key-ratings [data-testid="stButtonGroup"] button:not(:last-child) p {font-size: 1.1rem;
  font-weight: 600}
.st-key-at-the-door {max-width: 40rem}
.door {margin: 0; padding: .2rem 0 .4rem}
.stHtml .door p {margin: 0; line-height: 1.25}
.stHtml .door .street {font-size: 1.05rem; font-weight: 500}
.stHtml .door .label {font-size: 3.2rem; font-weight: 700; line-height: 1.1;
  font-variant-numeric: tabular-nums; overflow-wrap: anywhere}
.stHtml .door .about {font-size: .92rem; opacity: .8}
.stHtml .tally {display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: .5rem .8rem;
  border-radius: .5rem; font-size: .95rem; font-variant-numeric: tabular-nums;
  background: color-mix(in srgb, currentColor 6%, transparent)}
.tally b {font-size: 1.15rem; font-weight: 700}
.stHtml .done {margin: 0; font-size: .95rem; padding: .35rem .1rem}
.stHtml ul.lines {list-style: none; margin: 0; padding: 0}
.stHtml .lines li {margin: 0 !important; padding: .4rem .1rem;
  border-bottom: 1px solid color-mix(in srgb, currentColor 14%, transparent)}
.stHtml .ask {font-size: 1.12rem; font-weight: 600; line-height: 1.35; margin: .6rem 0 0}
.stHtml .kept {font-weight: 700}
.stHtml .ask .kept {padding-left: .4rem}
.stHtml .kept.not {visibility: hidden}
.stHtml .recall {font-size: .88rem; opacity: .8; margin: .25rem 0 0}
.stHtml .ends {display: flex; justify-content: space-between; gap: .4rem; font-size: .88rem;
  margin: .3rem 0 0; max-width: 30rem}
.stHtml .place {margin: 0; line-height: 1.35}
.place b {font-size: 1.08rem}
.place small {display: block; opacity: .8; font-size: .9rem}
.swatch.line {height: 0; border: 0; box-shadow: none; border-radius: 0; width: 2rem;
  background: none}
.stHtml kbd {font-family: inherit; font-weight: 700; padding: .05rem .4rem; border-radius: .25rem;
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 40%, transparent)}
.stHtml .keys {display: flex; flex-wrap: wrap; gap: .35rem 1.1rem; margin: 0; font-size: .92rem}
.st-key-at-the-door [tabindex="-1"]:focus {outline: none}
.door, .st-key-none-left {scroll-margin-top: 7rem}
.st-key-at-the-door :is(h2, [role="alert"] *) {scroll-margin-top: 4rem}
@media (max-width: 640px) {
  .stMainBlockContainer h1 {font-size: 1.5rem; padding: .2rem 0}
  .stHtml .tally {gap: 0 .8rem; padding: .25rem .6rem; font-size: .88rem}
  .tally b {font-size: 1rem}
  .st-key-at-the-door {gap: .5rem}
  [data-testid="stMain"]:has(.st-key-at-the-door) {scroll-padding-bottom: 5rem}
  [class*="st-key-record-"] {position: sticky; bottom: .6rem; z-index: 2}
  [class*="st-key-record-"] button {box-shadow: 0 2px 12px rgb(0 0 0 / .3)}
  .st-key-at-the-door summary {padding: .3rem .6rem; min-height: 0}
  .stHtml .done {padding: 0}
  .stHtml .door {padding: 0}
  .stHtml .door .label {font-size: 2.6rem; line-height: 1.05}
}
</style>"""
STYLE = " ".join(_SHEET.split())
"""On one line: Streamlit looks at the indent of each line at each rerun."""
