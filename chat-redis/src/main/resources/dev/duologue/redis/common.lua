-- What all scripts begin with; each of them is this text and its own. Runs on Redis 6.2 and 7, alone or in a Cluster.
--
-- KEYS[1]  the chat's hash, PREFIX{CHAT}:m    a record, or after the end a tombstone
-- KEYS[2]  the chat's sorted set, PREFIX{CHAT}:z    score: key in microseconds; member: <user>\n<client id>\n<text>
-- ARGV[1]  the node that calls
-- ARGV[2]  what the channels of all nodes begin with
-- ARGV[3]  CHAT
--
-- Each answer is a list: first its kind, last a list of the news for watchers on the calling node, which is told in the
-- answer what others are told by its channel. One of three kinds can come instead of what was asked for:
--   unknown                                                     no such chat, or long gone
--   gone, by, reason, at, first link, second link, host         what its tombstone says
--
-- Moments and times are in microseconds by the clock of Redis, exact as a double below 2^53.

local M, Z = KEYS[1], KEYS[2]
local NODE, CHANNELS, CHAT = ARGV[1], ARGV[2], ARGV[3]
local LAST_MOMENT = 9007199254740991
local SECOND = 1000000

local time = redis.call('TIME')
local now = time[1] * SECOND + time[2]
local here = {}

-- A number as text. Lua's own way would round it to 14 digits.
local function whole(number)
  return string.format('%.0f', number)
end

local function after(duration)
  return math.min(now + duration, LAST_MOMENT)
end

-- Tells the watcher of a side, who is on that side's node, if anybody is.
local function tell(node, side, ...)
  if not node or node == '' then
    return
  end
  local news = table.concat({CHAT, side, ...}, '\n')
  if node == NODE then
    here[#here + 1] = news
  else
    redis.call('PUBLISH', CHANNELS .. node, news)
  end
end

local function answer(fields)
  fields[#fields + 1] = here
  return fields
end

local function deadline(record)
  local quiet, lifetime = tonumber(record.quietEnd), tonumber(record.lifeEnd)
  if quiet <= lifetime then
    return quiet, record.quiet
  end
  return lifetime, 'lifetime'
end

-- The keys outlast the deadline, so that it is met as such, but not by much, so that they go if nobody meets it: by a
-- tenth of the time to it and a minute. To move that with every message would cost more than it is worth; it moves once
-- it is off by half.
local function keep(record)
  local at = deadline(record)
  local left = at - now
  local till = at + left / 10 + 60 * SECOND
  if record.till and math.abs(till - record.till) < left / 20 + 30 * SECOND then
    return
  end
  record.till = whole(till)
  redis.call('HSET', M, 'till', record.till)
  redis.call('PEXPIREAT', M, whole(till / 1000))
  redis.call('PEXPIREAT', Z, whole(till / 1000))
end

local function tombstone(of)
  return {of.by, of.reason, of.at, of['1.link'], of['2.link'], of.host}
end

-- Turns the record into a tombstone and tells both sides. The winner is the call that is told that it ended the chat;
-- none where a deadline was met on the way.
local function finish(record, by, reason, winner)
  record.by, record.reason, record.at = by, reason, whole(now)
  redis.call('DEL', M, Z)
  if tonumber(record.tomb) > 0 then
    redis.call('HSET', M, 'by', by, 'reason', reason, 'at', record.at, '1.link', record['1.link'],
      '2.link', record['2.link'], 'host', record.host, 'winner', winner)
    redis.call('PEXPIRE', M, record.tomb)
  end
  local left = tombstone(record)
  tell(record['1.node'], 1, 'ended', unpack(left))
  tell(record['2.node'], 2, 'ended', unpack(left))
end

local function gone(left)
  if not left then
    return answer({'unknown'})
  end
  return answer({'gone', unpack(tombstone(left))})
end

local function table_of(flat)
  local fields = {}
  for i = 1, #flat, 2 do
    fields[flat[i]] = flat[i + 1]
  end
  return fields
end

-- Ends a record past its deadline, and one whose two keys disagree: something took one of them. Gives the reason.
local function meet(record)
  local at, why = deadline(record)
  if at > now then
    why = redis.call('ZCARD', Z) ~= tonumber(record.n) and 'lost'
  end
  if why then
    finish(record, 'server', why, '')
  end
  return why
end

-- The live record; or none, then what is left of it, and whether it ended in this very call.
local function live()
  local flat = redis.call('HGETALL', M)
  if #flat == 0 then
    -- Only if it is there: after any write, also one that changes nothing, Redis lets a script take memory that it has not.
    if redis.call('EXISTS', Z) == 1 then
      redis.call('DEL', Z)
    end
    return nil
  end
  local record = table_of(flat)
  if record.reason then
    return nil, record, false
  end
  if meet(record) then
    return nil, record, true
  end
  return record
end

-- Keys rise above one that was seen elsewhere. That this record knows nothing of it shows that Redis went back in time,
-- as by a failover to a replica that lacked the last writes.
local function stay_above(record, seen)
  if tonumber(seen) > tonumber(record.last) then
    record.last = seen
    record.gen = whole(record.gen + 1)
    return true
  end
  return false
end
