-- Extends a lease; with a status also says how far the task is.
-- KEYS  1 the task's hash
-- ARGV  1 token, 2 lease ms, 3 TTL ms, and to report progress: 4 status, 5 agent id, 6 attempts
-- Reply 'lost' | 'kept' | 'cancel'
-- Invariant: changes nothing unless the token is the stored one.
local now = clock()
local task = redis.call('HMGET', KEYS[1], 'token', 'cancel')
if task[1] ~= ARGV[1] then
  return 'lost'
end
redis.call('HSET', KEYS[1], 'leaseUntil', now + ARGV[2], 'updatedAt', now)
if ARGV[4] then
  redis.call('HSET', KEYS[1], 'status', ARGV[4], 'agentId', ARGV[5], 'attempts', ARGV[6])
end
redis.call('PEXPIRE', KEYS[1], math.max(ARGV[2], ARGV[3]))
return task[2] and 'cancel' or 'kept'
