-- most standings, most gone, number of changed, worker and record of each, then workers to take out -> OK, or FULL
local most, mostGone, changed = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local outs = 4 + 2 * changed

local left, added = {}, 0
for i = outs, #ARGV do
  if redis.call('HEXISTS', STANDINGS, ARGV[i]) == 1 then table.insert(left, ARGV[i]) end
end
for i = 4, outs - 1, 2 do added = added + 1 - redis.call('HEXISTS', STANDINGS, ARGV[i]) end
if added > #left and redis.call('HLEN', STANDINGS) + added - #left > most then return {'FULL'} end
if changed == 0 and #left == 0 then return {'OK'} end

-- The bell is a stream of one entry: its id is the version, so that whoever reads behind a version wakes up at the next;
-- its field is the floor, behind which every change is known. A hybrid clock: another life of the store begins higher.
local last = redis.call('XREVRANGE', BELL, '+', '-', 'COUNT', 1)[1]
local before = last and tonumber(string.match(last[1], '^%d+')) or 0
local version = digits(math.max(before + 1, micros))
local floor = last and last[2][2] or version

for i = 4, outs - 1, 2 do
  redis.call('HSET', STANDINGS, ARGV[i], ARGV[i + 1])
  redis.call('ZADD', VERSIONS, version, ARGV[i])
  redis.call('ZREM', GONE, ARGV[i])
end
for _, worker in ipairs(left) do
  redis.call('HDEL', STANDINGS, worker)
  redis.call('ZREM', VERSIONS, worker)
  redis.call('ZADD', GONE, version, worker)
end
local surplus = redis.call('ZCARD', GONE) - mostGone
if surplus > 0 then
  local forgotten = redis.call('ZPOPMIN', GONE, surplus)
  floor = forgotten[#forgotten]
end
redis.call('XADD', BELL, 'MAXLEN', 1, version .. '-0', 'floor', floor)
return {'OK'}
