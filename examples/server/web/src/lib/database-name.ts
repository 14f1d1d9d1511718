/// The last part of a URL of SQLAlchemy or libpq, which people know the database by.
export function databaseName(url: string | null | undefined): string {
  const name = url?.match(/^[^?]*\/([^/?]+)/)?.[1];
  return name === undefined ? 'database' : decodeURIComponent(name);
}
