CREATE TABLE thing (
  id INTEGER PRIMARY KEY,  -- in the order in which equally good finds are shown
  iri TEXT NOT NULL,
  kind TEXT NOT NULL,
  title TEXT NOT NULL,
  texts TEXT NOT NULL      -- JSON: each field with its texts
);

CREATE TABLE name (        -- what a thing is called, without case, accents, spaces and punctuation
  plain TEXT NOT NULL,
  standing INTEGER NOT NULL,
  thing INTEGER NOT NULL,
  PRIMARY KEY (plain, standing, thing)
) WITHOUT ROWID;

CREATE TABLE beginning (   -- the first of the many names that begin with one or two letters
  start TEXT NOT NULL,
  kind TEXT NOT NULL,
  standing INTEGER NOT NULL,
  thing INTEGER NOT NULL,
  PRIMARY KEY (start, kind, standing, thing)
) WITHOUT ROWID;

CREATE TABLE word (
  text TEXT PRIMARY KEY,
  things INTEGER NOT NULL  -- how many things have it
) WITHOUT ROWID;

CREATE TABLE half (        -- of names and of words: what is left whole by one mistake
  half TEXT NOT NULL,
  length INTEGER NOT NULL,
  whole TEXT NOT NULL,
  PRIMARY KEY (half, length, whole)
) WITHOUT ROWID;

-- Words are split and folded before they come here: the tokenizer only parts them at spaces.
CREATE VIRTUAL TABLE named USING fts5 (title, name, content = '', tokenize = 'ascii');
CREATE VIRTUAL TABLE told USING fts5 (
  title, name, theme, component, question, description, area, note, remark,
  content = '', tokenize = 'ascii'
);
