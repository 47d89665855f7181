// What stands in front of the gateway in a cluster: ends TLS, says so in X-Forwarded-Proto, forwards.
import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import https from 'node:https';
import { forward } from './forward.js';
import { TARGET } from './program.js';

const PASSWORD = 'only-for-this-test';

export class TlsFront {
  #server;

  /** Resolves when it listens. */
  static async start(upstream) {
    const front = new TlsFront();
    front.#server = https.createServer(certificate(), (request, response) => {
      const headers = { ...request.headers, 'x-forwarded-proto': 'https' };
      forward(upstream + request.url, request, response, headers);
    });
    await new Promise((resolve) => front.#server.listen(0, '127.0.0.1', resolve));
    front.origin = `https://127.0.0.1:${front.#server.address().port}`;
    return front;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** What a server needs to speak TLS in a test; with keytool, because a JDK is there anyway. */
export function certificate() {
  const file = `${TARGET}front-${process.pid}.p12`;
  rmSync(file, { force: true });
  const java = process.env.JAVA_HOME ? process.env.JAVA_HOME + '/bin/' : '';
  const options = ['-keystore', file, '-storetype', 'PKCS12', '-storepass', PASSWORD];
  const subject = ['-alias', 'front', '-keyalg', 'EC', '-dname', 'CN=localhost', '-ext', 'san=ip:127.0.0.1'];
  execFileSync(java + 'keytool', ['-genkeypair', ...options, ...subject], { stdio: 'pipe' });
  const pfx = readFileSync(file);
  rmSync(file);
  return { pfx, passphrase: PASSWORD };
}
