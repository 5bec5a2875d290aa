-- Drops the bytes of published outcomes; what remains of each is a marker until its TTL.
-- KEYS  1 the shard's expiries, 2 its uses, 3... the tasks' hashes
-- ARGV  1 maximum of the shard, 2... the tasks' ids, in the order of KEYS
-- Reply {expired ids, more ids to evict, how many were evicted}
-- Invariant: the status stays, so that a repeat costs no call; what is not published stays whole,
--   even where the id comes from an earlier life of the task; so does what is of a later format,
--   which merely leaves the indexes, or it would be named again and again.
local now = clock()

-- Written anew, not only shortened: a hash that once held a large value keeps the encoding for
-- large ones, which costs a marker some five times its size.
-- Of its fields stay all but those that a marker can do without: a later version may have more.
local DISPENSABLE = { result = true, doneBy = true, losses = true, workerId = true,
  settlings = true }

local function mark(key)
  local kept = {}
  for _, field in ipairs(redis.call('HKEYS', key)) do
    if not DISPENSABLE[field] then
      kept[#kept + 1] = field
    end
  end
  local values = redis.call('HMGET', key, unpack(kept))
  local expires = redis.call('PTTL', key)
  local marker = {}
  for i = 1, #kept do
    if values[i] then
      marker[#marker + 1] = kept[i]
      marker[#marker + 1] = values[i]
    end
  end
  redis.call('DEL', key)
  redis.call('HSET', key, unpack(marker))
  redis.call('PEXPIRE', key, expires)
end

local evicted = 0
for i = 3, #KEYS do
  if redis.call('ZSCORE', KEYS[2], ARGV[i - 1]) then
    -- First the bytes, then the indexes: where a command is refused on the way, what was not
    -- dropped is still named, and dropped the next time.
    local task = redis.call('HMGET', KEYS[i], 'published', 'v')
    if task[1] and not newer(task[2]) then
      mark(KEYS[i])
      evicted = evicted + 1
    end
    redis.call('ZREM', KEYS[2], ARGV[i - 1])
    redis.call('ZREM', KEYS[1], ARGV[i - 1])
  end
end
local expired = expire(KEYS[1], KEYS[2], now)
return { expired, victims(KEYS[1], KEYS[2], tonumber(ARGV[1])), evicted }
