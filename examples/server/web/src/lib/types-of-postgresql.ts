const shortNames: [RegExp, string][] = [
  [/^character varying/, 'varchar'],
  [/^character\b/, 'char'],
  [/^timestamp with time zone/, 'timestamptz'],
  [/^timestamp without time zone/, 'timestamp'],
  [/^double precision/, 'float8'],
  [/^boolean/, 'bool'],
];

/// As people write it, rather than as the standard spells it.
export function shortType(type: string): string {
  for (const [long, short] of shortNames) if (long.test(type)) return type.replace(long, short);
  return type.replace(/^public\./, '');
}
