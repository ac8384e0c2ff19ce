-- hash of the token, key id, public key, most -> OK and record, or refusal
local hash, id, publicKey, most = unpack(ARGV)

local token = redis.call('HGET', TOKENS, hash)
if not token or over(token) then return {'JOIN_TOKEN_REFUSED'} end
if redis.call('HEXISTS', REVOKED, id) == 1 then return {'KEY_REVOKED'} end
if redis.call('HEXISTS', TRUSTED, id) == 1 then return {'KEY_EXISTS'} end
if not roomIn(TRUSTED, most) then return {'TRUST_STORE_FULL'} end

local keyEnds, grant = string.match(token, '^%S+ (%S+) (.*)$')
local record = keyEnds .. ' ' .. publicKey .. ' ' .. grant
redis.call('HDEL', TOKENS, hash)
redis.call('HSET', TRUSTED, id, record)
changed()
return {'OK', record}
