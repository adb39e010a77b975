// Answers: asked for, told about, and shown row by row; what they say is never markup.

const ROWS_AT_ONCE = 200;
const ACCEPTED = "application/sparql-results+json, application/n-triples;q=0.9";

class Refused extends Error {
  constructor(problem) {
    super(problem.detail || problem.title || "The server gave no reason.");
    this.line = problem.line;
    this.column = problem.column;
  }
}

/** The answer to a query: columns and rows of terms, or a truth value. */
async function answerTo(query, { endpoint, signal }) {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { Accept: ACCEPTED, "Content-Type": "application/sparql-query" },
    body: query,
    signal,
  });
  const body = await response.text();
  if (!response.ok) throw new Refused(problemIn(body));
  const isCut = response.headers.has("X-Adrgraph-Truncated");
  if ((response.headers.get("Content-Type") || "").startsWith("application/n-triples")) {
    const rows = body.split("\n").filter(Boolean).map(statement);
    return { columns: ["subject", "property", "value"], rows, isCut };
  }
  const told = JSON.parse(body);
  if ("boolean" in told) return { truth: told.boolean };
  const columns = told.head.vars;
  return { columns, rows: told.results.bindings.map((row) => columns.map((name) => row[name])), isCut };
}

function problemIn(body) {
  try {
    return JSON.parse(body);
  } catch {
    return {};
  }
}

/** The three terms of a line of N-Triples. */
function statement(line) {
  const found = line.match(/<[^>]*>|_:\S+|"(?:[^"\\]|\\.)*"(?:@[\w-]+|\^\^<[^>]*>)?/g) || [];
  return found.slice(0, 3).map(termOf);
}

function termOf(written) {
  if (written.startsWith("<")) return { type: "uri", value: unescaped(written.slice(1, -1)) };
  if (written.startsWith("_:")) return { type: "bnode", value: written.slice(2) };
  const end = written.lastIndexOf('"');
  const language = /^@(.+)$/.exec(written.slice(end + 1));
  return { type: "literal", value: unescaped(written.slice(1, end)), "xml:lang": language?.[1] };
}

const ESCAPES = { t: "\t", n: "\n", r: "\r", b: "\b", f: "\f" };

function unescaped(text) {
  return text.replace(/\\(?:u([\dA-Fa-f]{4})|U([\dA-Fa-f]{8})|(.))/g, (_, four, eight, one) =>
    one ? ESCAPES[one] || one : String.fromCodePoint(parseInt(four || eight, 16)),
  );
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function shortened(iri, prefixes) {
  for (const [prefix, namespace] of Object.entries(prefixes)) {
    const local = iri.slice(namespace.length);
    if (iri.startsWith(namespace) && /^[\w-]+$/.test(local)) return `${prefix}:${local}`;
  }
  return iri;
}

function cell(term, place) {
  const made = element("td");
  if (!term) return made;
  if (term.type === "uri") {
    const text = shortened(term.value, place.prefixes);
    const isOurs = term.value.startsWith(place.base);
    const href = isOurs ? place.root + term.value.slice(place.base.length) : term.value;
    const isAddress = /^(?:https?|mailto):/.test(term.value);
    made.append(isAddress ? element("a", text, { href, title: term.value }) : text);
    return made;
  }
  made.textContent = term.type === "bnode" ? `_:${term.value}` : term.value;
  made.dir = "auto";
  if (term["xml:lang"]) made.lang = term["xml:lang"];
  return made;
}

/** A table with the first rows, and a button for more of them. */
function tableOf(answer, place) {
  const shown = element("div");
  const region = element("div", undefined, { class: "wide", role: "region", tabindex: "0" });
  region.setAttribute("aria-labelledby", "caption");
  const table = element("table");
  const caption = element("caption", "", { id: "caption" });
  const head = element("tr");
  head.append(...answer.columns.map((name) => element("th", name, { scope: "col" })));
  const top = element("thead");
  top.append(head);
  const body = element("tbody");
  table.append(caption, top, body);
  region.append(table);
  const more = element("button", "Show more rows", { type: "button" });
  const extend = () => {
    const begin = body.rows.length;
    for (const row of answer.rows.slice(begin, begin + ROWS_AT_ONCE)) {
      const line = element("tr");
      line.append(...row.map((term) => cell(term, place)));
      body.append(line);
    }
    const count = body.rows.length;
    caption.textContent = `Rows 1 to ${count.toLocaleString("en-GB")}`;
    if (count < answer.rows.length) caption.textContent += `, of ${counted(answer.rows.length, "row")}`;
    more.hidden = count >= answer.rows.length;
  };
  more.addEventListener("click", extend);
  extend();
  shown.append(region, more);
  return shown;
}

function counted(number, word) {
  return `${number.toLocaleString("en-GB")} ${word}${number === 1 ? "" : "s"}`;
}

/** An answer in a sentence. */
function toldOf(answer, seconds, limit) {
  const time = `${seconds.toFixed(seconds < 1 ? 2 : 1)} s`;
  if ("truth" in answer) return `${answer.truth ? "Yes" : "No"}, in ${time}.`;
  if (!answer.rows.length) return `Nothing matches, in ${time}. Where no source says so, that is unknown, not no.`;
  const cut = answer.isCut ? ` There are more: an answer is cut at ${limit}.` : "";
  return `${counted(answer.rows.length, "row")} in ${time}.${cut}`;
}
