-- id, created (s) or empty for an operator, nonce memory (ms) -> OK or refusal
local id, created, memory = unpack(ARGV, 3)

if created ~= '' then
  local refusal = unacceptable(created)
  if refusal then return refusal end
end
local before = redis.call('HGET', WORKERS, id)
if not before then return 'UNKNOWN_WORKER' end
if created ~= '' then consume(memory) end
local worker = read(before)
if worker.kind ~= 'DRAINING' then
  redis.call('SREM', STARTING, id)
  put(id, worker, 'DRAINING')
end
return 'OK'
