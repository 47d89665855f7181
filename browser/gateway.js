// ./sparkhistory gateway with tenants from a file, on free ports.
import { mkdirSync, writeFileSync } from 'node:fs';
import { freePort, Program, TARGET } from './program.js';
import { VISITOR } from './site-front.js';

/** Somebody who may look and nothing else. */
export const VIEWER = 'viewer@example.com';

// the first start builds it
const START = 5 * 60_000;

/**
 * Resolves to the program when it listens, with its origin.
 *
 * @param tenants port of the history server by namespace
 * @param options more of them for the gateway
 * @param running ports of running applications by id, by namespace
 */
export async function startGateway(name, tenants, options, running = {}) {
  const [listen, admin] = await Promise.all([freePort(), freePort()]);
  const lines = Object.entries(tenants).flatMap(([namespace, port]) => [
    `  ${namespace}:`,
    `    address: "127.0.0.1:${port}"`,
    `    users: ["${VISITOR}"]`,
    `    viewers: ["${VIEWER}"]`,
    '    applications:' + (running[namespace] ? '' : ' {}'),
    ...Object.entries(running[namespace] ?? {}).map(([id, port]) => `      ${id}: {address: "127.0.0.1:${port}"}`),
  ]);
  mkdirSync(TARGET, { recursive: true });
  writeFileSync(`${TARGET}${name}-tenants.yaml`, ['tenants:', ...lines, ''].join('\n'));
  const gateway = new Program(name, [
    ...['./sparkhistory', 'gateway', '--tenants', `${TARGET}${name}-tenants.yaml`],
    ...['--listen', `127.0.0.1:${listen}`, '--admin', `127.0.0.1:${admin}`],
    ...['--access-log', `${TARGET}${name}-access.log`, '--drain-delay', '0s', '--drain-timeout', '1s'],
    // a page of the gateway's own goes on by itself, and a test would have to wait for that
    ...['--slow-page-after', '0'],
    ...options,
  ]);
  await gateway.answers(`http://127.0.0.1:${admin}/readyz`, START);
  return Object.assign(gateway, { origin: `http://127.0.0.1:${listen}` });
}
