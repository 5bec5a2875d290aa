-- Gives a task back undone.
-- KEYS  1 the task's hash
-- ARGV  1 token, 2 attempts made, 3 TTL ms, 4 calls broken off 0|1
-- Reply 1 released, 0 the lease is lost
-- Invariant: changes nothing unless the token is the stored one; a call broken off counts
--   as a loss, since it may have been billed, and counts once: the token ends with the release.
local now = clock()
if redis.call('HGET', KEYS[1], 'token') ~= ARGV[1] then
  return 0
end
redis.call('HSET', KEYS[1], 'status', 'queued', 'attempts', ARGV[2], 'updatedAt', now)
redis.call('HINCRBY', KEYS[1], 'losses', ARGV[4])
redis.call('HDEL', KEYS[1], 'token', 'leaseUntil')
redis.call('PEXPIRE', KEYS[1], ARGV[3])
return 1
