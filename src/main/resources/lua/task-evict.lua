-- Drops the bytes of published outcomes; what remains of each is a marker until its TTL.
-- KEYS  1 the shard's expiries, 2 its uses, 3... the tasks' hashes
-- ARGV  1 maximum of the shard, 2... the tasks' ids, in the order of KEYS
-- Reply {expired ids, more ids to evict, how many were evicted}
-- Invariant: the status stays, so that a repeat costs no call; what is not published stays whole,
--   even where the id comes from an earlier life of the task.
local now = clock()
local evicted = 0
for i = 3, #KEYS do
  if redis.call('ZREM', KEYS[2], ARGV[i - 1]) == 1 then
    redis.call('ZREM', KEYS[1], ARGV[i - 1])
    if redis.call('HGET', KEYS[i], 'published') then
      redis.call('HDEL', KEYS[i], 'result', 'doneBy')
      evicted = evicted + 1
    end
  end
end
local expired = expire(KEYS[1], KEYS[2], now)
return { expired, victims(KEYS[1], KEYS[2], tonumber(ARGV[1])), evicted }
