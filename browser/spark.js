// A Spark History Server of a version of choice, with nothing in front of it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Program, PROJECT } from './program.js';

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

/** The folder of its libraries, the one that .ci/spark-matrix uses. */
async function fetched(version) {
  const { stdout } = await promisify(execFile)(`${PROJECT}local/spark/fetch`, [version]);
  return stdout.trim();
}
