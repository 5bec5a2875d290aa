-- Removes an entry.
-- KEYS  1 the shard's expiries, 2 its uses, 3 the entry
-- ARGV  1 key
-- Reply 1 removed, 0 there was none
-- Invariant: an expired entry stays in the indexes, so that its expiry is still told.
if redis.call('DEL', KEYS[3]) == 0 then
  return 0
end
redis.call('ZREM', KEYS[1], ARGV[1])
redis.call('ZREM', KEYS[2], ARGV[1])
return 1
