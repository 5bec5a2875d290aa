-- Stores the outcome of a message that is no task.
-- KEYS  1 the task's hash
-- ARGV  1 result bytes, 2 TTL ms
-- Reply {status, bytes to publish or nil where they were evicted}, or nil where it has an owner
-- Invariant: neither an outcome nor a live owner is disturbed.
local now = clock()
local task = redis.call('HMGET', KEYS[1], 'status', 'leaseUntil', 'result')
if TERMINAL[task[1]] then
  return { task[1], task[3] }
end
if OWNED[task[1]] and tonumber(task[2]) > now then
  return false
end
redis.call('HSET', KEYS[1], 'v', 1, 'status', 'failed', 'result', ARGV[1], 'updatedAt', now)
redis.call('HSETNX', KEYS[1], 'attempts', 0)
redis.call('HDEL', KEYS[1], 'token', 'leaseUntil', 'cancel')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
return { 'failed', ARGV[1] }
