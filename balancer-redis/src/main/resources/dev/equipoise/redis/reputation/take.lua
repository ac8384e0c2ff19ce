-- most -> reports, the oldest first, which are in the inbox no more
local answer = {}
for _, entry in ipairs(redis.call('XRANGE', INBOX, '-', '+', 'COUNT', ARGV[1])) do
  table.insert(answer, entry[2][2])
  redis.call('XDEL', INBOX, entry[1])
end
return answer
