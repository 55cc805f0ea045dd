"""The sign that says when a tap does not get through.

A phone in a stairwell notices late that it has no network: until then Streamlit looks as ever and
keeps the tap to itself, and when the connection was broken it never sends it. This watches from
inside the page: the browser's own word, the state that Streamlit shows, and whether a tap is
answered. As none of these is proof (a computer without a network still reaches an app that runs
on it), the server is asked before anything is said. Once it answers again, the page is run anew,
so that the screen shows what is saved and nothing else.
"""

from functools import lru_cache
from typing import Any

import streamlit as st

from dashboard.i18n import _

_HTML = '<div class="sign" hidden><p></p><button type="button" hidden></button></div>'
_CSS = """
.sign {position: fixed; z-index: 999990; top: 3.9rem; left: .5rem; right: .5rem; max-width: 40rem;
  margin: 0 auto; padding: .7rem 1rem; border-radius: .5rem; font: inherit; line-height: 1.35;
  color: #fff; background: #8c2a12; box-shadow: 0 2px 12px rgb(0 0 0 / .35)}
.sign[hidden], .sign button[hidden] {display: none}
.sign.back {background: #1f5fae}
.sign p {margin: 0; white-space: pre-line}
.sign p::first-line {font-weight: 700}
.sign button {font: inherit; font-weight: 600; min-height: 3rem; margin-top: .5rem; width: 100%;
  border: 1px solid #fff; border-radius: .4rem; color: inherit; background: transparent}
"""
_JS = """
const SENDS = ".stButton button, .stFormSubmitButton button, .st-key-ratings [role=radio]";
const LATE = 3000, GIVE_UP = 12000, AGAIN = 2000;

export default function (component) {
  const { data, setTriggerValue, parentElement } = component;
  const sign = parentElement.querySelector(".sign");
  sign.words = data.words;
  sign.run = () => setTriggerValue("back", Date.now());
  if (sign.stop) { return sign.stop; }
  const app = document.querySelector('[data-testid="stApp"]');
  const ends = new AbortController();
  const [said, reload] = sign.children;
  let asked = 0, reached = true, wasLost = false, rejoined = 0, checking = false, timer = 0;
  reload.addEventListener("click", () => location.reload());

  const joined = () => app.dataset.testConnectionState === "CONNECTED";
  const overdue = (time) => asked && Date.now() - asked > time;
  function show() {
    let what = "";
    if (!reached || !joined()) {
      wasLost = wasLost || Boolean(asked);
      what = asked || wasLost ? "waiting" : "lost";
    } else if (overdue(GIVE_UP)) {
      what = "silent";
    } else if (wasLost && !asked) {
      what = "back";
    } else if (wasLost) {
      what = "waiting";
    }
    sign.hidden = !what;
    sign.className = what === "back" ? "sign back" : "sign";
    sign.setAttribute("role", what === "back" ? "status" : "alert");
    reload.hidden = what !== "silent";
    const words = what ? sign.words[what] : "";
    if (said.textContent !== words) { said.textContent = words; }
    reload.textContent = sign.words.reload;
  }
  async function check() {
    clearTimeout(timer);
    if (checking) { return; }
    checking = true;
    try {
      const address = new URL("_stcore/health", document.baseURI);
      const answer = await fetch(address, { cache: "no-store", signal: AbortSignal.timeout(4000) });
      reached = answer.ok;
    } catch {
      reached = false;
    }
    checking = false;
    if (ends.signal.aborted) { return; }
    show();
    rejoined = reached && joined() ? rejoined || Date.now() : 0;
    // A tap may still be on its way. But after a break Streamlit takes the session up again as it
    // was, without what was tapped meanwhile: only a new run shows what is saved.
    if (rejoined && asked && wasLost && Date.now() - rejoined >= AGAIN) { sign.run(); }
    if (!reached || !joined() || asked) { timer = setTimeout(check, AGAIN); }
  }
  function tapped(event) {
    const tap = event.target.closest && event.target.closest(SENDS);
    if (!tap || tap.disabled) { return; }
    if (reached && joined()) { wasLost = false; }
    asked = asked || Date.now();
    show();
    timer = timer || setTimeout(() => { if (asked) { check(); } }, LATE);
  }
  const watch = new MutationObserver(() => {
    if (!["notRunning", "initial"].includes(app.dataset.testScriptState)) {
      asked = 0;
      reached = true;
      clearTimeout(timer);
      timer = 0;
    }
    show();
    if (!joined()) { timer = timer || setTimeout(check, AGAIN); }
  });
  watch.observe(app, {
    attributeFilter: ["data-test-script-state", "data-test-connection-state"]
  });
  const options = { signal: ends.signal };
  window.addEventListener("offline", check, options);
  window.addEventListener("online", check, options);
  document.addEventListener("click", tapped, { capture: true, ...options });
  sign.stop = () => {
    ends.abort();
    watch.disconnect();
    clearTimeout(timer);
    sign.stop = null;
  };
  return sign.stop;
}
"""


def draw() -> None:
    """Put the sign into the page, hidden while all is well."""
    words = {
        "lost": _(
            "No network\nNothing you tap now is saved. Stay on this page: what is saved is safe."
        ),
        "waiting": _(
            "No network\nYour last tap is not saved yet. Stay on this page until the network is "
            "back."
        ),
        "back": _(
            "The network is back\nThe screen shows what is saved. A door that is still there, an "
            "answer without ✓: tap it again."
        ),
        "silent": _(
            "No answer\nYour last tap is perhaps not saved. Load the page again: what is saved "
            "stays, and the screen shows it."
        ),
        "reload": _("Load the page again"),
    }
    _component()(data={"words": words}, key="field-signal", on_back_change=_nothing)


@lru_cache(maxsize=1)
def _component() -> Any:
    """Make the sign known to Streamlit, once."""
    return st.components.v2.component("portes_field_signal", html=_HTML, css=_CSS, js=_JS)


def _nothing() -> None:
    """Do nothing: the run itself is all that was asked for."""
