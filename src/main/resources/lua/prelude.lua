-- What every script begins with. All keys of a script lie in one hash slot.

-- Redis' own clock: milliseconds, and microseconds for the order of uses.
local function clock()
  local t = redis.call('TIME')
  return t[1] * 1000 + math.floor(t[2] / 1000), t[1] * 1000000 + t[2]
end

local TERMINAL = { completed = true, failed = true, cancelled = true, timeout = true }
local OWNED = { running = true, retrying = true }

-- The formats of a task's hash, field v: the latest that these scripts understand, and the one that
-- they give to what they make. They differ in the first of the two releases that a new format takes.
-- What has a later one than READS is neither read nor changed, for nobody here knows what its fields
-- mean. Where there is no v, it is the first.
local READS = 1
local WRITES = 1

local function newer(version)
  if not version then
    return false
  end
  local number = tonumber(version)
  return not number or number > READS
end

-- Says the format of a task that is not known yet. One that is keeps its own, whoever changes it.
local function begin(key)
  if redis.call('EXISTS', key) == 0 then
    redis.call('HSET', key, 'v', WRITES)
  end
end

-- Adds a field and its value to those of one HSET.
local function append(fields, name, value)
  fields[#fields + 1] = name
  fields[#fields + 1] = value
end

-- How many entries one script looks at beyond its own: more than it can have added,
-- so that a backlog shrinks, and few enough to keep Redis free for others.
local AT_ONCE = 64

-- Enters a key into a shard's indexes. used: microseconds, or nil where it is not evictable.
local function note(expiries, uses, key, expires, used)
  redis.call('ZADD', expiries, expires, key)
  if used then
    redis.call('ZADD', uses, used, key)
  else
    redis.call('ZREM', uses, key)
  end
end

-- Makes an evictable key the most recently used. Best effort: a Redis that is full, and so
-- refuses writes, still answers what it knows.
local function use(uses, key, used)
  redis.pcall('ZADD', uses, 'XX', used, key)
end

-- Takes expired keys out of a shard's indexes and answers them.
local function expire(expiries, uses, now)
  local expired = redis.call('ZRANGEBYSCORE', expiries, '-inf', now, 'LIMIT', 0, AT_ONCE)
  if #expired > 0 then
    redis.call('ZREM', expiries, unpack(expired))
    redis.call('ZREM', uses, unpack(expired))
  end
  return expired
end

-- Answers the least recently used keys beyond the maximum, no more than most. Evicting them is
-- another script's work, since it must name their entries among its KEYS.
local function victims(expiries, uses, max, most)
  local excess = math.min(redis.call('ZCARD', expiries) - max, most or AT_ONCE)
  if excess <= 0 then
    return {}
  end
  return redis.call('ZRANGE', uses, 0, excess - 1)
end

-- Puts the entry of the third key into its shard, for scripts with these keys and arguments:
-- KEYS  1 the shard's expiries, 2 its uses, 3 the entry
-- ARGV  1 maximum of the shard, 2 key, 3 value, 4 TTL ms, 5 evictable 0|1
-- Answers {expired keys, keys to evict}. What is to be evicted has lost its place in the indexes, so
-- that nobody else is told of it; should it not come to the eviction, it ends with its TTL. Two at
-- most, one more than is put, so that what is too much shrinks.
local function put()
  local now, used = clock()
  local expired = expire(KEYS[1], KEYS[2], now)
  redis.call('SET', KEYS[3], ARGV[3], 'PX', ARGV[4])
  note(KEYS[1], KEYS[2], ARGV[2], now + ARGV[4], ARGV[5] == '1' and used or nil)
  local evictable = victims(KEYS[1], KEYS[2], tonumber(ARGV[1]), 2)
  if #evictable > 0 then
    redis.call('ZREM', KEYS[1], unpack(evictable))
    redis.call('ZREM', KEYS[2], unpack(evictable))
  end
  return { expired, evictable }
end
