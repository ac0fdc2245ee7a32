-- Deletes rows of a batch, at most so many, by its index. Gives 1 while there are more.
local function owner(key)
  local value
  if structure == 'hash' then
    value = redis.pcall('HGET', key, '_amp_batch_id')
  elseif structure == 'string' then
    value = redis.pcall('GETRANGE', key, -18, -1)
    value = type(value) == 'string' and string.sub(value, 1, 16)
  elseif structure == 'json' then
    value = redis.pcall('JSON.GET', key, '$._amp_batch_id')
    value = type(value) == 'string' and string.sub(value, 3, 18)
  end
  return value
end

-- Rows whose keys are listed. A row that another load has replaced since is that one's.
local function listed()
  local keys = redis.call('LRANGE', index, 0, limit - 1)
  for _, key in ipairs(keys) do
    if id == '*' or owner(key) == id then
      redis.call('UNLINK', key)
    end
  end
  redis.call('LTRIM', index, #keys, -1)
  return redis.call('EXISTS', index)
end

-- Rows whose keys follow from their number.
local function counted()
  local of = redis.call('HMGET', index, 'before', 'behind', 'count')
  local count = tonumber(of[3])
  local left = math.max(0, count - limit)
  for i = count - 1, left, -1 do
    redis.call('UNLINK', of[1] .. string.format('%d', i) .. of[2])
  end
  if left == 0 then
    redis.call('UNLINK', index)
    return 0
  end
  redis.call('HSET', index, 'count', left)
  return 1
end

-- Entries of a stream between the batch's first and last; others may stand among them.
local function entries()
  local of = redis.call('HMGET', index, 'key', 'first', 'last')
  local found = redis.call('XRANGE', of[1], of[2], of[3], 'COUNT', limit)
  for _, entry in ipairs(found) do
    local fields = entry[2]
    for i = #fields - 1, 1, -2 do
      if fields[i] == '_amp_batch_id' then
        if fields[i + 1] == id then
          redis.call('XDEL', of[1], entry[1])
        end
        break
      end
    end
  end
  if #found < limit then
    redis.call('UNLINK', index)
    return 0
  end
  redis.call('HSET', index, 'first', '(' .. found[#found][1])
  return 1
end

-- Elements of a list, from its tail, where the newest are; those of others are put back in their order.
local function elements()
  local of = redis.call('HMGET', index, 'key', 'count')
  local key, left, removed, kept = of[1], tonumber(of[2]), 0, {}
  local mark = '"_amp_batch_id":"' .. id .. '"}'
  while left > 0 and removed < limit do
    local part = redis.call('LRANGE', key, -500, -1)
    if #part == 0 then
      left = 0
    else
      redis.call('LTRIM', key, 0, -#part - 1)
      for i = #part, 1, -1 do
        if left > 0 and string.sub(part[i], -#mark) == mark then
          left = left - 1
          removed = removed + 1
        else
          kept[#kept + 1] = part[i]
        end
      end
    end
  end
  for i = #kept, 1, -1 do
    redis.call('RPUSH', key, kept[i])
  end
  if left <= 0 then
    redis.call('UNLINK', index)
    return 0
  end
  redis.call('HSET', index, 'count', left)
  return 1
end

-- Takes the batch from among a member's holders. The member goes with the last of them; else it has the score of the newest that is left.
local function release(key, member, entry)
  local list = holders(redis.call('HGET', held, entry))
  local gone
  for i, holder in ipairs(list) do
    if holder[1] == name then
      gone = i
    end
  end
  table.remove(list, gone or 1)
  if #list == 0 then
    redis.call('HDEL', held, entry)
    redis.call(structure == 'sorted-set' and 'ZREM' or 'SREM', key, member)
    return
  end
  if structure == 'sorted-set' then
    redis.call('ZADD', key, list[#list][2], member)
  end
  if #list == 1 then
    redis.call('HDEL', held, entry)
  else
    redis.call('HSET', held, entry, joined(list))
  end
end

local function members()
  for _, entry in ipairs(redis.call('SPOP', index, limit)) do
    local colon = string.find(entry, ':', 1, true)
    local length = tonumber(string.sub(entry, 1, colon - 1))
    release(string.sub(entry, colon + 1, colon + length), string.sub(entry, colon + length + 1), entry)
  end
  return redis.call('EXISTS', index)
end

local kind = redis.call('TYPE', index).ok
if kind == 'list' then
  return listed()
elseif kind == 'set' then
  return members()
elseif kind == 'hash' then
  if redis.call('HEXISTS', index, 'before') == 1 then
    return counted()
  elseif redis.call('HEXISTS', index, 'first') == 1 then
    return entries()
  elseif redis.call('HEXISTS', index, 'count') == 1 then
    return elements()
  end
  redis.call('UNLINK', index)
end
return 0
