-- Reads only: gateways run it with EVAL_RO, without the right to write.
-- 'all' or a version -> version, whether this is the whole (1 or 0), number of standings, each of them, workers taken out
local STANDINGS, VERSIONS, GONE, BELL = KEYS[1], KEYS[2], KEYS[3], KEYS[4]

local last = redis.call('XREVRANGE', BELL, '+', '-', 'COUNT', 1)[1]
if not last then return {'0', '0', '0'} end
local version, floor, known = string.match(last[1], '^%d+'), tonumber(last[2][2]), tonumber(ARGV[1])
if known == tonumber(version) then return {version, '0', '0'} end

local answer = {version, '0', '0'}
if not known or known < floor or known > tonumber(version) then
  answer[2] = '1'
  local all = redis.call('HGETALL', STANDINGS)
  for i = 2, #all, 2 do table.insert(answer, all[i]) end
else
  for _, worker in ipairs(redis.call('ZRANGE', VERSIONS, '(' .. ARGV[1], '+inf', 'BYSCORE')) do
    table.insert(answer, redis.call('HGET', STANDINGS, worker))
  end
end
answer[3] = string.format('%.0f', #answer - 3)
if answer[2] == '0' then
  for _, worker in ipairs(redis.call('ZRANGE', GONE, '(' .. ARGV[1], '+inf', 'BYSCORE')) do
    table.insert(answer, worker)
  end
end
return answer
