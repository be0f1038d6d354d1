-- Posts answers, each under an address that nobody else has.
local fields = "name=Ada+Okafor&likelihood=definitely&party=2&country=US&postcode=10001&consent=yes&form=1&lang=en&email="
local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
local number = 0
local run

function init(args)
  run = string.format("%x", math.floor(os.time() * 1000 + (os.clock() * 1e6) % 1000))
  math.randomseed(os.time())
  run = run .. string.format("%x", math.random(0, 0xffffff))
end

function request()
  number = number + 1
  -- The changing part first: addresses of people do not come in alphabetical order either.
  local address = string.format("%06x.%s.%d%%40example.org", math.random(0, 0xffffff), run, number)
  return wrk.format("POST", nil, headers, fields .. address)
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.stderr:write(string.format(
    '{"requests": %d, "seconds": %f, "p50": %f, "p99": %f, "refused": %d, "broken": %d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
