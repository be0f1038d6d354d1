-- Writes comments, each under an address of its own; so many a second where BENCH_PAUSE says how long to wait.
local number = 0
local prefix = tostring(os.time()) .. tostring({}):match("0x(%x+)")
local pause = tonumber(os.getenv("BENCH_PAUSE") or "0")

function delay()
  return pause * 1000
end

function request()
  number = number + 1
  local body = string.format(
    "name=Reader+%d&email=reader%s.%d%%40example.org&lang=en&text=Will+there+be+a+live+stream%%3F+I+am+no.+%d",
    number, prefix, number, number)
  local headers = {
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Accept-Language"] = "en",
    ["Sec-Fetch-Site"] = "same-origin",
  }
  return wrk.format("POST", nil, headers, body)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
