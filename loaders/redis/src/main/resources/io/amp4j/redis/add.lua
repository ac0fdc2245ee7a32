-- Adds members: key, member and, in a sorted set, score.
local width = structure == 'sorted-set' and 3 or 2
for i = 6, #ARGV, width do
  add(ARGV[i], ARGV[i + 1], width == 3 and ARGV[i + 2])
end
return 0
