-- id, or empty for all -> id, record, lease end (ms), load of each
local answer = {}
local function add(id, record)
  table.insert(answer, id)
  table.insert(answer, record)
  table.insert(answer, redis.call('ZSCORE', LEASES, id) or '0')
  table.insert(answer, redis.call('HGET', LOADS, id) or '')
end

if ARGV[1] ~= '' then
  local record = redis.call('HGET', WORKERS, ARGV[1])
  if record then add(ARGV[1], record) end
else
  local all = redis.call('HGETALL', WORKERS)
  for i = 1, #all, 2 do add(all[i], all[i + 1]) end
end
return answer
