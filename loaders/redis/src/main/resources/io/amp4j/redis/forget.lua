-- Takes a batch from the list of batches, unless another attempt has taken its place.
local owner = redis.call('HGET', KEYS[4], id)
local mark = string.sub(name, #id + 2) .. ' '
if owner and string.sub(owner, 1, #mark) == mark then
  redis.call('HDEL', KEYS[4], id)
end
return 0
