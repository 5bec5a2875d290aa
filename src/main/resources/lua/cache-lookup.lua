-- Looks an answer up, or takes the right to make the call.
-- KEYS  1 the answer, 2 the shard's uses, 3 who makes the call
-- ARGV  1 key, 2 token of this look, 3 lease ms
-- Reply {'hit', value} | {'mine'} | {'inflight', remaining ms}
-- Invariant: at most one unexpired token for a key; its own look, repeated after a lost reply,
--   does not wait for itself.
local _, used = clock()
local value = redis.call('GET', KEYS[1])
if value then
  use(KEYS[2], ARGV[1], used)
  return { 'hit', value }
end
if redis.call('SET', KEYS[3], ARGV[2], 'NX', 'PX', ARGV[3]) then
  return { 'mine' }
end
if redis.call('GET', KEYS[3]) == ARGV[2] then
  redis.call('PEXPIRE', KEYS[3], ARGV[3])
  return { 'mine' }
end
return { 'inflight', redis.call('PTTL', KEYS[3]) }
