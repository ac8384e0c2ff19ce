-- term, patience, grace, preservation, absence (ms), share, least, then id and call result of each who was called
-- -> preserving (1 or 0), overdue, then ids of the workers taken out
local term, patience, grace, preservation, absence, share, least = unpack(ARGV, 3, 9)
term, patience, grace, preservation, share, least =
  tonumber(term), tonumber(patience), tonumber(grace), tonumber(preservation), tonumber(share), tonumber(least)

born()
for _, id in ipairs(redis.call('ZRANGE', ABSENCES, '-inf', digits(now - absence), 'BYSCORE', 'LIMIT', 0, 100)) do
  forget(id)
end

local swept = tonumber(redis.call('HGET', META, 'swept') or now)
redis.call('HSET', META, 'swept', digits(now))
if now - swept > patience then
  -- No registry was there to take heartbeats: nobody is to blame for a lease that ended meanwhile.
  for _, id in ipairs(redis.call('ZRANGE', LEASES, 0, -1)) do
    redis.call('ZADD', LEASES, digits(now + term), id)
  end
  return {'0', '0'}
end

local lost = {}
for i = 10, #ARGV, 2 do
  local id, result = ARGV[i], ARGV[i + 1]
  local ends = tonumber(redis.call('ZSCORE', LEASES, id) or 'inf')
  if ends < math.huge and now - heard(id) >= patience then
    local worker = read(redis.call('HGET', WORKERS, id))
    if worker.kind ~= 'STARTED' and worker.kind ~= 'DRAINING' then doubtful(id, worker, 'UNHEARD') end
  end
  if ends <= now then
    local silent = now - heard(id)
    if result == 'ANSWERED' and silent < term + grace then
      redis.call('ZADD', LEASES, digits(now + patience), id)
    else
      table.insert(lost, {id = id, certain = result == 'REFUSED' or silent > preservation})
    end
  end
end

-- How many expired within a term since the first of them.
local window, expired = redis.call('HGET', META, 'window'), tonumber(redis.call('HGET', META, 'expired') or 0)
if expired == 0 or now - window > term then
  expired = 0
  redis.call('HSET', META, 'window', digits(now))
end

local ended = redis.call('ZCOUNT', LEASES, '-inf', digits(now))
local members = redis.call('HLEN', WORKERS) + expired
local preserving = ended + expired > least and ended + expired > share * members
local quota = math.max(least, math.floor(share * members)) - expired
local answer = {preserving and '1' or '0', '0'}
for _, one in ipairs(lost) do
  if quota > 0 and (one.certain or not preserving) then
    remove(one.id, 'EXPIRED')
    table.insert(answer, one.id)
    quota = quota - 1
  end
end
redis.call('HSET', META, 'expired', expired + #answer - 2)
answer[2] = digits(ended - (#answer - 2))
return answer
