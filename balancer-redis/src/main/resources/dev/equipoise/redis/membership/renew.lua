-- id, lease id, load, term (ms), rotation (ms), created (s) or empty, nonce memory (ms) -> OK or refusal
local id, lease, load, term, rotation, created, memory = unpack(ARGV, 3)

local held, opened = string.match(redis.call('HGET', SESSIONS, id) or '', '^(%S+) %S+ (%d+)')
if held ~= lease or now - opened > tonumber(rotation) then return 'UNKNOWN_LEASE' end
if created ~= '' then
  local refusal = unacceptable(created)
  if refusal then return refusal end
  consume(memory)
end
redis.call('ZADD', LEASES, digits(now + term), id)
redis.call('HSET', LOADS, id, digits(now) .. ' ' .. load)
if redis.call('HDEL', DOUBTS, id) == 1 then
  local worker = read(redis.call('HGET', WORKERS, id))
  if SUSPECT[worker.kind] then put(id, worker, 'HEARD') end
end
return 'OK'
