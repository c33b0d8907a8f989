-- wrk: sends the whole requests of a file, one after the other, for ever.
--   wrk … -s requests.lua URL -- FILE        FILE: per request "length\n", its bytes, "\n"
local requests, at = {}, 0

function init(args)
  local file = assert(io.open(args[1], "rb"))
  for length in file:lines() do
    requests[#requests + 1] = file:read(tonumber(length))
    file:read(1)
  end
  file:close()
end

function request()
  at = at % #requests + 1
  return requests[at]
end
