-- Notes that a task waits, where nothing is known of it yet.
-- KEYS  1 the task's hash
-- ARGV  1 TTL ms
-- Reply 1 noted, 0 known already
-- Invariant: never changes a status; a flag left by an early cancellation stays.
local now = clock()
if newer(redis.call('HGET', KEYS[1], 'v')) then
  return 0
end
begin(KEYS[1])
if redis.call('HSETNX', KEYS[1], 'status', 'queued') == 0 then
  return 0
end
redis.call('HSET', KEYS[1], 'attempts', 0, 'updatedAt', now)
redis.call('PEXPIRE', KEYS[1], ARGV[1])
return 1
