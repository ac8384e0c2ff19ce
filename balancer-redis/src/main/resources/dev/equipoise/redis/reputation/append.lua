-- most facts, most ids, memory of ids (ms), hash before the first of these, then id, hash and text of each
-- -> TAKEN; or STALE, the hash of the last fact and those ids that are known, and nothing was taken
local most, mostIds, memory, before = unpack(ARGV, 1, 4)

local last = redis.call('XREVRANGE', LOG, '+', '-', 'COUNT', 1)[1]
local stale = {'STALE', last and last[2][2] or string.rep('0', 64)}
for i = 5, #ARGV, 3 do
  if redis.call('ZSCORE', IDS, ARGV[i]) then table.insert(stale, ARGV[i]) end
end
if #stale > 2 or stale[2] ~= before then return stale end

for i = 5, #ARGV, 3 do
  redis.call('XADD', LOG, 'MAXLEN', '~', most, '*', 'hash', ARGV[i + 1], 'text', ARGV[i + 2])
  redis.call('ZADD', IDS, digits(now), ARGV[i])
end
redis.call('ZREMRANGEBYSCORE', IDS, '-inf', digits(now - memory))
redis.call('ZREMRANGEBYRANK', IDS, 0, -1 - mostIds)
return {'TAKEN'}
