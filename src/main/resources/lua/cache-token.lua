-- Extends or ends the right to make a call.
-- KEYS  1 who makes the call
-- ARGV  1 token, 2 lease ms, or 0 to end it
-- Reply 1 done, 0 it had ended
-- Invariant: another's token is not touched.
if redis.call('GET', KEYS[1]) ~= ARGV[1] then
  return 0
end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])
