// Adds jobs to BullMQ's queue, as its users do.
import { Queue } from 'bullmq';
import IORedis from 'ioredis';
import { followOrders, id, task } from './tasks.js';

const AT_ONCE = 1000;
const queue = new Queue('tasks', { connection: new IORedis(process.env.BENCH_REDIS) });

const job = (number) => ({ name: 'analysis', data: task(number), opts: { jobId: id(number) } });

followOrders(async (from, to) => {
  for (let next = from; next < to; next += AT_ONCE) {
    const end = Math.min(to, next + AT_ONCE);
    await queue.addBulk(Array.from({ length: end - next }, (_, i) => job(next + i)));
  }
});
