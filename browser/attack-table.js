// What became of each attack on each site, and the table of it in SECURITY.md.
import { readFileSync, writeFileSync } from 'node:fs';
import { PROJECT } from './program.js';

const DOCUMENT = `${PROJECT}SECURITY.md`;
const BEGIN = '<!-- begin of the attacks that browser/fence.test.js has seen -->\n';
const END = '<!-- end of the attacks -->';

export class AttackTable {
  #sites;
  #outcomes = new Map();

  /** @param sites in the order of the columns: the first has no fence */
  constructor(sites) {
    this.#sites = sites;
  }

  note(site, id, blocked) {
    this.#outcomes.set(id, { ...this.#outcomes.get(id), [site]: blocked });
  }

  blocked(site, id) {
    return this.#outcomes.get(id)?.[site];
  }

  /**
   * The whole of it.
   *
   * @param columns a heading for each site
   * @param attacks of a tenant
   * @param fields of an event log
   * @param versions of Spark whose outcomes are noted as VERSION-FIELD
   */
  text(columns, attacks, fields, versions) {
    const [open] = this.#sites;
    const runs = (field) => versions.filter((version) => this.blocked(open, `${version}-${field.id}`) === false);
    const shown = fields.filter((field) => runs(field).length === 0).map(({ title }) => title);
    return [
      `| | ${columns.join(' | ')} |`,
      `|---|${'---|'.repeat(columns.length)}`,
      this.#heading('A job: what its event log has in'),
      ...fields.flatMap((field) => this.#logRows(field, runs(field), versions.length)),
      ...this.#tenantRows(attacks),
      '',
      '\\* By another rule of the gateway. Without a gateway in front of the history server it is not blocked.',
      '',
      `Event logs: in a Spark that a row does not name, the script did not run. In none of them did it run in ${listed(shown)}.`,
      '',
    ].join('\n');
  }

  /** A row for each group of attacks, and the attacks below it. */
  #tenantRows(attacks) {
    const groups = [...new Set(attacks.map(({ group }) => group))];
    return groups.flatMap((group) => [
      this.#heading(group),
      ...attacks.filter((attack) => attack.group === group).map(({ id, title }) => this.#row(title, id)),
    ]);
  }

  /** Versions with the same outcomes are one row. */
  #logRows({ id, title }, versions, all) {
    const alike = [...bySame(versions, (version) => this.#cells(`${version}-${id}`)).values()];
    return alike.map((some) => {
      const which = some.length === all ? 'every Spark' : `Spark ${some.join(', ')}`;
      return this.#row(`${title} (${which})`, `${some[0]}-${id}`);
    });
  }

  #heading(title) {
    return `| **${title}** |${' |'.repeat(this.#sites.length)}`;
  }

  #row(title, id) {
    return `| ${title} | ${this.#cells(id)} |`;
  }

  #cells(id) {
    const said = new Map([[true, 'blocked'], [false, '**not blocked**'], [undefined, 'not seen']]);
    const words = this.#sites.map((site) => said.get(this.blocked(site, id)));
    return words.map((word, column) => (column === 0 && word === 'blocked' ? 'blocked\\*' : word)).join(' | ');
  }
}

const listed = (texts) => (texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`);

function bySame(list, key) {
  const groups = new Map();
  list.forEach((one) => groups.set(key(one), [...(groups.get(key(one)) ?? []), one]));
  return groups;
}

/** What SECURITY.md has between the two marks. */
export function committed() {
  const [, rest] = readFileSync(DOCUMENT, 'utf8').split(BEGIN);
  return rest?.split(END)[0];
}

/** Puts the text between the two marks. */
export function commit(text) {
  const [before, rest] = readFileSync(DOCUMENT, 'utf8').split(BEGIN);
  writeFileSync(DOCUMENT, before + BEGIN + text + END + rest.split(END)[1]);
}
