/// The last part of a URL of SQLAlchemy or libpq, which people know the database by.
export function databaseName(url: string | null | undefined): string {
  const name = url?.match(/^[^?]*\/([^/?]+)/)?.[1];
  return name === undefined ? 'database' : decodeURIComponent(name);
}

/// With the path of a socket as a path; PostgreSQL's client library takes it so as well.
export function readableUrl(url: string | null): string {
  return (url ?? '').replace(/%2F/gi, '/');
}
