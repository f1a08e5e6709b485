-- Leaves a seat.
-- ARGV[4]  side
-- ARGV[5]  the epoch under which the seat must have been taken; empty for any
-- ARGV[6]  the node that must hold it; empty for any
-- Answers: released, 1 if the seat was taken so and is free now, also for the same release by epoch again

local record, left = live()
if not record then
  return gone(left)
end
local number, other = tonumber(ARGV[4]), 3 - ARGV[4]
local side = number .. '.'
local holder, epoch = record[side .. 'node'], record[side .. 'epoch']
if (ARGV[5] ~= '' and ARGV[5] ~= epoch) or record[side .. 'claim'] == '' then
  return answer({'released', 0})
end
if ARGV[6] ~= '' and ARGV[6] ~= holder then
  return answer({'released', 0})
end
if holder ~= '' then
  redis.call('HSET', M, side .. 'node', '')
  tell(record[other .. '.node'], other, 'presence', epoch, '0', '')
end
return answer({'released', 1})
