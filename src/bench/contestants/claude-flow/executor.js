// claude-flow's OptimizedExecutor. Its connections answer by themselves, without any call
// ("Mock response for: ..."): here they make one, over one pool of kept connections.
import { openSync, writeSync } from 'node:fs';
import { Pool } from 'undici';
import { ClaudeAPI } from 'claude-flow/dist/src/swarm/optimizations/connection-pool.js';
import { OptimizedExecutor } from 'claude-flow/dist/src/swarm/optimizations/optimized-executor.js';
import { followOrders, headers, task } from './tasks.js';

const permits = Number(process.env.BENCH_PERMITS);
const upstream = new Pool(process.env.BENCH_UPSTREAM, { connections: permits });
const results = openSync(process.env.BENCH_FILE, 'w');

ClaudeAPI.prototype.complete = async function (options) {
  const response = await upstream.request({
    method: 'POST',
    path: '/v1/messages',
    headers,
    body: JSON.stringify(options),
  });
  return response.body.json();
};

const executor = new OptimizedExecutor({
  concurrency: permits,
  connectionPool: { min: 2, max: permits },
  caching: { enabled: false },
});

followOrders((from, to) => {
  for (let number = from; number < to; number++) {
    submit(number);
  }
});

function submit(number) {
  const appended = Date.now();
  executor
    .executeTask(task(number), { id: 'analyst' })
    .then(() => ended(number, appended))
    .catch((error) => console.error(error));
}

// At once: a stream would write in bursts of seconds, and the results are counted by this file.
function ended(number, appended) {
  writeSync(results, `${String(number).padStart(7, '0')} ${appended} ${Date.now()}\n`);
}
