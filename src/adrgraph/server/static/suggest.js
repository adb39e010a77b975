// Suggestions under the boxes that search everything, as one types. Without this the form works as it is.
"use strict";

const PAUSE = 120; // milliseconds without a key before anything is asked

for (const form of document.querySelectorAll('form[role="search"][action$="/search"]')) {
  const box = form.querySelector('input[name="q"]');
  if (box) suggestUnder(box, form);
}

function suggestUnder(box, form) {
  const list = document.createElement("div");
  const status = document.createElement("span");
  list.id = `${box.id}-suggested`;
  list.className = "suggested";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  status.className = "hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  const told = { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id };
  for (const [name, value] of Object.entries(told)) box.setAttribute(name, value);
  let waiting = 0;
  let asking = new AbortController();
  close();

  box.addEventListener("input", () => {
    forget();
    if (box.value.trim()) waiting = setTimeout(ask, PAUSE, asking.signal);
    else close();
  });
  box.addEventListener("keydown", (event) => {
    const chosen = list.querySelector('[aria-selected="true"]');
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) return;
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1, chosen);
    } else if (event.key === "Enter" && chosen && !list.hidden) {
      event.preventDefault();
      location.assign(chosen.dataset.address);
    }
  });
  box.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => {
    event.preventDefault(); // the box keeps the focus
    const option = event.target.closest('[role="option"]');
    if (option && event.button === 0) location.assign(option.dataset.address);
  });

  async function ask(signal) {
    const address = new URL("suggest", form.action);
    address.searchParams.set("q", box.value);
    if (form.elements.kind) address.searchParams.set("kind", form.elements.kind.value);
    try {
      const answer = await fetch(address, { signal });
      if (answer.ok) show((await answer.json()).hits);
    } catch (error) {
      if (error.name !== "AbortError") close(); // the form still finds what is meant
    }
  }

  function show(hits) {
    list.replaceChildren(...hits.map(optionOf));
    list.hidden = !hits.length;
    box.setAttribute("aria-expanded", String(!list.hidden));
    box.removeAttribute("aria-activedescendant");
    status.textContent = hits.length ? `${hits.length} suggestions` : "No suggestions";
  }

  function optionOf(hit, place) {
    const option = document.createElement("div");
    option.id = `${list.id}-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.address = hit.address;
    const isTitle = hit.snippet.map((each) => each.text).join("") === hit.title;
    option.append(...(isTitle ? hit.snippet.map(pieceOf) : [hit.title]));
    const beside = document.createElement("span");
    beside.className = "said";
    beside.append(hit.kind.replaceAll("-", " "));
    if (!isTitle) beside.append(` · ${hit.why}: `, ...hit.snippet.map(pieceOf));
    option.append(beside);
    return option;
  }

  function pieceOf(piece) {
    if (!piece.marked) return document.createTextNode(piece.text);
    const mark = document.createElement("mark");
    mark.textContent = piece.text;
    return mark;
  }

  function choose(step, chosen) {
    const options = [...list.children];
    const place = chosen ? options.indexOf(chosen) + step : step > 0 ? 0 : options.length - 1;
    chosen?.setAttribute("aria-selected", "false");
    const next = options[place];
    if (next) {
      next.setAttribute("aria-selected", "true");
      next.scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", next.id);
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  }

  function forget() {
    clearTimeout(waiting);
    asking.abort();
    asking = new AbortController();
  }

  function close() {
    forget();
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  }
}
