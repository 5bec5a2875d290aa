-- Puts an entry.
-- KEYS  1 the shard's expiries, 2 its uses, 3 the entry
-- ARGV  1 maximum of the shard, 2 key, 3 value, 4 TTL ms, 5 evictable 0|1
-- Reply {expired keys, keys to evict}
-- Invariant: an entry and its place in the indexes end at the same instant, but for what is to be
--   evicted: that has lost its place, so that nobody else is told of it. Should it not come to the
--   eviction, it ends with its TTL.

-- One more than is put, so that what is too much shrinks.
local EVICTED = 2

local now, used = clock()
local expired = expire(KEYS[1], KEYS[2], now)
redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4])
note(KEYS[1], KEYS[2], ARGV[2], now + ARGV[4], ARGV[5] == '1' and used or nil)
local evictable = victims(KEYS[1], KEYS[2], tonumber(ARGV[1]), EVICTED)
if #evictable > 0 then
  redis.call('ZREM', KEYS[1], unpack(evictable))
  redis.call('ZREM', KEYS[2], unpack(evictable))
end
return { expired, evictable }
