// Just enough colouring for what is only read; the editor, which is large, is loaded on its own screen alone.

export type Grammar = 'sql' | 'python';

export interface Token {
  kind: '' | 'keyword' | 'string' | 'number' | 'comment' | 'type' | 'name';
  text: string;
}

const sqlKeywords = new Set(
  `ADD ALL ALTER AND ANY AS ASC BEGIN BETWEEN BY CASCADE CASE CAST CHECK COLLATE COLUMN COMMENT COMMIT CONCURRENTLY
   CONSTRAINT CREATE CROSS DATABASE DEFAULT DEFERRABLE DELETE DESC DISTINCT DO DOMAIN DROP ELSE END ENUM EXCLUDE EXISTS
   EXTENSION FALSE FOREIGN FROM FULL FUNCTION GENERATED ALWAYS GRANT GROUP HAVING IDENTITY IF IN INDEX INITIALLY
   DEFERRED INNER INSERT INTO IS JOIN KEY LEFT LIKE LIMIT NOT NULL NULLS OFFSET ON ONLY OR ORDER OUTER PRIMARY
   REFERENCES RENAME REPLACE RESTRICT RETURNING RIGHT ROLLBACK SCHEMA SELECT SEQUENCE SET STORED TABLE THEN TO TRIGGER
   TRUE TRUNCATE TYPE UNION UNIQUE UPDATE USING VALUE VALUES VIEW WHEN WHERE WITH AFTER BEFORE`.split(/\s+/),
);
const sqlTypes = new Set(
  `BIGINT BIGSERIAL BOOLEAN BYTEA CHAR CHARACTER DATE DOUBLE FLOAT INET INT INTEGER INTERVAL JSON JSONB NUMERIC
   PRECISION REAL SERIAL SMALLINT TEXT TIME TIMESTAMP TSVECTOR UUID VARCHAR VARYING ZONE`.split(/\s+/),
);
const pythonKeywords = new Set(
  `and as assert async await break class continue def del elif else except False finally for from global if import in
   is lambda None nonlocal not or pass raise return True try while with yield`.split(/\s+/),
);

const patterns: Record<Grammar, RegExp> = {
  sql: /(--[^\n]*|\/\*[\s\S]*?\*\/)|('(?:[^']|'')*'|\$(\w*)\$[\s\S]*?\$\3\$)|("(?:[^"]|"")*")|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)/g,
  python:
    /(#[^\n]*)|([rfbuRFBU]{0,2}(?:"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'))|()(@[\w.]+)|(\b\d+(?:\.\d+)?\b)|([A-Za-z_]\w*)/g,
};

function wordKind(word: string, grammar: Grammar, next: string): Token['kind'] {
  if (grammar === 'python') {
    if (pythonKeywords.has(word)) return 'keyword';
    return next === '(' ? 'name' : '';
  }
  const upper = word.toUpperCase();
  if (sqlTypes.has(upper)) return 'type';
  return sqlKeywords.has(upper) ? 'keyword' : '';
}

export function tokenize(text: string, grammar: Grammar): Token[] {
  const tokens: Token[] = [];
  let end = 0;
  for (const match of text.matchAll(patterns[grammar])) {
    const start = match.index;
    if (start > end) tokens.push({ kind: '', text: text.slice(end, start) });
    const [whole, comment, string, , name, number] = match;
    end = start + whole.length;
    let kind: Token['kind'];
    if (comment !== undefined) kind = 'comment';
    else if (string !== undefined) kind = 'string';
    else if (name !== undefined) kind = 'name';
    else if (number !== undefined) kind = 'number';
    else kind = wordKind(whole, grammar, text[end] ?? '');
    tokens.push({ kind, text: whole });
  }
  if (end < text.length) tokens.push({ kind: '', text: text.slice(end) });
  return tokens;
}
