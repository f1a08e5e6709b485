-- Appends a message. The one script that runs with every message, so it reads only the fields that it needs.
-- ARGV[4]  side
-- ARGV[5]  epoch of the sender's seat
-- ARGV[6]  the highest key that the sender's seat knows of
-- ARGV[7]  client id
-- ARGV[8]  text
-- Answers: appended, seq, key, generation, 1 if it was there before, the sender's name,
--            where the other side is: '' nowhere, 'here' on the calling node (which tells it), 'there' (told)
--          fenced, invitation, epoch, 1 if that seat is taken, received, seen
--          reused    the id of the side's last message with another text
--          full

local number, other = tonumber(ARGV[4]), 3 - ARGV[4]
local side = number .. '.'
local got = redis.call('HMGET', M, 'n', 'last', 'gen', 'bytes', 'maxN', 'maxBytes', 'quiet', 'quietEnd', 'lifeEnd',
  'idle', 'till', side .. 'name', side .. 'epoch', side .. 'node', side .. 'lastId', other .. '.node')
if not got[1] then
  local _, left = live()
  return gone(left)
end
local record = {n = got[1], last = got[2], gen = got[3], bytes = got[4], quiet = got[7], quietEnd = got[8],
  lifeEnd = got[9], till = got[11]}
local count, max_count, bytes, max_bytes = tonumber(got[1]), tonumber(got[5]), tonumber(got[4]), tonumber(got[6])
local idle, name, epoch, node, last_id, peer = got[10], got[12], got[13], got[14], got[15], got[16]

if deadline(record) <= now then
  local _, left = live()
  return gone(left)
end
if epoch ~= ARGV[5] or node == '' then
  local seat = redis.call('HMGET', M, side .. 'inv', side .. 'got', side .. 'seen')
  return answer({'fenced', seat[1], epoch, node == '' and 0 or 1, seat[2], seat[3]})
end

local member = name .. '\n' .. ARGV[7] .. '\n' .. ARGV[8]
local where = peer == '' and '' or peer == NODE and 'here' or 'there'

local function repeated(score)
  -- As a score, Redis may write it with an exponent.
  return answer({'appended', redis.call('ZRANK', Z, member) + 1, whole(tonumber(score)), record.gen, 1, name, where})
end

local key = math.max(now, math.max(record.last, ARGV[6]) + 1)
local full = count >= max_count or #ARGV[8] > max_bytes - bytes or key > LAST_MOMENT
if full or ARGV[7] == last_id then
  local score = redis.call('ZSCORE', Z, member)
  if score then
    return repeated(score)
  end
  return answer({ARGV[7] == last_id and 'reused' or 'full'})
end

local before = record.last
local rose = stay_above(record, ARGV[6])
key = whole(key)
-- NX: a member that is there would move.
if redis.call('ZADD', Z, 'NX', key, member) == 0 then
  if rose then
    record.last, record.gen = before, got[3]
  end
  return repeated(redis.call('ZSCORE', Z, member))
end

local seq = whole(count + 1)
if record.quiet == 'idle' then
  record.quietEnd = whole(after(idle))
end
redis.call('HSET', M, 'n', seq, 'last', key, 'gen', record.gen, 'bytes', whole(bytes + #ARGV[8]),
  'quietEnd', record.quietEnd, side .. 'lastId', ARGV[7])
if count == 0 then
  redis.call('PEXPIREAT', Z, whole(record.till / 1000))
end
keep(record)
if redis.call('ZCARD', Z) ~= count + 1 then
  local _, left = live()
  return gone(left)
end
if where == 'there' then
  tell(peer, other, 'arrived', seq, key, record.gen, ARGV[7], ARGV[8])
end
return answer({'appended', seq, key, record.gen, 0, name, where})
