-- Extends a lease; with a status also says how far the task is.
-- KEYS  1 the task's hash
-- ARGV  1 token, 2 lease ms, 3 TTL ms, 4 tokens of the coming answer or 0,
--       and to report progress: 5 status, 6 agent id, 7 attempts
-- Reply 'lost' | 'kept' | 'cancel'
-- Invariant: changes nothing unless the token is the stored one.
local now = clock()
local task = redis.call('HMGET', KEYS[1], 'token', 'cancel')
if task[1] ~= ARGV[1] then
  return 'lost'
end
redis.call('HSET', KEYS[1], 'leaseUntil', now + ARGV[2], 'updatedAt', now)
if ARGV[5] then
  redis.call('HSET', KEYS[1], 'status', ARGV[5], 'agentId', ARGV[6], 'attempts', ARGV[7])
end
if ARGV[4] == '0' then
  redis.call('HDEL', KEYS[1], 'outputTokens')
else
  redis.call('HSET', KEYS[1], 'outputTokens', ARGV[4])
end
redis.call('PEXPIRE', KEYS[1], math.max(ARGV[2], ARGV[3]))
return task[2] and 'cancel' or 'kept'
