-- Reads messages in order.
-- ARGV[4]  the seq after which to begin
-- ARGV[5]  most messages
-- Answers: page, generation, first name, second name, list of members and keys

local record, left = live()
if not record then
  return gone(left)
end
local from = math.min(math.max(0, tonumber(ARGV[4])), LAST_MOMENT)
local messages = redis.call('ZRANGE', Z, whole(from), whole(from + ARGV[5] - 1), 'WITHSCORES')
return answer({'page', record.gen, record['1.name'], record['2.name'], messages})
