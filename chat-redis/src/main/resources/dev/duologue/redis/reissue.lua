-- Replaces an invitation.
-- ARGV[4]  side
-- ARGV[5]  digest of the new link
-- ARGV[6]  digest of the new code
-- Answers: live, now, all fields of the hash

local record, left = live()
if not record then
  return gone(left)
end
local number, other = tonumber(ARGV[4]), 3 - ARGV[4]
local side = number .. '.'
if record[side .. 'link'] ~= ARGV[5] or record[side .. 'code'] ~= ARGV[6] then
  local holder = record[side .. 'node']
  local epoch = whole(record[side .. 'epoch'] + 1)
  redis.call('HSET', M, side .. 'link', ARGV[5], side .. 'code', ARGV[6], side .. 'inv', whole(record[side .. 'inv'] + 1),
    side .. 'tries', '0', side .. 'epoch', epoch, side .. 'node', '', side .. 'token', '', side .. 'claim', '')
  if holder ~= '' then
    tell(holder, number, 'displaced', epoch, 'invitation_replaced')
    -- With the new epoch: a peer who knows the old one as taken drops nothing above it.
    tell(record[other .. '.node'], other, 'presence', epoch, '0', '')
  end
end
return answer({'live', whole(now), redis.call('HGETALL', M)})
