// Runs ./sparkhistory local on free ports, with everything that it writes in target/.
import { spawn } from 'node:child_process';
import { cpSync, createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
export const TARGET = fileURLToPath(new URL('target/', import.meta.url));

// the first start builds the gateway and fetches Spark
const START = 10 * 60_000;
// requests in flight have 5 s to end, history servers 10 s
const END = 30_000;

// Ends the command with SIGTERM when its own input ends. That happens however the process ends that holds the other end,
// so nothing stays behind, and the history servers follow the gateway by themselves.
const FOLLOWING = `
  exec 3<&0
  "$@" 3<&- &
  command=$!
  { cat <&3; kill $command; } >/dev/null 2>&1 &
  exec 3<&-
  wait $command`;

export class LocalMode {
  #process;
  #ended;
  #accessLog = TARGET + 'access.log';

  /**
   * Resolves when the gateway listens.
   *
   * @param options more of them for the gateway
   */
  static async start(options = []) {
    const local = new LocalMode();
    const [listen, admin] = await Promise.all([freePort(), freePort()]);
    local.origin = `http://127.0.0.1:${listen}`;
    mkdirSync(TARGET, { recursive: true });
    rmSync(local.#accessLog, { force: true });
    rmSync(TARGET + 'logs', { recursive: true, force: true });
    cpSync(PROJECT + 'examples/eventlogs', TARGET + 'logs', { recursive: true });
    local.#launch([
      'local',
      ...['--logs', TARGET + 'logs', '--user', 'you@example.com', '--work', TARGET + 'work'],
      ...['--listen', `127.0.0.1:${listen}`, '--admin', `127.0.0.1:${admin}`],
      ...['--access-log', local.#accessLog],
      ...options,
    ]);
    try {
      await until(() => local.#listening(), START, 'local mode did not start');
    } catch (e) {
      await local.stop();
      throw e;
    }
    return local;
  }

  #launch(options) {
    const log = createWriteStream(TARGET + 'local-mode.log');
    const command = ['-c', FOLLOWING, 'sh', './sparkhistory', ...options];
    this.#process = spawn('/bin/sh', command, { cwd: PROJECT, detached: true });
    this.#process.stdout.pipe(log);
    this.#process.stderr.pipe(log);
    this.#ended = new Promise((resolve) => this.#process.once('exit', resolve));
  }

  async #listening() {
    if (this.#process.exitCode !== null) {
      throw new Error(`local mode ended, see ${TARGET}local-mode.log`);
    }
    return fetch(this.origin + '/sparkhistory/').then((answer) => answer.ok, () => false);
  }

  /** A namespace more, with the logs of another one; resolves when the gateway has found it. */
  async add(namespace, from) {
    cpSync(`${TARGET}logs/${from}`, `${TARGET}logs/${namespace}`, { recursive: true });
    const status = `${this.origin}/sparkhistory/-/status/${namespace}`;
    const isThere = async () => (await (await fetch(status)).json()).state === 'asleep';
    await until(isThere, 30_000, `${namespace} was not found`);
  }

  /** Takes a library away from the history servers that start from now on; answers how to give it back. */
  breakSpark() {
    const folders = readdirSync(TARGET + 'work', { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const jars = `${TARGET}work/${folders.find(({ name }) => name.startsWith('spark-')).name}/`;
    const jar = readdirSync(jars).find((name) => name.startsWith('scala-library-'));
    renameSync(jars + jar, `${jars}${jar}.away`);
    return () => existsSync(`${jars}${jar}.away`) && renameSync(`${jars}${jar}.away`, jars + jar);
  }

  /** What the gateway was asked for: objects of the access log. */
  requests() {
    return readFileSync(this.#accessLog, 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  }

  /** Resolves to the exit code. */
  async stop() {
    this.#process.stdin.end();
    const late = setTimeout(() => process.kill(-this.#process.pid, 'SIGKILL'), END);
    const code = await this.#ended;
    clearTimeout(late);
    return code;
  }
}

export async function until(condition, milliseconds, failure) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(failure);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
