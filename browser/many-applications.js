// Namespaces whose history servers have listed applications before: folders of logs, and the lists that local mode keeps.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';

const WORDS = ['nightly', 'report', 'features', 'train', 'score', 'invoice', 'clicks', 'sessions', 'revenue', 'backfill'];
const DAY = 86_400_000;

/** As java.lang.String.hashCode in hexadecimal, by which local mode names the folder of lists. */
function hash(text) {
  let sum = 0;
  for (const character of text) {
    sum = (Math.imul(sum, 31) + character.codePointAt(0)) | 0;
  }
  return (sum >>> 0).toString(16);
}

/** The applications of a namespace as its history server lists them, those first that ended last. */
function applications(namespace, count, now) {
  return Array.from({ length: count }, (_, i) => {
    const n = namespace * 7 + i;
    const end = now - (i * DAY) / 3 - namespace * 60_000;
    return {
      id: `spark-${String(namespace).padStart(4, '0')}${String(i).padStart(28, '0')}`,
      name: `${WORDS[n % 10]}-${WORDS[(n * 3 + 1) % 10]}`,
      attempts: [
        {
          startTimeEpoch: end - (n % 9000) * 1000,
          endTimeEpoch: end,
          completed: true,
          sparkUser: ['alice', 'bob', 'carol'][n % 3],
          appSparkVersion: '4.2.0',
        },
      ],
    };
  });
}

/** Makes so many namespaces, named team-0 and so on, with so many applications each; team-8 and team-9 have one id twice. */
export function fill(logs, work, namespaces, count) {
  const lists = `${work}/applications/${hash(logs)}`;
  mkdirSync(lists, { recursive: true });
  const now = Date.now();
  for (let i = 0; i < namespaces; i++) {
    mkdirSync(`${logs}/team-${i}/history`, { recursive: true });
    const listed = applications(i, count, now);
    if (i === 8 || i === 9) {
      listed[1].id = 'spark-feedfacefeedfacefeedfacefeedface';
    }
    const file = `${lists}/team-${i}.json`;
    writeFileSync(file, JSON.stringify(listed));
    utimesSync(file, now / 1000 + 86_400, now / 1000 + 86_400); // new for as long as a test may run
  }
}
