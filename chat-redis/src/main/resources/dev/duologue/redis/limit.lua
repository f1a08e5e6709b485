-- Counts what a client address does, by token buckets that all nodes share. Stands alone, without what the other scripts
-- begin with. Runs on Redis 6.2 and 7, alone or in a Cluster.
-- KEYS[1]  PREFIXlimit:DIGEST    hash: per rate the moment when its bucket is full again (the "theoretical arrival time" of
--                                the generic cell rate algorithm, ITU-T I.371)
-- ARGV[1]  1 to count one more, -1 to take one back
-- ARGV[2…] of each rate: how many times, within how many microseconds
-- Answers: 0 if it was done; else how long to wait, in microseconds, and nothing was counted

local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local step = tonumber(ARGV[1])
local names = {}
for i = 1, (#ARGV - 1) / 2 do
  names[i] = i
end
local kept = redis.pcall('HMGET', KEYS[1], unpack(names))
if kept.err then
  -- Of another type: to count anew is better than to lock an address out for ever.
  redis.call('DEL', KEYS[1])
  kept = {}
end

-- What was kept, which is never further away than a whole bucket, and no number where something else wrote it.
local function moment(written, most)
  local number = tonumber(written or 0)
  if not number or number ~= number then
    return 0
  end
  return math.min(number, most)
end

local wait, last, fields = 0, now, {}
for i, name in ipairs(names) do
  local times, within = tonumber(ARGV[2 * i]), tonumber(ARGV[2 * i + 1])
  -- Rounded down each time, so that parts of a microsecond never cost a whole bucket its last one.
  local full = math.floor(math.max(now, moment(kept[i], now + within)) + step * within / times)
  wait = math.max(wait, full - now - within)
  last = math.max(last, full)
  fields[#fields + 1] = name
  fields[#fields + 1] = string.format('%.0f', full)
end
if step > 0 and wait > 0 then
  return math.ceil(wait)
end
if last <= now then
  redis.call('DEL', KEYS[1])
  return 0
end
redis.call('HSET', KEYS[1], unpack(fields))
redis.call('PEXPIRE', KEYS[1], math.ceil((last - now) / 1000))
return 0
