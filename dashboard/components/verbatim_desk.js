export default function (component) {
  const { data, setTriggerValue, parentElement } = component;
  const root = parentElement.querySelector(".desk");
  // Whatever was sent has been dealt with: the answer stays until another one comes.
  root.classList.remove("busy");
  if (root.dataset.token === data.token) { return; }
  const had = root.contains(root.getRootNode().activeElement);
  root.dataset.token = data.token;
  root.replaceChildren();
  const words = data.words;
  let chosen = new Set(data.themes.filter((theme) => theme.chosen).map((theme) => theme.key));

  const make = (kind, text, within, name) => {
    const made = document.createElement(kind);
    if (text) { made.textContent = text; }
    if (name) { made.className = name; }
    within.append(made);
    return made;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const button = (text, hotkey, within, act, name) => {
    const made = make("button", "", within, name);
    made.type = "button";
    if (hotkey) {
      // Read out as a shortcut, not as a part of the name.
      const cap = make("kbd", hotkey === "Enter" ? words.enter : hotkey.toUpperCase(), made);
      cap.setAttribute("aria-hidden", "true");
      made.setAttribute("aria-keyshortcuts", hotkey);
    }
    make("span", text, made);
    made.addEventListener("click", act);
    return made;
  };

  const top = make("div", "", root, "top");
  make("span", data.head, top, "head").id = "head";
  make("span", data.asked, top, "asked");
  if (data.note) { make("p", data.note, root, "note"); }
  const said = make("div", "", root, data.pieces.length ? "said" : "said none");
  said.tabIndex = -1;
  said.setAttribute("role", "group");
  said.setAttribute("aria-label", [data.head, data.asked].filter(Boolean).join(". "));
  data.pieces.forEach(piece);
  if (!data.pieces.length) { make("span", words.nothing || "", said); }
  said.id = "said";

  const editing = make("div", "", root, "field");
  const text = area(editing, words.text, words.text_hint, data.text);
  const hide = button(words.hide, "n", editing, takeOut, "small");
  const hidden = make("p", "", editing, "bad");
  hidden.setAttribute("role", "status");
  editing.hidden = !data.open;

  const group = make("div", "", root, "field");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.themes);
  if (data.themes.length) { make("span", words.themes, group, "group"); }
  const row = make("div", "", group, "row");
  const pills = data.themes.map((theme) => {
    const made = button(theme.label, theme.hotkey, row, () => toggle(theme), "theme");
    const mark = make("small", theme.proposed ? words.proposed : "", made);
    made.classList.toggle("proposed", theme.proposed);
    return { theme, made, mark };
  });

  const quoting = make("div", "", root, "field");
  const passage = area(quoting, words.passage, words.passage_hint, data.passage);
  const wrong = make("p", "", quoting, "bad");
  wrong.setAttribute("role", "status");
  button(words.unquote, "", quoting, () => { quote(""); said.focus(); }, "small");
  quoting.hidden = !data.passage;

  const acts = make("div", "", root, "acts row");
  const full = data.pieces.length > 0;
  if (full) {
    button(words.confirm, "Enter", acts, () => send("confirm"), "main");
    button(words.edit, "t", acts, edit);
    button(words.quote, "c", acts, propose);
    button(words.aside, "x", acts, () => send("aside"));
  }
  const back = button(words.back, "z", acts, () => send("back"));
  back.hidden = !data.back;
  if (data.queue) { button(words.queue, "r", acts, () => send("queue")); }
  if (full) { help(); }
  const heard = make("div", "", root, "sr");
  heard.setAttribute("role", "status");
  pills.forEach(show);
  grow(text);
  grow(passage);
  if (data.focus || had) { said.focus({ preventScroll: had }); }

  text.addEventListener("input", () => { grow(text); judge(); });
  passage.addEventListener("input", () => { grow(passage); judge(); });
  root.onkeydown = press;
  // Streamlit has single keys of its own, and cannot see that these go into a field.
  root.onkeyup = root.onkeypress = (event) => event.stopPropagation();
  root.onmousedown = (event) => {
    // A click beside everything is a click on the desk: its keys work from there.
    if (full && !event.target.closest("button, textarea, label, .said")) {
      event.preventDefault();
      said.focus({ preventScroll: true });
    }
  };

  function piece(part) {
    if (!part.kind) { said.append(part.text); return; }
    const mark = make("mark", "", said);
    make("span", "(" + fill(words.take_out, { kind: part.kind }) + ") ", mark, "sr");
    mark.append(part.text);
    make("span", " (" + words.end + ")", mark, "sr");
    make("small", part.kind, mark).setAttribute("aria-hidden", "true");
  }
  function area(within, name, hint, value) {
    const label = make("label", name, within);
    const made = make("textarea", "", within);
    made.value = value;
    made.rows = 2;
    made.maxLength = 5000;
    made.id = label.htmlFor = "field" + root.querySelectorAll("textarea").length;
    const help = make("p", hint, within, "hint");
    help.id = made.id + "-hint";
    made.setAttribute("aria-describedby", help.id);
    return made;
  }
  function grow(field) {
    if (!field.parentElement.hidden) {
      field.style.height = "auto";
      field.style.height = field.scrollHeight + 4 + "px";
    }
  }
  function show({ theme, made }) {
    made.setAttribute("aria-pressed", chosen.has(theme.key) ? "true" : "false");
  }
  function toggle(theme) {
    const on = !chosen.has(theme.key);
    if (on) { chosen.add(theme.key); } else { chosen.delete(theme.key); }
    const pill = pills.find((one) => one.theme === theme);
    // Once a person has touched it, it is no proposal any more.
    pill.mark.textContent = "";
    pill.made.classList.remove("proposed");
    show(pill);
    heard.textContent = fill(on ? words.on : words.off, { theme: theme.label });
  }
  function edit() {
    if (!full) { return; }
    editing.hidden = false;
    grow(text);
    text.focus();
  }
  function selected() { return text.value.slice(text.selectionStart, text.selectionEnd).trim(); }
  function takeOut() {
    const from = text.selectionStart, to = text.selectionEnd;
    if (editing.hidden || from === to) { edit(); hidden.textContent = words.hide_none; return; }
    hidden.textContent = "";
    text.setRangeText(words.hide_with, from, to, "end");
    grow(text);
    judge();
    text.focus();
  }
  function propose() {
    if (quoting.hidden || !passage.value.trim()) {
      quote((editing.hidden ? "" : selected()) || text.value.trim());
    }
    passage.focus();
  }
  function quote(value) {
    passage.value = value;
    quoting.hidden = !value;
    grow(passage);
    judge();
  }
  function judge() {
    const bad = !quoting.hidden && !text.value.includes(passage.value.trim());
    wrong.textContent = bad ? words.passage_bad : "";
    passage.setAttribute("aria-invalid", bad ? "true" : "false");
    return !bad;
  }
  function help() {
    const line = make("p", "", root, "keys");
    line.setAttribute("aria-hidden", "true");
    const one = (keys, text) => {
      const part = make("span", "", line);
      keys.forEach((key) => { make("kbd", key, part); part.append(" "); });
      part.append(text);
    };
    const hotkeys = data.themes.map((theme) => theme.hotkey.toUpperCase()).filter(Boolean);
    if (hotkeys.length) {
      one(hotkeys.length > 2 ? [hotkeys[0] + " … " + hotkeys.at(-1)] : hotkeys, words.keys_themes);
    }
    one([words.enter], words.confirm);
    one(["Ctrl + " + words.enter], words.anywhere);
    one(["T"], words.edit);
    one(["N"], words.hide);
    one(["C"], words.quote);
    one(["X"], words.aside);
    if (data.back) { one(["Z"], words.back); }
  }
  function send(act) {
    if (root.classList.contains("busy")) { return; }
    if (act === "confirm" && !judge()) { passage.focus(); return; }
    root.classList.add("busy");
    setTriggerValue("decided", {
      token: data.token, act: act, text: text.value, themes: [...chosen],
      passage: quoting.hidden ? "" : passage.value
    });
  }
  function digit(event) {
    // By the place of the key: on a French keyboard the digits need Shift.
    const found = /^(?:Digit|Numpad)(\d)$/.exec(event.code || "");
    return found ? found[1] : event.key.toLowerCase();
  }
  function press(event) {
    event.stopPropagation();
    if (event.isComposing || root.classList.contains("busy")) { return; }
    const typing = event.target.tagName === "TEXTAREA";
    const control = event.ctrlKey || event.metaKey;
    const run = (act) => { event.preventDefault(); act(); };
    if (event.key === "Enter" && control && full) { run(() => send("confirm")); return; }
    if (event.key === "Escape" && typing) { run(() => said.focus()); return; }
    if (event.key === "Enter" && event.target === passage) { run(() => said.focus()); return; }
    if (typing || control || event.altKey) { return; }
    if (event.key === "Enter" && event.target.tagName !== "BUTTON" && full) {
      // A key held down would confirm answers that nobody has read.
      run(() => { if (!event.repeat) { send("confirm"); } });
      return;
    }
    const key = digit(event);
    const theme = data.themes.find((one) => one.hotkey && one.hotkey === key);
    if (theme) { run(() => { if (!event.repeat) { toggle(theme); } }); return; }
    const moves = { t: edit, n: takeOut, c: propose, x: () => send("aside") };
    if (full && moves[key]) { run(moves[key]); return; }
    if (key === "z" && data.back) { run(() => send("back")); }
    if (key === "r" && data.queue) { run(() => send("queue")); }
  }
}
