-- Counts a shard's entries.
-- KEYS  1 the shard's expiries
-- Reply how many have not expired
-- Invariant: changes nothing.
local now = clock()
return redis.call('ZCOUNT', KEYS[1], '(' .. now, '+inf')
