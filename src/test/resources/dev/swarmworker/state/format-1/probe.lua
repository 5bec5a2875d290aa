-- Writes, to see whether writes are taken.
-- KEYS  1 anything of no other use
-- Reply 1
-- Invariant: nothing but that key, which ends by itself.
redis.call('SET', KEYS[1], '1', 'PX', 60000)
return 1
