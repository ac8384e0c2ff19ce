-- lead (ms), at most -> 1 or 0 (starting) and record of each
local lead, most = unpack(ARGV, 3)
local answer = {}
local function add(id, starting)
  local record = redis.call('HGET', WORKERS, id)
  if record then
    table.insert(answer, starting)
    table.insert(answer, record)
  end
end

local late = redis.call('ZRANGE', LEASES, '-inf', digits(now + tonumber(lead)), 'BYSCORE', 'LIMIT', 0, most)
for _, id in ipairs(late) do add(id, '0') end
for _, id in ipairs(redis.call('SRANDMEMBER', STARTING, most)) do add(id, '1') end
return answer
