-- id -> 1 if it was barred, else 0
local id = ARGV[3]
local released = redis.call('HDEL', BARRED, id)
if released == 1 and redis.call('HEXISTS', ABSENT, id) == 1 then
  redis.call('ZADD', ABSENCES, digits(now), id)
end
return digits(released)
