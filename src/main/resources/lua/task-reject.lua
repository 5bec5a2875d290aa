-- Stores the outcome of a message that is no task.
-- KEYS  1 the task's hash
-- ARGV  1 result bytes, 2 TTL ms
-- Reply {status, bytes to publish or nil where they were evicted}, or nil where the id is a task's
--   that has not ended; {'newer'} where it is of a later format
-- Invariant: what is known of a task is not touched. Its own message ends it, whether it waits,
--   runs or has lost its owner; only a flag of an early cancellation says nothing of a task.
local now = clock()
local task = redis.call('HMGET', KEYS[1], 'status', 'result', 'v')
if newer(task[3]) then
  return { 'newer' }
end
if TERMINAL[task[1]] then
  return { task[1], task[2] }
end
if task[1] then
  return false
end
begin(KEYS[1])
redis.call('HSET', KEYS[1], 'status', 'failed', 'attempts', 0, 'result', ARGV[1],
  'updatedAt', now)
redis.call('HDEL', KEYS[1], 'cancel')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'failed', ARGV[1] }
