// Time a choice from the click on it until what it changes is painted.
//
// `shown` says what is on the screen now; the change counts from the frame after the first one in
// which it says something else.
([where]) => {
  const frame = document.querySelector(where === "map" ? "iframe[title*=st_folium]" : "nothing");
  const inside = frame ? frame.contentWindow : window;
  const clock = () => performance.timeOrigin + performance.now();

  function shown() {
    if (!frame) { return document.querySelector(".one-text").textContent; }
    return [...inside.document.querySelectorAll("path.leaflet-interactive")]
      .map((area) => area.getAttribute("fill") + area.getAttribute("aria-label")).join();
  }

  const before = shown();
  let chosen;
  document.addEventListener("click", () => { chosen = clock(); }, {capture: true, once: true});
  window.painted = new Promise((done, fail) => {
    setTimeout(fail, 30000, Error("nothing changed"));
    const watch = new MutationObserver(() => {
      const now = shown();
      if (!now || now === before) { return; }
      watch.disconnect();
      inside.requestAnimationFrame(() => {
        // a message is handled once the frame that was asked for is done
        const after = new MessageChannel();
        after.port1.onmessage = () => done(clock() - chosen);
        after.port2.postMessage(null);
      });
    });
    const seen = {subtree: true, childList: true, characterData: true, attributes: true};
    watch.observe(frame ? inside.document : document.body, seen);
  });
}
