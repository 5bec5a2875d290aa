-- Reads an entry and makes it the most recently used.
-- KEYS  1 the entry, 2 the shard's uses
-- ARGV  1 key
-- Reply the value or nil
-- Invariant: reading does not extend the TTL.
local _, used = clock()
local value = redis.call('GET', KEYS[1])
if value then
  use(KEYS[2], ARGV[1], used)
end
return value
