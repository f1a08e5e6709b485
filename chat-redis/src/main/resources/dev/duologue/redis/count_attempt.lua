-- Counts an attempt before the code is compared.
-- ARGV[4]   side
-- ARGV[5…]  the wait after the 1st, 2nd … attempt; there is one attempt more than waits
-- Answers: counted, attempts so far, number of the invitation, digest of its code
--          wait, how long
--          locked

local record, left = live()
if not record then
  return gone(left)
end
local side = ARGV[4] .. '.'
local tries = tonumber(record[side .. 'tries'])
local waits = #ARGV - 4
if tries > waits then
  return answer({'locked'})
end
if tries > 0 then
  local wait = ARGV[4 + tries] - math.max(0, now - record[side .. 'triedAt'])
  if wait > 0 then
    return answer({'wait', whole(wait)})
  end
end
redis.call('HSET', M, side .. 'tries', tries + 1, side .. 'triedAt', whole(now))
return answer({'counted', tries + 1, record[side .. 'inv'], record[side .. 'code']})
