"use strict";
/* The interactive map is fetched when somebody asks for it; without scripts its link remains. */
document.querySelectorAll("a[data-close]").forEach(function (link) {
  var button = document.createElement("button"), whole = document.createElement("a"), frame;
  var open = link.textContent;
  button.type = "button";
  button.textContent = open;
  button.setAttribute("aria-expanded", "false");
  whole.href = link.href;
  whole.textContent = link.dataset.whole;
  link.replaceWith(button, " ", whole);
  button.addEventListener("click", function () {
    if (frame) {
      frame.remove();
      frame = null;
    } else {
      frame = document.createElement("iframe");
      frame.className = "opened";
      frame.title = open;
      frame.src = whole.href;
      button.parentNode.after(frame);
    }
    button.setAttribute("aria-expanded", String(Boolean(frame)));
    button.textContent = frame ? link.dataset.close : open;
  });
});
