export default function (component) {
  const { data, setTriggerValue, parentElement } = component;
  const root = parentElement.querySelector(".grid");
  if (root.dataset.token === data.token) { return; }
  root.dataset.token = data.token;
  root.replaceChildren();
  const make = (kind, text, within, name) => {
    const made = document.createElement(kind);
    if (text) { made.textContent = text; }
    if (name) { made.className = name; }
    within.append(made);
    return made;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
  const wordy = data.texts.length > 0, last = data.columns.length + data.texts.length - 1;
  root.classList.toggle("wordy", wordy);
  const table = make("table", "", make("div", "", root, "wide"));
  const head = make("tr", "", make("thead", "", table));
  data.heads.forEach((text) => make("th", text, head).setAttribute("scope", "col"));
  if (wordy) { make("td", "", head, "rest"); }
  const body = make("tbody", "", table);
  const cells = [];
  const places = [];
  data.rows.forEach((row, y) => {
    const line = make("tr", "", body, "line");
    make("th", row.label, line).setAttribute("scope", "row");
    cells.push(data.columns.map((column, x) => {
      const input = field(row.label + ", " + column, row.values[x], make("td", "", line, "cell"));
      input.autocapitalize = "none";
      input.inputMode = data.numeric ? "numeric" : "text";
      input.addEventListener("focus", () => input.select());
      input.addEventListener("keydown", (event) => press(event, y, x));
      input.addEventListener("input", () => typed(input, y, x));
      return input;
    }));
    places.push(data.said ? make("td", "", line, "said") : null);
    if (wordy) {
      make("td", "", line, "rest");
      cells[y].push(...words(row, y));
    }
    say(y);
  });
  const foot = make("div", "", root, "foot");
  const save = make("button", data.words.save, foot);
  save.type = "button";
  const count = make("span", "", foot);
  count.setAttribute("role", "status");
  const note = make("span", "", foot, "note");
  note.setAttribute("aria-live", "assertive");
  note.textContent = data.done;
  save.addEventListener("click", send);
  save.addEventListener("keydown", (event) => {
    // With Ctrl held, a browser does not take Enter on a button for a click.
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { send(); }
  });
  const draft = data.draft && "portes-grid-" + data.draft;
  restore();
  tell();
  const first = cells.flat().find((input) => !input.value) || save;
  if (data.focus) { first.focus({ preventScroll: true }); }

  function field(name, value, within) {
    const input = make("input", "", within);
    input.setAttribute("aria-label", name);
    input.autocomplete = "off";
    input.value = value || "";
    if (input.value) { input.className = "kept"; }
    return input;
  }
  function words(row, y) {
    const place = make("td", "", make("tr", "", body, "words"));
    place.colSpan = data.heads.length + 1;
    const line = make("div", "", place);
    return data.texts.map((text, at) => {
      const x = data.columns.length + at;
      const input = field(row.label + ", " + text, row.values[x], line);
      input.placeholder = text;
      input.maxLength = data.longest;
      input.addEventListener("keydown", (event) => move(event, y, x));
      input.addEventListener("input", () => { input.classList.remove("kept"); tell(); });
      return input;
    });
  }
  function say(y) {
    if (places[y]) { places[y].textContent = data.keys[cells[y][0].value] || ""; }
  }
  function tell() {
    const filled = cells.filter((row) => row.some((input) => input.value.trim())).length;
    count.textContent = fill(data.words.count, { n: filled, total: cells.length });
    if (draft) { sessionStorage.setItem(draft, JSON.stringify(unsaved())); }
  }
  function unsaved() {
    const found = {};
    data.rows.forEach((row, y) => {
      const typed = cells[y].map((input) => (input.classList.contains("kept") ? "" : input.value));
      if (typed.some((value) => value)) { found[row.id] = typed; }
    });
    return found;
  }
  function restore() {
    const found = draft ? JSON.parse(sessionStorage.getItem(draft) || "{}") : {};
    data.rows.forEach((row, y) => (found[row.id] || []).forEach((letter, x) => {
      const input = cells[y][x];
      if (input && !input.value && letter in data.keys) { input.value = letter; say(y); }
    }));
  }
  function put(input, y, x, letter) {
    if (letter && !(letter in data.keys)) {
      input.classList.add("odd");
      note.textContent = fill(data.words.unknown, { key: letter });
      return false;
    }
    input.classList.remove("odd", "kept");
    input.value = letter;
    note.textContent = "";
    say(y);
    tell();
    return true;
  }
  function typed(input, y, x) {
    const letter = input.value.trim().slice(-1).toLowerCase();
    if (put(input, y, x, letter)) { if (letter) { after(y, x); } } else { input.value = ""; }
  }
  function go(y, x) {
    if (y >= cells.length) { save.focus(); return; }
    if (y >= 0 && cells[y][x]) { cells[y][x].focus(); }
  }
  function after(y, x) { x + 1 < cells[y].length ? go(y, x + 1) : go(y + 1, 0); }
  function move(event, y, x) {
    const moves = {
      Enter: () => (event.ctrlKey || event.metaKey ? send() : after(y, x)),
      ArrowDown: () => go(y + 1, 0), ArrowUp: () => go(y, data.columns.length - 1)
    };
    if (moves[event.key] && !event.isComposing) { event.preventDefault(); moves[event.key](); }
  }
  function press(event, y, x) {
    const moves = {
      Enter: () => (event.ctrlKey || event.metaKey ? send() : after(y, x)),
      ArrowDown: () => go(y + 1, x), ArrowUp: () => go(y - 1, x),
      ArrowRight: () => after(y, x),
      ArrowLeft: () => (x ? go(y, x - 1) : go(y - 1, last)),
      " ": () => after(y, x),
      Delete: () => put(cells[y][x], y, x, ""),
      Backspace: () => (cells[y][x].value ? put(cells[y][x], y, x, "") : go(y - 1, x))
    };
    if (moves[event.key]) { event.preventDefault(); moves[event.key](); return; }
    if (event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (put(cells[y][x], y, x, event.key.toLowerCase())) { after(y, x); }
    }
  }
  function send() {
    const values = {};
    data.rows.forEach((row, y) => {
      values[row.id] = cells[y].map((input) => input.value);
    });
    setTriggerValue("saved", { token: data.token, values: values });
  }
}
