-- known version -> nothing if it is still that, or version, number of keys, id and record of each, revoked ids
local version = redis.call('HGET', META, 'version') or '0'
if version == ARGV[1] then return {} end
local answer = {version, digits(redis.call('HLEN', TRUSTED))}
for _, part in ipairs(redis.call('HGETALL', TRUSTED)) do table.insert(answer, part) end
for _, id in ipairs(redis.call('HKEYS', REVOKED)) do table.insert(answer, id) end
return answer
