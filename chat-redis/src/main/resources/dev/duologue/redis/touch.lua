-- Starts the idle clock anew.
-- ARGV[4]  side
-- Answers: touched, deadline, how long until then, its reason

local record, left = live()
if not record then
  return gone(left)
end
local other = 3 - ARGV[4]
local restarted = record.quiet == 'idle'
if restarted then
  record.quietEnd = whole(after(record.idle))
  redis.call('HSET', M, 'quietEnd', record.quietEnd, 'stays', whole(record.stays + 1))
  keep(record)
end
local at, why = deadline(record)
if restarted then
  tell(record[other .. '.node'], other, 'moved', whole(at), whole(at - now), why)
end
return answer({'touched', whole(at), whole(at - now), why})
