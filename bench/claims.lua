-- Presses "Confirm my place", each for somebody who has not done so before.
local lines = {}
local number = 0

function init(args)
  for line in io.lines(os.getenv("BENCH_CLAIMS")) do
    local id, cookie = line:match("^(%S+) (%S+)$")
    lines[#lines + 1] = { id, cookie }
  end
end

function request()
  number = number + 1
  local line = lines[number]
  if line == nil then
    -- Nobody is left: what is pressed twice would take no seat, and be no measure.
    wrk.thread:stop()
    line = lines[#lines]
  end
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Origin"] = os.getenv("BENCH_ORIGIN"),
    ["Cookie"] = "turnout-my=" .. line[2],
  }
  return wrk.format("POST", "/my/" .. line[1] .. "/claim/", headers, "")
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
