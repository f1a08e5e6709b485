-- Looks at a chat.
-- Answers: live, now, all fields of the hash as a list of names and values

local record, left = live()
if not record then
  return gone(left)
end
return answer({'live', whole(now), redis.call('HGETALL', M)})
