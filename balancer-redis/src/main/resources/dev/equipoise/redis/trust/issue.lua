-- hash, life (ms), end of the key (ms or -), grant, most -> OK or refusal
local hash, life, keyEnds, grant, most = unpack(ARGV)

prune(TOKENS)
if not roomIn(TOKENS, most) then return {'TRUST_STORE_FULL'} end
redis.call('HSET', TOKENS, hash, digits(now + life) .. ' ' .. keyEnds .. ' ' .. grant)
return {'OK'}
