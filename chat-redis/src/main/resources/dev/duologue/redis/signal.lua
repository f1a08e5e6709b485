-- Passes a signal on.
-- ARGV[4]  side
-- ARGV[5]  typing or progress
-- ARGV[6]  received up to this seq
-- ARGV[7]  seen up to this seq
-- Answers: signalled

local record, left = live()
if not record then
  return gone(left)
end
local number, other = tonumber(ARGV[4]), 3 - ARGV[4]
local peer = record[other .. '.node']
if ARGV[5] == 'typing' then
  tell(peer, other, 'typed')
  return answer({'signalled'})
end
local side = number .. '.'
local last, got, seen = tonumber(record.n), tonumber(record[side .. 'got']), tonumber(record[side .. 'seen'])
local now_seen = math.max(seen, math.min(tonumber(ARGV[7]), last))
local now_got = math.max(got, now_seen, math.min(tonumber(ARGV[6]), last))
if now_seen > seen or now_got > got then
  redis.call('HSET', M, side .. 'got', whole(now_got), side .. 'seen', whole(now_seen))
  tell(peer, other, 'progressed', whole(now_got), whole(now_seen))
end
return answer({'signalled'})
