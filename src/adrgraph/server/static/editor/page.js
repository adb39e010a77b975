// The page: an editor in place of the plain field, and what its buttons do.

const LONGEST_ADDRESS = 6000;

const form = document.querySelector("#sparql");
const field = document.querySelector("#query");
const [status, problem, table] = ["#status", "#problem", "#table"].map((id) => document.querySelector(id));
const [run, cancel, keep, example] = ["#run", "#cancel", "#keep", "#example"].map((id) => document.querySelector(id));
const { endpoint, words, examples, links, base, root, limit } = form.dataset;

/** What is fetched once, when it is first needed; a failure is tried again. */
function once(address) {
  let found;
  return () => {
    found ??= fetch(address).then((response) => {
      if (!response.ok) throw new Error("The server did not answer.");
      return response.json();
    });
    found.catch(() => (found = undefined));
    return found;
  };
}

const fetchedWords = once(words);
const fetchedExamples = once(examples);

const view = editorIn(document.querySelector("#editor"), field.value);
let asking;

function editorIn(host, doc) {
  const cm = CodeMirror;
  const { tags } = cm;
  // In a shadow tree styles are no elements, which the policy of the page would forbid.
  const shadow = host.attachShadow({ mode: "open" });
  const colours = cm.HighlightStyle.define([
    { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
    { tag: [tags.standard(tags.name), tags.standard(tags.variableName)], color: "var(--accent)" },
    { tag: [tags.local(tags.variableName), tags.variableName], color: "var(--info)" },
    { tag: [tags.string, tags.meta], color: "var(--violation)" },
    { tag: tags.atom, color: "var(--borrowed)" },
    { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  ]);
  const look = cm.EditorView.theme({
    "&": { backgroundColor: "var(--ground)", border: "1px solid var(--control)", borderRadius: "6px", color: "var(--ink)", fontSize: "0.9rem" },
    "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
    ".cm-scroller": { fontFamily: 'ui-monospace, "SF Mono", Menlo, Consolas, monospace', maxHeight: "60vh", minHeight: "14rem", overflow: "auto" },
    ".cm-content": { caretColor: "var(--ink)" },
    ".cm-gutters": { backgroundColor: "var(--panel)", borderRight: "1px solid var(--rule)", color: "var(--soft)" },
    ".cm-tooltip": { backgroundColor: "var(--panel)", border: "1px solid var(--rule)", color: "var(--ink)" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--ground)" },
    ".cm-completionInfo": { maxWidth: "22rem", padding: "0.4rem 0.6rem" },
    ".cm-completionDetail": { opacity: "1" },
    "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--tint)", outline: "1px solid var(--edge)" },
  });
  const asks = { key: "Mod-Enter", run: () => (ask(), true) };
  return new cm.EditorView({
    parent: shadow,
    root: shadow,
    doc,
    extensions: [
      cm.Prec.highest(cm.keymap.of([asks, { ...asks, key: "Ctrl-Enter" }])),
      cm.lineNumbers(),
      cm.history(),
      cm.bracketMatching(),
      cm.closeBrackets(),
      cm.EditorState.languageData.of(() => [{ closeBrackets: { brackets: ["(", "[", "{", '"'] }, commentTokens: { line: "#" } }]),
      cm.StreamLanguage.define(cm.sparql),
      cm.syntaxHighlighting(colours),
      cm.autocompletion({ override: [completion(fetchedWords)], icons: false }),
      cm.keymap.of([...cm.closeBracketsKeymap, ...cm.defaultKeymap, ...cm.historyKeymap, ...cm.completionKeymap]),
      cm.EditorView.domEventHandlers({ beforeinput: replaced }),
      cm.EditorView.lineWrapping,
      cm.EditorView.contentAttributes.of({ "aria-label": "Query in SPARQL", "aria-describedby": "keys" }),
      cm.EditorView.updateListener.of((update) => update.docChanged && (field.value = text())),
      look,
    ],
  });
}

/** Browsers keep the style of what is replaced in an attribute, which the policy forbids. */
function replaced(event, within) {
  const isPlain = event.inputType === "insertText" && event.data && !event.isComposing;
  if (!isPlain || within.state.selection.main.empty) return false;
  within.dispatch(within.state.replaceSelection(event.data), { userEvent: "input.type", scrollIntoView: true });
  event.preventDefault();
  return true;
}

function text() {
  return view.state.doc.toString();
}

function fill(query) {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: query } });
}

function say(told) {
  status.textContent = told;
}

function complain(message) {
  problem.textContent = message;
  problem.hidden = !message;
}

/** Mark the place of a mistake, and lead there. */
function mark(error) {
  if (!(error.line > 0) || error.line > view.state.doc.lines) return;
  const line = view.state.doc.line(error.line);
  const from = Math.min(line.from + Math.max((error.column || 1) - 1, 0), line.to);
  const found = { from, to: Math.min(from + 1, line.to), severity: "error", message: error.message };
  view.dispatch(CodeMirror.setDiagnostics(view.state, [found]));
  view.dispatch({ selection: { anchor: from }, scrollIntoView: true });
}

async function ask() {
  asking?.abort();
  const mine = (asking = new AbortController());
  const begun = performance.now();
  complain("");
  table.replaceChildren();
  say("Asking …");
  cancel.disabled = false;
  try {
    const { prefixes } = await fetchedWords();
    view.dispatch({ changes: missingDeclarations(text(), prefixes) });
    view.dispatch(CodeMirror.setDiagnostics(view.state, []));
    const query = text();
    remember(query);
    const answer = await answerTo(query, { endpoint, signal: mine.signal });
    if (mine !== asking) return;
    say(toldOf(answer, (performance.now() - begun) / 1000, limit));
    if (answer.rows?.length) table.append(tableOf(answer, { base, root, prefixes }));
  } catch (error) {
    if (mine !== asking) return;
    if (mine.signal.aborted) return say("Cancelled. Nothing more is asked.");
    say("");
    const place = error.line ? `Line ${error.line}, column ${error.column}: ` : "";
    const isRefusal = error instanceof Refused;
    complain(isRefusal ? place + error.message : "The answer broke off, or the server cannot be reached. Try again, or ask for less.");
    if (isRefusal) mark(error);
  } finally {
    if (mine === asking) cancel.disabled = true;
  }
}

/** The address of the page tells the query, so that it can be sent to others. */
function remember(query) {
  const address = `?${new URLSearchParams({ query })}`;
  if (address.length <= LONGEST_ADDRESS) history.replaceState(null, "", address);
}

async function link() {
  complain("");
  try {
    const body = text();
    const response = await fetch(links, {
      method: "POST",
      headers: { Accept: "application/json", "Content-Type": "application/sparql-query" },
      body,
    });
    const told = problemIn(await response.text());
    if (!response.ok) throw new Refused(told);
    const shown = document.querySelector("#link");
    shown.replaceChildren("Permanent link: ", element("a", told.address, { href: told.address }));
  } catch (error) {
    complain(error instanceof Refused ? error.message : "The server cannot be reached. Try again.");
  }
}

async function copy(button) {
  const code = LANGUAGES[button.dataset.language](text(), new URL(endpoint, location.href).href);
  const shown = document.querySelector("#code");
  shown.textContent = code;
  shown.hidden = false;
  say((await copied(code)) ? `Copied for ${button.textContent}.` : "Copy it from below.");
}

field.hidden = true;
document.querySelector("label[for=query]").hidden = true;
for (const each of document.querySelectorAll("[data-scripted]")) each.hidden = false;
document.querySelector("#plain").textContent = "Open as a file";
run.addEventListener("click", ask);
cancel.addEventListener("click", () => asking?.abort());
keep.addEventListener("click", link);
example.addEventListener("change", async () => {
  try {
    const found = (await fetchedExamples())[example.value];
    if (found) fill(found);
  } catch {
    complain("The example cannot be fetched. Try again.");
  }
});
for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => copy(button));
if (new URLSearchParams(location.search).get("run") === "1") ask();
