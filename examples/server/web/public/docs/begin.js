// Changes need the token of the session, as on the page.
let token;

async function withToken(request) {
  if (request.method === 'GET' || request.method === 'HEAD') return request;
  token ??= (await (await fetch('../api/session')).json()).token;
  request.headers['X-Alembicore-Token'] = token;
  return request;
}

globalThis.SwaggerUIBundle({
  url: '../api/openapi.json',
  dom_id: '#routes',
  deepLinking: true,
  // Paths begin below the prefix that a proxy has put before the server.
  requestInterceptor: withToken,
  validatorUrl: null,
});
