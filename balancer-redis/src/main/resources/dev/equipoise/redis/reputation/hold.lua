-- replica, term (ms) -> 1 if it has the ownership now, or 0
local owner = redis.call('GET', OWNER)
if owner and owner ~= ARGV[1] then return {'0'} end
redis.call('SET', OWNER, ARGV[1], 'PX', ARGV[2])
return {'1'}
