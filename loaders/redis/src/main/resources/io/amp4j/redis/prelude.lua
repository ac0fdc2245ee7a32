-- A job that was replaced while its script was under way does nothing.
if redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[1] then
  return redis.error_reply('FENCED a newer job holds the stream')
end
local structure, id, name, limit = ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local index, held = KEYS[2], KEYS[3]

-- Who holds a member beside the first, as "holder=score holder=score"; the first one's name is "?" where it was not noted.
local function holders(text)
  local list = {}
  for holder, score in string.gmatch(text or '', '(%S+)=(%S*)') do
    list[#list + 1] = {holder, score}
  end
  return list
end

local function joined(list)
  local parts = {}
  for i, holder in ipairs(list) do
    parts[i] = holder[1] .. '=' .. holder[2]
  end
  return table.concat(parts, ' ')
end

-- Adds a member for a batch. Where another batch holds it already, both are noted.
local function add(key, member, score)
  local entry = #key .. ':' .. key .. member
  local first = redis.call('SADD', index, entry) == 1
  local noted = redis.call('HGET', held, entry)
  if first then
    local before = structure == 'sorted-set' and redis.call('ZSCORE', key, member)
      or structure == 'set' and redis.call('SISMEMBER', key, member) == 1 and ''
    if before then
      noted = (noted or '?=' .. before) .. ' ' .. name .. '=' .. (score or '')
      redis.call('HSET', held, entry, noted)
    end
  elseif noted then
    local list = holders(noted)
    for _, holder in ipairs(list) do
      if holder[1] == name then
        holder[2] = score or ''
      end
    end
    redis.call('HSET', held, entry, joined(list))
  end
  if structure == 'sorted-set' then
    redis.call('ZADD', key, score, member)
  else
    redis.call('SADD', key, member)
  end
end
