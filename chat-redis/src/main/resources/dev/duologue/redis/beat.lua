-- Tells that nodes with this pepper are alive. Stands alone, without what the other scripts begin with.
-- KEYS[1]  PREFIXpepper
-- ARGV[1]  fingerprint of the pepper
-- ARGV[2]  for how long, in milliseconds
-- Answers: 1; or 0 if nodes with another pepper are alive

local there = redis.pcall('GET', KEYS[1])
if type(there) == 'table' then
  -- Of another type: nobody's fingerprint, and not to stop all nodes. SET takes its place.
  there = false
end
if there and there ~= ARGV[1] then
  return 0
end
-- Lasting longer takes no memory, so that a Redis which has none left knows who is alive.
if not there or redis.call('PEXPIRE', KEYS[1], ARGV[2]) == 0 then
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
end
return 1
