-- id, lease id, load, term (ms), created (s), nonce memory (ms) -> OK or refusal
local id, lease, load, term, created, memory = unpack(ARGV)

local session = redis.call('HGET', SESSIONS, id)
if not session or string.sub(session, 1, #lease + 1) ~= lease .. ' ' then return 'UNKNOWN_LEASE' end
local refusal = unacceptable(created)
if refusal then return refusal end
consume(memory)
redis.call('ZADD', LEASES, digits(now + term), id)
redis.call('HSET', LOADS, id, load)
return 'OK'
