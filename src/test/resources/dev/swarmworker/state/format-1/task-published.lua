-- Notes that the outcomes of tasks of one shard are on their topic, so that they may be evicted.
-- KEYS  1 the shard's expiries, 2 its uses, 3... the tasks' hashes
-- ARGV  1 maximum of the shard, 2... the tasks' ids, in the order of KEYS
-- Reply {expired ids, ids to evict}
-- Invariant: only terminal tasks that have their bytes are in the indexes.
local now, used = clock()
for i = 3, #KEYS do
  local task = redis.call('HMGET', KEYS[i], 'status', 'result')
  if TERMINAL[task[1]] and task[2] then
    redis.call('HSET', KEYS[i], 'published', 1)
    note(KEYS[1], KEYS[2], ARGV[i - 1], now + redis.call('PTTL', KEYS[i]), used)
  end
end
return { expire(KEYS[1], KEYS[2], now), victims(KEYS[1], KEYS[2], tonumber(ARGV[1])) }
