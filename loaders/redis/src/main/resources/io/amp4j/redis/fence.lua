-- Transactions watch this hash: what was sent before and comes now is not executed.
return redis.call('HINCRBY', KEYS[1], 'fence', 1)
