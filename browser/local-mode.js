// Runs ./sparkhistory local on free ports, with everything that it writes in target/.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { freePort, PAGE, Program, PROJECT, TARGET, until } from './program.js';

// the first start builds the gateway and fetches Spark
const START = 10 * 60_000;

export class LocalMode {
  #program;
  #accessLog = TARGET + 'access.log';

  /**
   * Resolves when the gateway listens.
   *
   * @param options more of them for the gateway
   * @param prepare is called with the folders of logs and of work before the start
   */
  static async start(options = [], prepare = () => {}) {
    const local = new LocalMode();
    const [listen, admin] = await Promise.all([freePort(), freePort()]);
    local.origin = `http://127.0.0.1:${listen}`;
    mkdirSync(TARGET, { recursive: true });
    rmSync(local.#accessLog, { force: true });
    rmSync(TARGET + 'logs', { recursive: true, force: true });
    cpSync(PROJECT + 'examples/eventlogs', TARGET + 'logs', { recursive: true });
    prepare(TARGET + 'logs', TARGET + 'work');
    local.#program = new Program('local-mode', [
      ...['./sparkhistory', 'local'],
      ...['--logs', TARGET + 'logs', '--user', 'you@example.com', '--work', TARGET + 'work'],
      ...['--listen', `127.0.0.1:${listen}`, '--admin', `127.0.0.1:${admin}`],
      ...['--access-log', local.#accessLog],
      ...options,
    ]);
    await local.#program.answers(local.origin + '/sparkhistory/', START);
    return local;
  }

  /** A namespace more, with the logs of another one; resolves when the gateway has found it. */
  async add(namespace, from) {
    cpSync(`${TARGET}logs/${from}`, `${TARGET}logs/${namespace}`, { recursive: true });
    const status = `${this.origin}/sparkhistory/-/status/${namespace}`;
    const isThere = async () => (await (await fetch(status)).json()).state === 'asleep';
    await until(isThere, PAGE, `${namespace} was not found`);
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
  stop() {
    return this.#program.stop();
  }
}
