-- Reports for wrk. Arguments: new, today or twice; a prefix of IDs; how many installations report today;
-- the mean pause of a connection between two reports, in ms.
local threads = 0

function setup(thread)
  thread:set("id", threads)
  threads = threads + 1
end

local headers = { ["Content-Type"] = "application/json" }
local n = 0

function init(args)
  mode, prefix, installs, pause = args[1], args[2] .. "-" .. id .. "-", tonumber(args[3]), tonumber(args[4])
  math.randomseed(id + 1)
  if pause > 0 then
    function delay()
      return math.floor(math.random() * 2 * pause + 0.5)
    end
  end
end

function request()
  n = n + 1
  local install, key, said = prefix .. n, prefix .. n, n
  if mode == "today" then
    said = n % installs
    install = "today-" .. id .. "-" .. said
  elseif mode == "twice" then
    install = prefix .. math.floor((n + 1) / 2)
    key = install
  end
  headers["Idempotency-Key"] = key
  return wrk.format("POST", "/scout", headers,
    '{"application": "bench", "install_id": "' .. install .. '", "version": "1.' .. (said % 20) .. '", "metadata": '
    .. '{"os": "system-' .. (said % 6) .. '", "java": 21, "ci": false, "plugins": ["system-1", "system-2"], '
    .. '"commands": {"build": 3, "system-3": 1}}}')
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("figures %.1f %.3f %.3f %.3f %d\n", summary.requests / summary.duration * 1e6,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
