-- term (ms), patience (ms), log limit -> ids of the workers taken out
local term, patience, limit = unpack(ARGV)

born()
local swept = tonumber(redis.call('HGET', META, 'swept') or now)
redis.call('HSET', META, 'swept', digits(now))

if now - swept > tonumber(patience) then
  -- No registry was there to take heartbeats: nobody is to blame for a lease that ended meanwhile.
  for _, id in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
    redis.call('ZADD', LEASES, digits(now + term), id)
  end
  return {}
end

local ended = redis.call('ZRANGE', LEASES, '-inf', digits(now), 'BYSCORE')
for _, id in ipairs(ended) do remove(limit, 'EXPIRED', id) end
return ended
