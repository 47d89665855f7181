-- Prints what was measured as JSON. The environment's PATHS, when it is set, names paths with
-- spaces between them that are asked for in turn; otherwise the one of the command line is.
local paths = os.getenv("PATHS")
if paths then
  local asked = {}
  local turn = 0

  function init()
    for path in paths:gmatch("%S+") do
      asked[#asked + 1] = wrk.format("GET", path)
    end
  end

  function request()
    turn = turn % #asked + 1
    return asked[turn]
  end
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"micros":%d,"errors":%d,"p50":%d,"p99":%d,"p999":%d}\n',
    summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9)))
end
