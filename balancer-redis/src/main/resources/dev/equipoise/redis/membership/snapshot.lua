-- Reads only: gateways run it with EVAL_RO, without the right to write or to see a session.
-- 'head' or 'all' -> incarnation, version, position; with 'all' then id and record of each worker
local META, WORKERS, CHANGES = KEYS[1], KEYS[2], KEYS[3]

local last = redis.call('XREVRANGE', CHANGES, '+', '-', 'COUNT', 1)
local answer = {
  redis.call('HGET', META, 'incarnation') or '',
  redis.call('HGET', META, 'version') or '0',
  last[1] and last[1][1] or '0-0'}
if ARGV[1] == 'all' then
  for _, part in ipairs(redis.call('HGETALL', WORKERS)) do table.insert(answer, part) end
end
return answer
