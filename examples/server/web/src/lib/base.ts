/// Where the page lives. Every route is one segment below it (all else is in the query), so the folder of the address
/// is the base, whatever prefix a proxy has put before it.
export const baseUrl = new URL('./', document.baseURI);

export const basePath = baseUrl.pathname.replace(/\/$/, '');

/// Of the documentation that the server brings along: `/docs/errors#…`, wherever a proxy has put it.
export function docsUrl(path: string): string {
  return new URL(path.replace(/^\//, ''), baseUrl).href;
}
