-- Takes a seat.
-- ARGV[4]   side
-- ARGV[5]   proof: code or token
-- ARGV[6]   number of the invitation whose code it was, or digest of the seat token
-- ARGV[7]   digest of the new seat token, for a proof by code
-- ARGV[8]   id of this claim
-- ARGV[9]   tab
-- ARGV[10]  1 to take the seat from another tab
-- ARGV[11]  the highest key that the caller knows of
-- Answers: claimed, epoch, 1 if the generation rose, 1 if the side was in before, now, all fields of the hash
--          taken, node that holds the seat, epoch
--          replaced    another invitation or token is valid now

local record, left = live()
if not record then
  return gone(left)
end
local number, other = tonumber(ARGV[4]), 3 - ARGV[4]
local side, peer = number .. '.', other .. '.'
local by_code = ARGV[5] == 'code'

if by_code and ARGV[6] ~= record[side .. 'inv'] then
  return answer({'replaced'})
end
if not by_code and (ARGV[6] ~= record[side .. 'token'] or ARGV[6] == '') then
  return answer({'replaced'})
end

local function claimed(rewound, returned)
  return answer({'claimed', record[side .. 'epoch'], rewound, returned, whole(now), redis.call('HGETALL', M)})
end

local holder = record[side .. 'node']
if record[side .. 'claim'] == ARGV[8] then
  -- The same claim again. A seat that was left meanwhile stays free.
  if holder ~= '' and holder ~= NODE then
    redis.call('HSET', M, side .. 'node', NODE)
  end
  return claimed(record[side .. 'rewound'], record[side .. 'returned'])
end
if by_code then
  redis.call('HSET', M, side .. 'tries', '0')
end
if holder ~= '' and record[side .. 'claim'] ~= '' and record[side .. 'tab'] ~= ARGV[9] and ARGV[10] ~= '1' then
  return answer({'taken', holder, record[side .. 'epoch']})
end

local returned = record[side .. 'in']
local generation_before = tonumber(returned == '1' and record[side .. 'genAt'] or record.gen)
stay_above(record, ARGV[11])
local rewound = tonumber(record.gen) > generation_before and '1' or '0'
record[side .. 'epoch'] = whole(record[side .. 'epoch'] + 1)
redis.call('HSET', M, 'last', record.last, 'gen', record.gen, side .. 'epoch', record[side .. 'epoch'],
  side .. 'node', NODE, side .. 'tab', ARGV[9], side .. 'claim', ARGV[8], side .. 'in', '1',
  side .. 'genAt', record.gen, side .. 'rewound', rewound, side .. 'returned', returned)
if by_code then
  redis.call('HSET', M, side .. 'token', ARGV[7])
end
if returned == '0' and record[peer .. 'in'] == '1' then
  record.quiet, record.quietEnd = 'idle', whole(after(record.idle))
  redis.call('HSET', M, 'quiet', record.quiet, 'quietEnd', record.quietEnd)
  keep(record)
end
tell(holder, number, 'displaced', record[side .. 'epoch'], 'taken_over')
tell(record[peer .. 'node'], other, 'presence', record[side .. 'epoch'], '1', NODE)
return claimed(rewound, returned)
