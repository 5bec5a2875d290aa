-- Takes expired entries out of a shard's indexes.
-- KEYS  1 the shard's expiries, 2 its uses
-- ARGV  1 maximum of the shard
-- Reply {expired keys, keys to evict}
-- Invariant: each expired key is answered to one caller.
local now = clock()
return { expire(KEYS[1], KEYS[2], now), victims(KEYS[1], KEYS[2], tonumber(ARGV[1])) }
