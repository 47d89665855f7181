// Passes a request on to an upstream, and its response back.
import http from 'node:http';

// a connection that is used again may be closed by the upstream at the moment of the next request
const AGENT = new http.Agent({ keepAlive: false });

/** @param url address at the upstream */
export function forward(url, request, response, headers) {
  const onward = http.request(url, { method: request.method, headers, agent: AGENT }, (answer) => {
    response.writeHead(answer.statusCode, answer.rawHeaders);
    answer.pipe(response);
  });
  onward.on('error', (error) => {
    if (!request.destroyed) {
      console.error(`${request.method} ${url}: ${error.message}`);
    }
    response.destroy();
  });
  request.pipe(onward);
}
