-- Stores the terminal outcome and ends the lease.
-- KEYS  1 the task's hash
-- ARGV  1 token, 2 status, 3 agent id or '', 4 attempts, 5 result bytes, 6 TTL ms
-- Reply 1 stored, or stored before by this very token with the same bytes; 0 the lease is lost
-- Invariant: the bytes of a terminal task never change; doneBy keeps the token that stored them,
--   so that a repeat after a lost reply is told from a late write of another owner.
local now = clock()
local task = redis.call('HMGET', KEYS[1], 'token', 'status', 'doneBy')
if task[1] ~= ARGV[1] then
  local repeated = task[3] == ARGV[1] and task[2] == ARGV[2]
    and redis.call('HGET', KEYS[1], 'result') == ARGV[5]
  return repeated and 1 or 0
end
local fields = { 'status', ARGV[2], 'attempts', ARGV[4], 'result', ARGV[5], 'updatedAt', now,
  'doneBy', ARGV[1] }
if ARGV[3] ~= '' then
  append(fields, 'agentId', ARGV[3])
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('HDEL', KEYS[1], 'token', 'leaseUntil', 'cancel', 'outputTokens', 'answer')
redis.call('PEXPIRE', KEYS[1], ARGV[6])
return 1
