-- id, created (s), nonce memory (ms), log limit -> OK or refusal
local id, created, memory, limit = unpack(ARGV)

local refusal = unacceptable(created)
if refusal then return refusal end
local before = redis.call('HGET', WORKERS, id)
if not before then return 'UNKNOWN_WORKER' end
consume(memory)
local worker = read(before)
if worker.status ~= 'DRAINING' then
  worker.status = 'DRAINING'
  worker.since = digits(now)
  local record = write(worker)
  redis.call('HSET', WORKERS, id, record)
  append(limit, 'DRAINING', id, record)
end
return 'OK'
