-- replica -> nothing
if redis.call('GET', OWNER) == ARGV[1] then redis.call('DEL', OWNER) end
return {}
