-- Ends a chat, or asks whether its deadline has passed.
-- ARGV[4]  id of this call, so that made again it wins again
-- ARGV[5]  by; empty to end it only past its deadline
-- ARGV[6]  reason
-- Answers: ended, 1 for the one call that wins, and what the tombstone says, as after gone
--          waiting, deadline, how long until then, its reason

local record, left, just_now = live()
if record then
  if ARGV[5] == '' then
    local at, why = deadline(record)
    return answer({'waiting', whole(at), whole(at - now), why})
  end
  finish(record, ARGV[5], ARGV[6], ARGV[4])
  return answer({'ended', 1, unpack(tombstone(record))})
end
if not left then
  return gone(nil)
end
local won = just_now or left.winner == '' or left.winner == ARGV[4]
if won and redis.call('EXISTS', M) == 1 then
  -- There is none any more; but without memory Redis takes the next write only from a script that has written.
  redis.call('DEL', Z)
  redis.call('HSET', M, 'winner', ARGV[4])
end
return answer({'ended', won and 1 or 0, unpack(tombstone(left))})
