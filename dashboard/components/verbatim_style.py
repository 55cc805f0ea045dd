"""The style sheet of the page of open answers, beside that of `markup`."""

_SHEET = """<style>
.stMainBlockContainer [data-testid="stCaptionContainer"] {color: inherit; opacity: .85}
.coding {max-width: 64rem; margin: .2rem 0 .4rem}
.coding .track {height: .7rem; border-radius: .35rem; overflow: hidden;
  background: color-mix(in srgb, currentColor 10%, transparent);
  box-shadow: inset 0 0 0 1px color-mix(in srgb, currentColor 30%, transparent)}
.coding .track i {display: block; height: 100%; background: #3b7dd8}
.stHtml .coding dl {display: flex; flex-wrap: wrap; gap: .15rem 1.8rem; margin: .4rem 0 0;
  padding: 0}
.coding dl div {display: flex; gap: .4rem; align-items: baseline}
.stHtml .coding dt {font-size: .9rem; font-weight: 400; opacity: .85; margin: 0}
.stHtml .coding dd {font-size: 1rem; font-weight: 650; margin: 0;
  font-variant-numeric: tabular-nums}
.stHtml .aside {margin: 0; overflow-wrap: anywhere}
.theme {display: flex; gap: .8rem; align-items: flex-start; max-width: 60rem}
.theme kbd {flex: none; font: inherit; font-size: .8rem; font-weight: 650; min-width: 1.5rem;
  text-align: center; padding: .1rem 0; border-radius: .25rem; margin-top: .1rem;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent)}
.theme kbd:empty {border-color: transparent}
.stHtml .theme p {margin: 0; line-height: 1.4}
.theme small {opacity: .75; font-size: .88rem}
.theme span {font-size: .88rem; opacity: .85; margin-left: .5rem; white-space: nowrap}
.theme em {font-style: normal; font-size: .8rem; padding: .05rem .4rem; border-radius: .6rem;
  border: 1px solid color-mix(in srgb, currentColor 45%, transparent)}
.stHtml .theme .words {font-size: .88rem; opacity: .8; overflow-wrap: anywhere; margin: .1rem 0 0}
.spoken .sheet :is(th, td) {text-align: left}
.spoken .sheet tbody th {white-space: nowrap; padding-right: 1.2rem}
.kwic mark {background: #ffe08a; color: #1b1f24; border-radius: .2rem; padding: 0 .15rem;
  font-weight: 600}
.stHtml .quote {margin: 0}
.stHtml .quote blockquote {margin: 0 0 .3rem; padding: 0 0 0 .9rem; font-size: 1.2rem;
  line-height: 1.45; border-left: 4px solid #3b7dd8; overflow-wrap: anywhere}
.quote figcaption, .quote details {font-size: .9rem; opacity: .85}
.quote summary {cursor: pointer; margin-top: .3rem}
.stHtml .hints {border-left: 4px solid #d9822b; padding: .1rem 0 .1rem .9rem; margin: .2rem 0 .3rem}
.stHtml .hints p {font-weight: 600; margin: 0; font-size: .95rem}
.stHtml .hints ul {margin: .2rem 0 0; padding: 0 0 0 1.1rem}
.stHtml .hints ul li {font-size: .92rem; margin: 0; padding: 0}
@media (min-width: 900px) {
  .kwic {display: grid; grid-template-columns: 1fr auto 1fr; gap: .05rem; align-items: baseline}
  .kwic span {white-space: pre-wrap}
  .kwic span:first-child {text-align: right}
}
@media (max-width: 640px) {
  .stHtml .coding dl {gap: .1rem 1.1rem}
  .spoken .sheet td:first-child {width: 46%}
  .spoken .sheet tbody th {white-space: normal; padding-right: .4rem}
}
</style>"""
STYLE = " ".join(_SHEET.split())
"""On one line: Streamlit looks at the indent of each line at each rerun."""
