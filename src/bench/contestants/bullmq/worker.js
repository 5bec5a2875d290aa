// BullMQ's worker: it claims, renews and completes in Redis by itself, where the value returned is
// kept as the result. Calls go over one pool of kept connections.
import { Worker } from 'bullmq';
import IORedis from 'ioredis';
import { Pool } from 'undici';
import { headers, request } from './tasks.js';

const permits = Number(process.env.BENCH_PERMITS);
const upstream = new Pool(process.env.BENCH_UPSTREAM, { connections: permits });

async function call(job) {
  const response = await upstream.request({
    method: 'POST',
    path: '/v1/messages',
    headers,
    body: request(job.data),
  });
  const answer = await response.body.json();
  return {
    taskId: job.id,
    status: 'completed',
    output: answer.content[0].text,
    tokensUsed: answer.usage,
  };
}

const worker = new Worker('tasks', call, {
  connection: new IORedis(process.env.BENCH_REDIS, { maxRetriesPerRequest: null }),
  concurrency: permits,
});
worker.on('error', (error) => console.error(error));
worker.on('failed', (job, error) => console.error(error));
