-- -> incarnation, version, position, then id and record of each worker
local last = redis.call('XREVRANGE', CHANGES, '+', '-', 'COUNT', 1)
local answer = {
  redis.call('HGET', META, 'incarnation') or '',
  redis.call('HGET', META, 'version') or '0',
  last[1] and last[1][1] or '0-0'}
for _, part in ipairs(redis.call('HGETALL', WORKERS)) do table.insert(answer, part) end
return answer
