// What can be typed: keywords, variables, prefixes, and the classes and properties of the graph.

const KEYWORDS = (
  "SELECT DISTINCT WHERE FILTER OPTIONAL UNION MINUS GRAPH VALUES BIND ORDER BY GROUP HAVING LIMIT " +
  "OFFSET ASC DESC AS IN NOT EXISTS CONSTRUCT DESCRIBE ASK FROM NAMED PREFIX BASE UNDEF COUNT SUM MIN " +
  "MAX AVG SAMPLE GROUP_CONCAT SEPARATOR STR LANG LANGMATCHES DATATYPE BOUND COALESCE IF REGEX CONTAINS " +
  "STRSTARTS STRENDS STRBEFORE STRAFTER STRLEN SUBSTR REPLACE LCASE UCASE CONCAT YEAR MONTH DAY ISIRI " +
  "ISBLANK ISLITERAL"
).split(" ");

const MOST_OPTIONS = 60;

const QUOTED =
  /"""[^]*?"""|'''[^]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|#[^\n]*/g;

/** A query with blanks for comments, strings and IRIs: what stands in them is no name. */
function unquoted(text) {
  return text.replace(QUOTED, (found) => found.replace(/[^\n]/g, " "));
}

function declaredIn(text) {
  return new Set([...unquoted(text).matchAll(/\bprefix\s+([\w.-]*):/gi)].map((found) => found[1]));
}

/** The changes that declare these prefixes, as far as they are known and not declared yet. */
function declarations(text, names, prefixes) {
  const declared = declaredIn(text);
  const lacking = [...new Set(names)].filter((name) => prefixes[name] && !declared.has(name)).sort();
  if (!lacking.length) return [];
  const first = unquoted(text).search(/\bprefix\s/i);
  const head = /^(?:[^\S\n]*(?:#[^\n]*)?\n)*/.exec(text)[0].length;
  const lines = lacking.map((name) => `PREFIX ${name}: <${prefixes[name]}>\n`).join("");
  const insert = first < 0 ? `${lines}\n` : lines;
  return [{ from: first < 0 ? head : first, insert }];
}

/** The changes that declare every prefix that a query uses. */
function missingDeclarations(text, prefixes) {
  const used = [...unquoted(text).matchAll(/(?<![\w:?$-])([A-Za-z][\w-]*):/g)];
  return declarations(text, used.map((found) => found[1]), prefixes);
}

function isQuoted(text, position) {
  const before = text.slice(0, position);
  return /\S/.test(before.slice(-1)) && unquoted(before).slice(-1) === " ";
}

/** Put a name in, and declare its prefix where it is not declared yet. */
function applied(name, prefixes) {
  return (view, _, from, to) => {
    const text = view.state.doc.toString();
    const declared = declarations(text, [name.split(":")[0]], prefixes);
    const changes = view.state.changes([...declared, { from, to, insert: name }]);
    view.dispatch({ changes, selection: { anchor: changes.mapPos(to, 1) }, userEvent: "input.complete" });
  };
}

function options(typed, words, wantsClass) {
  const wanted = typed.toLowerCase();
  const isName = wanted.includes(":");
  const rank = (term) => {
    const name = term.name.toLowerCase();
    if (name.startsWith(wanted)) return 0;
    if (isName) return -1;
    if (name.split(":")[1].startsWith(wanted)) return 1;
    return term.label.toLowerCase().includes(wanted) ? 2 : -1;
  };
  const named = [];
  for (const term of [...words.classes, ...words.properties]) {
    const place = rank(term);
    const isClass = words.classes.includes(term);
    if (place >= 0) named.push({ term, isClass, place: place + (isClass === wantsClass ? 0 : 3) });
  }
  named.sort((a, b) => a.place - b.place || b.term.uses - a.term.uses);
  const keywords = isName ? [] : KEYWORDS.filter((word) => word.toLowerCase().startsWith(wanted));
  return [
    ...keywords.map((label) => ({ label, type: "keyword" })),
    ...named.slice(0, MOST_OPTIONS).map(({ term, isClass }) => ({
      label: term.name,
      detail: term.label,
      info: term.meaning || undefined,
      type: isClass ? "class" : "property",
      apply: applied(term.name, words.prefixes),
    })),
  ];
}

/** What CodeMirror's completion asks, over words that are fetched when first needed. */
function completion(fetched) {
  return async (context) => {
    const text = context.state.doc.toString();
    if (isQuoted(text, context.pos)) return null;
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) {
      const others = text.slice(0, variable.from) + text.slice(variable.to);
      const known = new Set([...unquoted(others).matchAll(/[?$]\w+/g)].map((found) => found[0]));
      const labels = [...known].sort().map((label) => ({ label, type: "variable" }));
      return { from: variable.from, options: labels };
    }
    const words = await fetched();
    const prefix = context.matchBefore(/\bprefix\s+[\w-]*/i);
    if (prefix) {
      const from = prefix.from + /^prefix\s+/i.exec(prefix.text)[0].length;
      const lines = Object.entries(words.prefixes).map(([name, iri]) => ({
        label: name,
        detail: iri,
        type: "namespace",
        apply: `${name}: <${iri}>`,
      }));
      return { from, options: lines };
    }
    const name = context.matchBefore(/[A-Za-z][\w-]*(?::[\w.-]*)?/);
    if (!context.explicit && (!name || name.text.length < 2)) return null;
    const from = name ? name.from : context.pos;
    const wantsClass = /(?:\ba|rdf:type)\s+$/.test(text.slice(0, from));
    return { from, options: options(name ? name.text : "", words, wantsClass), filter: false };
  };
}
