-- Drops entries of a map.
-- KEYS  1 the shard's expiries, 2 its uses, 3... the entries
-- ARGV  1 maximum of the shard, 2... the entries' keys, in the order of KEYS
-- Reply {expired keys, more keys to evict, how many were evicted}
-- Invariant: only what is in the uses, and so evictable, is dropped, or what has no place in the
--   indexes: it was taken out for this. One that was put anew since then stays.
local now = clock()
local evicted = 0
for i = 3, #KEYS do
  if redis.call('ZREM', KEYS[2], ARGV[i - 1]) == 1 then
    redis.call('ZREM', KEYS[1], ARGV[i - 1])
  end
  if not redis.call('ZSCORE', KEYS[1], ARGV[i - 1]) then
    evicted = evicted + redis.call('DEL', KEYS[i])
  end
end
local expired = expire(KEYS[1], KEYS[2], now)
return { expired, victims(KEYS[1], KEYS[2], tonumber(ARGV[1])), evicted }
