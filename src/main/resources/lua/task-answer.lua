-- Keeps an answer before its result is made; a renewal as well.
-- KEYS  1 the task's hash
-- ARGV  1 token, 2 lease ms, 3 TTL ms, 4 attempts, 5 answer bytes
-- Reply 1 kept, 0 the lease is lost
-- Invariant: changes nothing unless the token is the stored one; from now on claims count neither
--   a call nor a loss; who was lost while settling it stays counted when it is kept again.
local now = clock()
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'status', 'running', 'leaseUntil', now + ARGV[2], 'attempts', ARGV[4],
  'answer', ARGV[5], 'updatedAt', now)
redis.call('HDEL', KEYS[1], 'outputTokens')
redis.call('PEXPIRE', KEYS[1], math.max(ARGV[2], ARGV[3]))
return 1
