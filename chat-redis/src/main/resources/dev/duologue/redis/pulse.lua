-- What moves while a chat goes on.
-- Answers: pulse, highest seq, generation, how often anybody chose to stay, and of each side: invitation, epoch, node, received, seen

local record, left = live()
if not record then
  return gone(left)
end
local fields = {'pulse', record.n, record.gen, record.stays}
for side = 1, 2 do
  for _, name in ipairs({'inv', 'epoch', 'node', 'got', 'seen'}) do
    fields[#fields + 1] = record[side .. '.' .. name]
  end
end
return answer(fields)
