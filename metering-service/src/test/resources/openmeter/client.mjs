// Drives the published npm client against a running metering-service and prints what it got, for a Java test to compare.
// The client is used as its users use it: nothing of it is replaced, no header is set and no answer is intercepted.
import { OpenMeter } from '@openmeter/sdk';

const openmeter = new OpenMeter({ baseUrl: process.env.METERING_URL, apiKey: process.env.METERING_TOKEN });
const stranger = new OpenMeter({ baseUrl: process.env.METERING_URL, apiKey: process.env.STRANGER_TOKEN });
const seen = {};

async function failure(work) {
  try {
    await work();
    return 'no error';
  } catch (error) {
    return {
      name: error.name,
      status: error.status,
      type: error.type,
      title: error.title,
      code: error.getField?.('code'),
      errors: error.getField?.('errors'),
    };
  }
}

const prompt = (id, subject, time, data) => ({ id, source: 'app', type: 'prompt', subject, time: new Date(time), data });

// Events come before the meter does.
const first = prompt('1', 'customer-1', '2024-10-26T22:00:00Z', { tokens: '0.1', model: 'large', type: 'input' });
seen.ingestSingle = typeof (await openmeter.events.ingest(first));
seen.ingestAgain = typeof (await openmeter.events.ingest(first));
const { time, ...timeless } = first;
seen.ingestAgainWithoutTime = typeof (await openmeter.events.ingest(timeless));
seen.ingestArray = typeof (await openmeter.events.ingest([
  prompt('2', 'customer-1', '2024-10-27T00:30:00Z', { tokens: 0.2, model: 'large', type: 'output' }),
  prompt('3', 'customer-1', '2024-10-27T01:30:00Z', { tokens: 1000, model: 'small', type: 'input' }),
  prompt('4', 'customer-2', '2024-10-27T22:59:59.999Z', { tokens: 12345678901234567890, model: 'large', type: 'input' }),
  prompt('5', 'customer-2', '2024-10-27T23:00:00Z', { tokens: 7, model: 'small', type: 'input' }),
  prompt('6', 'customer-2', '2024-10-27T12:00:00Z', { tokens: 'many', model: 'large', type: 'input' }),
  { type: 'prompt', subject: 'customer-3', data: { tokens: 1 } },
]));
seen.conflict = await failure(() =>
  openmeter.events.ingest([
    prompt('1', 'customer-1', '2024-10-26T22:00:00Z', { tokens: 99 }),
    prompt('8', 'customer-4', '2024-10-01T00:00:00Z', { tokens: 5, model: 'large', type: 'input' }),
  ]),
);
seen.refused = await failure(() => openmeter.events.ingest({ id: '9', type: 'io.wattledger.nonsense', subject: 's', data: {} }));

// Meters.
const created = await openmeter.meters.create({
  slug: 'tokens_total',
  name: 'Tokens',
  description: 'Tokens of all models',
  aggregation: 'SUM',
  eventType: 'prompt',
  eventFrom: new Date('2024-10-02T00:00:00Z'),
  valueProperty: '$.tokens',
  groupBy: { model: '$.model', type: '$.type' },
});
seen.created = { ...created, id: created.id.startsWith('mtr_'), createdAt: created.createdAt instanceof Date, updatedAt: created.updatedAt instanceof Date };
seen.exists = await failure(() => openmeter.meters.create({ slug: 'tokens_total', aggregation: 'COUNT', eventType: 'prompt' }));
seen.invalid = await failure(() => openmeter.meters.create({ slug: 'bad slug', aggregation: 'SUM', eventType: 'prompt' }));
for (const aggregation of ['COUNT', 'UNIQUE_COUNT', 'AVG', 'MIN', 'MAX', 'LATEST']) {
  await openmeter.meters.create({
    slug: `tokens_${aggregation.toLowerCase()}`,
    aggregation,
    eventType: 'prompt',
    valueProperty: '$.tokens',
  });
}
seen.listed = (await openmeter.meters.list()).map((meter) => meter.slug);
seen.foreign = await failure(() => stranger.meters.get(created.id));
seen.strangersList = await stranger.meters.list();
seen.got = (await openmeter.meters.get('tokens_total')).id === created.id && (await openmeter.meters.get(created.id)).slug;
const updated = await openmeter.meters.update('tokens_total', { name: 'All tokens', groupBy: { model: '$.model', type: '$.type' } });
seen.updated = { name: updated.name, description: updated.description ?? null, aggregation: updated.aggregation, groupBy: updated.groupBy };

// Questions.
const day = { from: new Date('2024-10-26T22:00:00Z'), to: new Date('2024-10-27T23:00:00Z') };
seen.day = await openmeter.meters.query('tokens_total', { ...day, windowSize: 'DAY', windowTimeZone: 'Europe/Oslo' });
seen.hours = (await openmeter.meters.query('tokens_total', { ...day, windowSize: 'HOUR', windowTimeZone: 'Europe/Oslo' })).data.map(
  (row) => [row.windowStart.toISOString(), row.windowEnd.toISOString(), row.valueExact],
);
seen.minutes = (await openmeter.meters.query('tokens_total', { ...day, windowSize: 'MINUTE' })).data.length;
seen.month = (await openmeter.meters.query('tokens_total', { ...day, windowSize: 'MONTH', windowTimeZone: 'Europe/Oslo' })).data;
seen.quarterHours = (await openmeter.meters.query('tokens_total', { ...day, windowSize: 'QUARTER_HOUR' })).data.length;
seen.subject = (await openmeter.meters.query('tokens_total', { ...day, subject: ['customer-1'] })).data;
seen.groups = (await openmeter.meters.query('tokens_total', { ...day, groupBy: ['subject', 'model'] })).data.map((row) => [
  row.subject,
  row.groupBy.model,
  row.valueExact,
]);
seen.filtered = (await openmeter.meters.query('tokens_total', { ...day, filterGroupBy: { model: 'small' } })).data;
seen.posted = (
  await openmeter.meters.queryPost('tokens_total', {
    ...day,
    subject: ['customer-1', 'customer-2'],
    filterGroupBy: { model: ['small', 'large'], type: ['input'] },
    groupBy: ['model'],
  })
).data.map((row) => [row.subject, row.groupBy.model, row.valueExact]);
seen.aggregations = {};
for (const aggregation of ['count', 'unique_count', 'avg', 'min', 'max', 'latest']) {
  const answer = await openmeter.meters.query(`tokens_${aggregation}`, { ...day, subject: ['customer-1'] });
  seen.aggregations[aggregation] = answer.data.map((row) => [row.value, row.valueExact]);
}
seen.unknownGroup = await failure(() => openmeter.meters.query('tokens_total', { groupBy: ['nothing'] }));
seen.unknownMeter = await failure(() => openmeter.meters.query('nothing'));

// Events as they came.
const listed = await openmeter.events.list({ subject: 'customer', from: day.from, to: new Date('2024-10-28T00:00:00Z') });
seen.events = listed.map((one) => [one.event.id, one.event.subject, one.event.time.toISOString(), one.validationError ?? null]);
seen.event = { ...listed.find((one) => one.event.id === '3'), ingestedAt: listed[0].ingestedAt instanceof Date, storedAt: listed[0].storedAt instanceof Date };
seen.limited = (await openmeter.events.list({ limit: 2, subject: 'customer-1' })).map((one) => one.event.id);
seen.ingestedLater = await openmeter.events.list({ ingestedAtFrom: new Date(Date.now() + 3600_000) });
seen.strangersEvents = await stranger.events.list();

// Ends.
seen.deleted = typeof (await openmeter.meters.delete('tokens_total'));
seen.gone = await failure(() => openmeter.meters.get('tokens_total'));
seen.unauthenticated = await failure(() => new OpenMeter({ baseUrl: process.env.METERING_URL, apiKey: 'wrong' }).meters.list());

console.log(JSON.stringify(seen));
