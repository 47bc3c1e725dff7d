-- The lean client of "serving": one prepared body, again and again. BODY names its file, JSON_LENGTH is set when binary data follows the JSON.
local file = io.open(os.getenv("BODY"), "rb")
wrk.method = "POST"
wrk.body = file:read("*a")
file:close()
wrk.headers["Content-Type"] = "application/json"
local length = os.getenv("JSON_LENGTH")
if length then
  wrk.headers["Content-Type"] = "application/octet-stream"
  wrk.headers["Inference-Header-Content-Length"] = length
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.read + summary.errors.write + summary.errors.connect + summary.errors.timeout
  print(string.format('{"p50Microseconds": %d, "requests": %d, "failed": %d}', latency:percentile(50), summary.requests, failed))
end
