-- Gives an entry its whole TTL again.
-- KEYS  1 the shard's expiries, 2 its uses, 3 the entry
-- ARGV  1 key, 2 TTL ms
-- Reply 1 done, 0 there is none
-- Invariant: an entry and its place in the indexes end at the same instant.
local now, used = clock()
if redis.call('PEXPIRE', KEYS[3], ARGV[2]) == 0 then
  return 0
end
redis.call('ZADD', KEYS[1], 'XX', now + ARGV[2], ARGV[1])
use(KEYS[2], ARGV[1], used)
return 1
