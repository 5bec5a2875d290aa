-- Puts an entry.
-- KEYS  1 the shard's expiries, 2 its uses, 3 the entry
-- ARGV  1 maximum of the shard, 2 key, 3 value, 4 TTL ms, 5 evictable 0|1
-- Reply {expired keys, keys to evict}
-- Invariant: an entry and its place in the indexes end at the same instant, but for what is to be
--   evicted.
return put()
