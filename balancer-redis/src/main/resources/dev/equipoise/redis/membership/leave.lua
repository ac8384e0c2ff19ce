-- id, created (s), nonce memory (ms), log limit -> OK or refusal
local id, created, memory, limit = unpack(ARGV)

local refusal = unacceptable(created)
if refusal then return refusal end
if redis.call('HEXISTS', WORKERS, id) == 0 then return 'UNKNOWN_WORKER' end
consume(memory)
remove(limit, 'LEFT', id)
return 'OK'
