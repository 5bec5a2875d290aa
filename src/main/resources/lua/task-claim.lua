-- Tries to become the owner of a task.
-- KEYS  1 the task's hash, 2 its shard's uses
-- ARGV  1 id, 2 token of this claim, 3 lease ms, 4 TTL ms, 5 worker id, 6 agent id or ''
-- Reply {'granted', attempts before, losses, cancel 0|1, known before 0|1, kept answer or nil,
--         owners lost while they settled that answer}
--       {'held', ms until that lease ends}
--       {'done', status, result or nil where its bytes were evicted}
--       {'newer', format}
-- Invariant: at most one token is stored, and it is replaced only once its lease has ended;
--   its own claim, repeated after a lost reply, counts nothing again; where an answer is kept, no
--   call is to come, so none is counted, and who is lost meanwhile loses none: that is counted
--   apart, or an answer that kills whoever settles it would go round for ever.
local now, used = clock()
local task = redis.call('HMGET', KEYS[1],
  'status', 'leaseUntil', 'attempts', 'losses', 'cancel', 'result', 'token',
  'answer', 'v', 'settlings')
local status, attempts, losses = task[1], tonumber(task[3] or 0), tonumber(task[4] or 0)
local cancel, answer = task[5] and 1 or 0, task[8]
local coming, settlings = answer and 0 or 1, tonumber(task[10] or 0)

if newer(task[9]) then
  return { 'newer', task[9] }
end
if TERMINAL[status] then
  use(KEYS[2], ARGV[1], used)
  return { 'done', status, task[6] }
end
if task[7] == ARGV[2] then
  -- Even where its lease has ended: nobody took over, and no call has been made.
  redis.call('HSET', KEYS[1], 'leaseUntil', now + ARGV[3], 'updatedAt', now)
  redis.call('PEXPIRE', KEYS[1], math.max(ARGV[3], ARGV[4]))
  return { 'granted', attempts - coming, losses, cancel, 1, answer, settlings }
end
if OWNED[status] then
  local remaining = tonumber(task[2]) - now
  if remaining > 0 then
    return { 'held', remaining }
  end
  -- Lost between two attempts, no call of its owner can be under way or billed unseen.
  if status == 'running' and answer then
    settlings = settlings + 1
    redis.call('HSET', KEYS[1], 'settlings', settlings)
  elseif status == 'running' then
    losses = losses + 1
  end
end
local fields = { 'status', 'running', 'token', ARGV[2], 'leaseUntil', now + ARGV[3],
  'attempts', attempts + coming, 'losses', losses, 'workerId', ARGV[5], 'updatedAt', now }
if ARGV[6] ~= '' then
  append(fields, 'agentId', ARGV[6])
elseif status then
  redis.call('HDEL', KEYS[1], 'agentId')
end
if not (status or task[5] or task[9]) then -- nothing is known of it: see begin
  append(fields, 'v', WRITES)
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('PEXPIRE', KEYS[1], math.max(ARGV[3], ARGV[4]))
return { 'granted', attempts, losses, cancel, status and 1 or 0, answer, settlings }
