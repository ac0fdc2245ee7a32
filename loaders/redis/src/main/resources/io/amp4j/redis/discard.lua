-- Deletes staged rows of a batch that never found their place, at most so many, with their index. Gives 1 while there are more.
local staged = KEYS[4]
local kind = redis.call('TYPE', index).ok
if structure ~= 'hash' and structure ~= 'string' and structure ~= 'json' then
  redis.call('UNLINK', staged)
elseif kind == 'list' then
  local keys = redis.call('LRANGE', index, 0, limit - 1)
  for _, key in ipairs(keys) do
    redis.call('UNLINK', staged .. ':' .. key)
  end
  redis.call('LTRIM', index, #keys, -1)
  return redis.call('EXISTS', index)
elseif kind == 'hash' then
  local of = redis.call('HMGET', index, 'before', 'behind', 'count')
  local left = math.max(0, tonumber(of[3]) - limit)
  for i = tonumber(of[3]) - 1, left, -1 do
    redis.call('UNLINK', staged .. ':' .. of[1] .. string.format('%d', i) .. of[2])
  end
  if left > 0 then
    redis.call('HSET', index, 'count', left)
    return 1
  end
end
redis.call('UNLINK', index)
return 0
