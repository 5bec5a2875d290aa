-- Tells how large entries are.
-- KEYS  the entries
-- Reply the bytes of each, -1 where there is none
-- Invariant: changes nothing.
local sizes = {}
for i = 1, #KEYS do
  sizes[i] = redis.call('EXISTS', KEYS[i]) == 1 and redis.call('STRLEN', KEYS[i]) or -1
end
return sizes
