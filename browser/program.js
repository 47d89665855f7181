// A program that ends with the tests, whatever ends those.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';

export const PROJECT = fileURLToPath(new URL('..', import.meta.url));
export const TARGET = fileURLToPath(new URL('target/', import.meta.url));

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

export class Program {
  #process;
  #ended;
  #log;

  /**
   * @param name of the file in target/ that gets its output
   * @param command the program and its arguments, started in the project's folder
   */
  constructor(name, command, environment = {}) {
    mkdirSync(TARGET, { recursive: true });
    this.#log = `${TARGET}${name}.log`;
    const log = createWriteStream(this.#log);
    const env = { ...process.env, ...environment };
    this.#process = spawn('/bin/sh', ['-c', FOLLOWING, 'sh', ...command], { cwd: PROJECT, env, detached: true });
    this.#process.stdout.pipe(log);
    this.#process.stderr.pipe(log);
    this.#ended = new Promise((resolve) => this.#process.once('exit', resolve));
  }

  /** Resolves when the address is answered with 2xx. */
  async answers(url, milliseconds) {
    const answered = () => {
      if (this.#process.exitCode !== null) {
        throw new Error(`it ended, see ${this.#log}`);
      }
      return fetch(url).then((answer) => answer.ok, () => false);
    };
    try {
      await until(answered, milliseconds, `${url} was not answered, see ${this.#log}`);
    } catch (e) {
      await this.stop();
      throw e;
    }
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

/**
 * How long something on a page may take. It ends a test of what is broken; on a busy machine a page with all of its charts took a minute.
 */
export const PAGE = 4 * 60_000;

/** @param failure what to say when it took longer, or what answers it then */
export async function until(condition, milliseconds, failure) {
  const end = Date.now() + milliseconds;
  while (!(await condition())) {
    if (Date.now() > end) {
      throw new Error(typeof failure === 'string' ? failure : failure());
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
