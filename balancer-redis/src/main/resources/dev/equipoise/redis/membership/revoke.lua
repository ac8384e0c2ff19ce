-- key id, or empty and worker id and lease id -> ids of the workers taken out
local key, only, lease = unpack(ARGV, 3)
local answer = {}
local function revoke(id)
  remove(id, 'REVOKED')
  table.insert(answer, id)
end

if key ~= '' then
  local sessions = redis.call('HGETALL', SESSIONS)
  for i = 1, #sessions, 2 do
    if string.match(sessions[i + 1], '^%S+ (%S+)') == key then revoke(sessions[i]) end
  end
elseif string.match(redis.call('HGET', SESSIONS, only) or '', '^%S+') == lease then
  revoke(only)
end
return answer
