-- id, created (s), nonce memory (ms) -> OK or refusal
local id, created, memory = unpack(ARGV, 3)

local refusal = unacceptable(created)
if refusal then return refusal end
if redis.call('HEXISTS', WORKERS, id) == 0 then return 'UNKNOWN_WORKER' end
consume(memory)
remove(id, 'LEFT')
return 'OK'
