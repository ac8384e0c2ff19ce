-- id, address, claims, session, term (ms), created (s), nonce memory (ms), max workers, log limit -> epoch or refusal
local id, address, claims, session, term, created, memory, most, limit = unpack(ARGV)

local refusal = unacceptable(created)
if refusal then return refusal end

local sequence
local before = redis.call('HGET', WORKERS, id)
if before then
  local worker = read(before)
  local ends = tonumber(redis.call('ZSCORE', LEASES, id) or 0)
  if worker.address ~= address and ends > now then return 'ADDRESS_CONFLICT ' .. digits(ends - now) end
  sequence = worker.sequence
elseif redis.call('HLEN', WORKERS) >= tonumber(most) then
  return 'FLEET_FULL'
end
consume(memory)

-- A hybrid clock: grows even where a failover lost the last increments.
local epoch = digits(math.max(tonumber(redis.call('HGET', META, 'epoch') or 0) + 1, micros))
redis.call('HSET', META, 'epoch', epoch)

local record = write({
  status = 'UP', sequence = sequence or epoch, epoch = epoch, since = digits(now), address = address, claims = claims})
redis.call('HSET', WORKERS, id, record)
redis.call('HSET', SESSIONS, id, session)
redis.call('HDEL', LOADS, id)
redis.call('ZADD', LEASES, digits(now + term), id)
append(limit, 'JOINED', id, record)
return epoch
