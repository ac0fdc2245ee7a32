-- Gives staged rows of a batch their place, at most so many. Gives 1 while there are more.
local staged, offset, target = KEYS[4], tonumber(ARGV[6]), ARGV[7]

local function rename(key)
  if redis.call('EXISTS', staged .. ':' .. key) == 1 then
    redis.call('RENAME', staged .. ':' .. key, key)
  end
end

local function keys()
  if redis.call('TYPE', index).ok == 'list' then
    local listed = redis.call('LRANGE', index, offset, offset + limit - 1)
    for _, key in ipairs(listed) do
      rename(key)
    end
    return #listed == limit and 1 or 0
  end
  local of = redis.call('HMGET', index, 'before', 'behind', 'count')
  local count = tonumber(of[3] or '0')
  for i = offset, math.min(offset + limit, count) - 1 do
    rename(of[1] .. string.format('%d', i) .. of[2])
  end
  return offset + limit < count and 1 or 0
end

local function entries()
  local found = redis.call('XRANGE', staged, '-', '+', 'COUNT', limit)
  for _, entry in ipairs(found) do
    local at = redis.call('XADD', target, '*', unpack(entry[2]))
    redis.call('HSETNX', index, 'first', at)
    redis.call('HSET', index, 'last', at, 'key', target)
    redis.call('XDEL', staged, entry[1])
  end
  if #found < limit then
    redis.call('UNLINK', staged)
    return 0
  end
  return 1
end

local function elements()
  local moved = redis.call('LPOP', staged, limit)
  for _, element in ipairs(moved or {}) do
    redis.call('RPUSH', target, element)
  end
  if moved and #moved > 0 then
    redis.call('HSET', index, 'key', target)
    redis.call('HINCRBY', index, 'count', #moved)
  end
  return redis.call('EXISTS', staged)
end

local function members()
  local width = structure == 'sorted-set' and 3 or 2
  local popped = redis.call('LPOP', staged, limit * width)
  for i = 1, #(popped or {}), width do
    add(popped[i], popped[i + 1], width == 3 and popped[i + 2])
  end
  return redis.call('EXISTS', staged)
end

if structure == 'stream' then
  return entries()
elseif structure == 'list' then
  return elements()
elseif structure == 'set' or structure == 'sorted-set' then
  return members()
end
return keys()
