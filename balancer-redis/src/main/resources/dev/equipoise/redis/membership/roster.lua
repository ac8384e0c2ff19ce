-- PRESENT, ABSENT, or ONE and its id -> id, record, lease end (ms) or empty, heard and load of each
local which, only = unpack(ARGV, 3)
local answer = {}
local function add(id, record)
  table.insert(answer, id)
  table.insert(answer, record)
  table.insert(answer, redis.call('ZSCORE', LEASES, id) or '')
  table.insert(answer, redis.call('HGET', LOADS, id) or '')
end

if which == 'ONE' then
  local record = redis.call('HGET', WORKERS, only) or redis.call('HGET', ABSENT, only)
  if record then add(only, record) end
else
  local all = redis.call('HGETALL', which == 'PRESENT' and WORKERS or ABSENT)
  for i = 1, #all, 2 do add(all[i], all[i + 1]) end
end
return answer
