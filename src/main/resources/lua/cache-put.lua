-- Puts an answer and ends the right to make its call.
-- KEYS  1 the shard's expiries, 2 its uses, 3 the answer, 4 who makes the call
-- ARGV  1 maximum of the shard, 2 key, 3 value, 4 TTL ms, 5 evictable 0|1, 6 token
-- Reply {expired keys, keys to evict}
-- Invariant: who looks finds the answer, or the call under way, never neither; another's token is
--   not touched.
local reply = put()
if redis.call('GET', KEYS[4]) == ARGV[6] then
  redis.call('DEL', KEYS[4])
end
return reply
