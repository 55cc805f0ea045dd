"""The style sheet of texts shown as they will be printed: black on white in any theme."""

_SHEET = """<style>
.stHtml .paper {margin: 0 0 1rem; font-size: .95rem; line-height: 1.4}
.paper figcaption {font-size: .875rem; margin-bottom: .35rem; opacity: .9}
.paper > div {background: #fff; color: #111; padding: 1rem 1.2rem;
  font-family: "Libertinus Serif", "Linux Libertine", Georgia, "Times New Roman", serif;
  box-shadow: 0 0 0 1px rgba(0, 0, 0, .18), 0 2px 8px rgba(0, 0, 0, .12);
  overflow-wrap: anywhere}
.paper.notice > div {border-radius: .3rem; outline: 1.5px solid #111; outline-offset: -.45rem;
  padding: 1.1rem 1.4rem}
.stHtml .paper h3 {font-family: inherit; font-size: 1.1rem; font-weight: 700; margin: 0 0 .3rem;
  padding: 0; color: inherit}
.stHtml .paper p {font-size: inherit; margin: 0 0 .3rem; color: inherit}
.stHtml .paper ul {list-style: "– "; margin: 0 0 .3rem; padding: 0 0 0 1rem}
.stHtml .paper ul li {margin: 0 0 .15rem; padding: 0; font-size: .95rem}
</style>"""
STYLE = " ".join(_SHEET.split())
"""On one line: Streamlit looks at the indent of each line at each rerun."""
