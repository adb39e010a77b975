// In a picture, what belongs to one thing stands out while one points at it or moves to it.
// Without this a picture is complete: all is drawn, each name is a link, the table has the facts.
"use strict";

const HINT = matchMedia("(pointer: coarse)").matches
  ? "Tap a name to see only what belongs to it; tap it again to open its page."
  : "Point at a name, or move to it with the Tab key, to see only what belongs to it. Escape shows all.";

for (const figure of document.querySelectorAll("figure.drawn")) {
  const telling = document.createElement("p");
  telling.className = "telling";
  telling.setAttribute("aria-hidden", "true"); // the names and descriptions of links say the same
  telling.textContent = HINT;
  figure.querySelector(".picture-forms").after(telling);
  for (const svg of figure.querySelectorAll("svg.picture")) liven(svg, telling);
}

function liven(svg, telling) {
  let shown = null;
  let touched = null; // what stood out before a finger came down
  for (const title of svg.querySelectorAll("[data-node] > title")) {
    title.parentElement.setAttribute("aria-label", title.textContent);
    title.remove(); // else the browser would show the name a second time
  }

  svg.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "touch") show(nodeOf(event) ?? focused());
  });
  svg.addEventListener("pointerleave", (event) => {
    if (event.pointerType !== "touch") show(focused());
  });
  svg.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch" ? shown : null;
    if (event.pointerType === "touch" && !nodeOf(event)) show(null);
  });
  svg.addEventListener("click", (event) => {
    const node = nodeOf(event);
    if (event.pointerType !== "touch" || !node || isSame(node, touched)) return;
    event.preventDefault();
    show(node, "Tap again to open its page.");
  });
  svg.addEventListener("focusin", () => show(focused() ?? shown));
  svg.addEventListener("focusout", () => show(null));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(null);
  });

  function nodeOf(event) {
    return event.target.closest("[data-node]");
  }

  function focused() {
    const node = svg.querySelector("[data-node]:focus-visible");
    return node;
  }

  function isSame(one, other) {
    return one?.dataset.node === other?.dataset.node;
  }

  function show(node, more = "") {
    if (node === shown) return;
    shown = node;
    const near = new Set(node ? [node.dataset.node] : []);
    svg.classList.toggle("dimmed", Boolean(node));
    for (const tie of svg.querySelectorAll("[data-from]")) {
      const ends = [tie.dataset.from, ...keysOf(tie.dataset.to)];
      const isLit = Boolean(node) && ends.includes(node.dataset.node);
      tie.classList.toggle("lit", isLit);
      if (isLit) ends.forEach((end) => near.add(end));
    }
    for (const part of svg.querySelectorAll("[data-with]")) {
      part.classList.toggle("lit", keysOf(part.dataset.with).some((key) => near.has(key)));
    }
    for (const other of svg.querySelectorAll("[data-node]")) {
      other.classList.toggle("lit", near.has(other.dataset.node));
    }
    tell(node, more);
  }

  function tell(node, more) {
    telling.classList.toggle("busy", Boolean(node));
    if (!node) {
      telling.textContent = HINT;
      return;
    }
    const name = document.createElement("strong");
    name.textContent = node.getAttribute("aria-label");
    const said = [node.querySelector("desc")?.textContent, more].filter(Boolean).join(". ");
    telling.replaceChildren(name, said ? ` – ${said}` : "");
  }
}

function keysOf(text) {
  return (text ?? "").split(" ").filter(Boolean);
}
