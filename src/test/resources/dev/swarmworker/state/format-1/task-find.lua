-- Looks a task up.
-- KEYS  1 the task's hash, 2 its shard's uses
-- ARGV  1 id
-- Reply {status, agent id or nil, attempts, updatedAt ms, expiresAt ms, result or nil,
--        tokens of the coming answer or nil},
--       or nil where nothing or only a cancellation is known
-- Invariant: changes nothing but the order of uses.
local now, used = clock()
local task = redis.call('HMGET', KEYS[1], 'status', 'agentId', 'attempts', 'updatedAt', 'result',
  'outputTokens')
if not task[1] then
  return false
end
use(KEYS[2], ARGV[1], used)
local expires = now + redis.call('PTTL', KEYS[1])
return { task[1], task[2], task[3], task[4], tostring(expires), task[5] or false,
  task[6] }
