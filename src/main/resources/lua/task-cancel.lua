-- Asks for a task's end.
-- KEYS  1 the task's hash
-- ARGV  1 id, 2 TTL ms of a flag for a task that is not known yet, 3 channel
-- Reply 1 accepted, 0 already terminal, -1 of a later format: nothing was changed
-- Invariant: the flag stays until the task is terminal; the message only is faster.
local task = redis.call('HMGET', KEYS[1], 'status', 'v')
local status = task[1]
if newer(task[2]) then
  return -1
end
if TERMINAL[status] then
  return 0
end
begin(KEYS[1])
redis.call('HSET', KEYS[1], 'cancel', 1)
if not status then
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
redis.call('PUBLISH', ARGV[3], ARGV[1])
return 1
