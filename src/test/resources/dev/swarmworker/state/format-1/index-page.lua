-- Gives some of a shard's entries.
-- KEYS  1 the shard's expiries
-- ARGV  1 cursor, '0' to begin, 2 about how many
-- Reply {next cursor, '0' at the end, {key, remaining ms, ...}}
-- Invariant: changes nothing.
local now = clock()
local scan = redis.call('ZSCAN', KEYS[1], ARGV[1], 'COUNT', ARGV[2])
local live = {}
for i = 1, #scan[2], 2 do
  local remaining = tonumber(scan[2][i + 1]) - now
  if remaining > 0 then
    live[#live + 1] = scan[2][i]
    live[#live + 1] = remaining
  end
end
return { scan[1], live }
