// The tasks, the same as TaskData makes for Kafka, and how they are added at an even pace.
import readline from 'node:readline';

const FILLER = 'Read this line, weigh it, and say in one what it means. ';
const PROMPT_BYTES = Number(process.env.BENCH_PROMPT);

export const id = (number) => `bench-${String(number).padStart(7, '0')}`;

export function task(number) {
  const prompt = `${id(number)} ${FILLER.repeat(Math.floor(PROMPT_BYTES / FILLER.length) + 1)}`;
  return {
    id: id(number),
    type: 'analysis',
    objective: prompt.slice(0, PROMPT_BYTES),
    constraints: { maxTokens: 1024 },
  };
}

// What every contestant asks the upstream for.
export function request(task) {
  return JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: task.constraints.maxTokens,
    messages: [{ role: 'user', content: task.objective }],
  });
}

export const headers = {
  'content-type': 'application/json',
  'x-api-key': 'not-a-key',
  'anthropic-version': '2023-06-01',
};

// Follows orders of the form "FROM TO TASKS-A-SECOND", one a line; 0 a second is all at once.
// Ends the process when there are no more to come.
export async function followOrders(append) {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [from, to, perSecond] = line.split(' ').map(Number);
    await atPace(from, to, perSecond, append);
    console.log(`appended ${to}`);
  }
  process.exit(0);
}

async function atPace(from, to, perSecond, append) {
  if (perSecond === 0) {
    return append(from, to);
  }
  const start = performance.now();
  let next = from;
  while (next < to) {
    const due = Math.min(to, from + Math.floor(((performance.now() - start) / 1000) * perSecond));
    if (due > next) {
      await append(next, due);
      next = due;
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}
