-- Begins a chat.
-- ARGV[4]       host digest
-- ARGV[5]       the clocks as they were given, for whoever finds the chat
-- ARGV[6..8]    entry, idle, lifetime
-- ARGV[9]       how long the tombstone stays, in milliseconds
-- ARGV[10..11]  most messages, most bytes
-- ARGV[12..14]  first side: name, digest of the link, digest of the code
-- ARGV[15..17]  second side likewise
-- Answers: created, 1 if the chat is live now, also for the same chat again; 0 if the id is taken

local record, left = live()
if record then
  return answer({'created', record.host == ARGV[4] and 1 or 0})
end
if left then
  return answer({'created', 0})
end

-- What an append reads comes first: a small hash is searched from its beginning.
local fields = {
  'n', '0', 'last', '0', 'gen', '1', 'bytes', '0', 'maxN', ARGV[10], 'maxBytes', ARGV[11],
  'quiet', 'never_entered', 'quietEnd', whole(after(ARGV[6])), 'lifeEnd', whole(after(ARGV[8])), 'idle', ARGV[7],
  'till', '0'}
for side = 1, 2 do
  local own = {'name', ARGV[9 + 3 * side], 'epoch', '0', 'node', '', 'lastId', '', 'got', '0', 'seen', '0'}
  for i = 1, #own, 2 do
    fields[#fields + 1] = side .. '.' .. own[i]
    fields[#fields + 1] = own[i + 1]
  end
end
for side = 1, 2 do
  local own = {
    'inv', '1', 'link', ARGV[10 + 3 * side], 'code', ARGV[11 + 3 * side], 'tries', '0', 'triedAt', '0', 'in', '0',
    'tab', '', 'claim', '', 'token', '', 'genAt', '0', 'rewound', '0', 'returned', '0'}
  for i = 1, #own, 2 do
    fields[#fields + 1] = side .. '.' .. own[i]
    fields[#fields + 1] = own[i + 1]
  end
end
for _, field in ipairs({'host', ARGV[4], 'times', ARGV[5], 'tomb', ARGV[9], 'stays', '0'}) do
  fields[#fields + 1] = field
end
redis.call('HSET', M, unpack(fields))
keep(table_of(fields))
return answer({'created', 1})
