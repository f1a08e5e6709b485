-- Tells that nodes with this pepper are alive. Stands alone, without what the other scripts begin with.
-- KEYS[1]  PREFIXpepper
-- ARGV[1]  fingerprint of the pepper
-- ARGV[2]  for how long, in milliseconds
-- Answers: 1; or 0 if nodes with another pepper are alive

local there = redis.call('GET', KEYS[1])
if there and there ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
