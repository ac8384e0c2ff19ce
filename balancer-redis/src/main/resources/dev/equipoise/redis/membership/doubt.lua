-- id, epoch, kind, witness, term (ms), shortest (ms), created (s) or empty, nonce memory (ms) -> OK or refusal
local id, epoch, kind, witness, term, shortest, created, memory = unpack(ARGV, 3)
local MOST_WITNESSES = 3

if created ~= '' then
  local refusal = unacceptable(created)
  if refusal then return refusal end
end
local before = redis.call('HGET', WORKERS, id)
if not before then return 'UNKNOWN_WORKER' end
if created ~= '' then consume(memory) end
local worker = read(before)
if worker.epoch ~= epoch or worker.kind == 'STARTED' or worker.kind == 'DRAINING' then return 'OK' end

doubtful(id, worker, kind)
local witnesses = redis.call('HGET', DOUBTS, id)
if not string.find(witnesses, ' ' .. witness .. ' ', 1, true) then
  witnesses = (witnesses == '' and ' ' or witnesses) .. witness .. ' '
end
local _, count = string.gsub(witnesses, '%S+', '')
if count <= MOST_WITNESSES then redis.call('HSET', DOUBTS, id, witnesses) end
count = math.min(count, MOST_WITNESSES)

-- Lifeguard (arXiv 1707.00788), counted from the last heartbeat.
local timeout = term - (term - shortest) * math.log(count + 1) / math.log(MOST_WITNESSES + 1)
local ends = heard(id) + math.floor(timeout)
if ends < tonumber(redis.call('ZSCORE', LEASES, id)) then redis.call('ZADD', LEASES, digits(ends), id) end
return 'OK'
