// A Spark History Server or a running application of a version of choice, with nothing in front of it.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { Program, PROJECT, TARGET, until } from './program.js';

const START = 5 * 60_000;

/** Resolves to the program when it answers. */
export async function startSpark(name, { version, port, logs, properties }) {
  const jars = await fetched(version);
  const settings = {
    'spark.history.ui.port': port,
    'spark.history.fs.logDirectory': `file://${logs}`,
    'spark.history.fs.update.interval': '1s',
    ...properties,
  };
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
  const options = Object.entries(settings).map(([key, value]) => `-D${key}=${value}`);
  const main = 'org.apache.spark.deploy.history.HistoryServer';
  const command = [java, '-Xmx512m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...options, '-cp', `${jars}/*`, main];
  const spark = new Program(`spark-${name}`, command, { SPARK_LOCAL_IP: '127.0.0.1' });
  await spark.answers(`http://127.0.0.1:${port}/api/v1/version`, START);
  return spark;
}

// what a driver needs on JDK 17 (org.apache.spark.launcher.JavaModuleOptions)
const OPENED = [
  ...['java.lang', 'java.lang.invoke', 'java.io', 'java.net', 'java.nio', 'java.util', 'java.util.concurrent'],
  ...['java.util.concurrent.atomic', 'sun.nio.ch', 'sun.nio.cs', 'sun.security.action', 'sun.util.calendar'],
];

/** Resolves to a running application, with its id and the port of its pages. */
export async function startApplication(name, version) {
  const jars = await fetched(version);
  const namespace = `${TARGET}application-${name}/`;
  rmSync(namespace, { recursive: true, force: true });
  mkdirSync(`${namespace}history`, { recursive: true });
  const java = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java';
  const opened = OPENED.map((each) => `--add-opens=java.base/${each}=ALL-UNNAMED`);
  const source = `${PROJECT}local/src/test/programs/RunningApplication.java`;
  const command = [java, '-Xmx512m', ...opened, '-cp', `${jars}/*`, source, namespace, name, 'until-killed'];
  const program = new Program(`application-${name}`, command, { SPARK_LOCAL_IP: '127.0.0.1', SPARK_LOCAL_HOSTNAME: 'localhost' });
  const shown = () => {
    const folder = `${namespace}running/`;
    const [id] = existsSync(folder) ? readdirSync(folder) : [];
    const port = id === undefined ? '' : readFileSync(folder + id, 'utf8').trim();
    return port === '' ? undefined : { id, port: Number(port) };
  };
  await until(() => shown() !== undefined, START, `${name} has not begun, see target/application-${name}.log`);
  return Object.assign(program, shown());
}

/** The folder of its libraries, the one that .ci/spark-matrix uses. */
async function fetched(version) {
  const { stdout } = await promisify(execFile)(`${PROJECT}local/spark/fetch`, [version]);
  return stdout.trim();
}
