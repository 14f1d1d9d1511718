-- What people who look at the page ask for, one after the other; at the end the 95th percentile, for a program.
local targets = {
    "/api/alembic/migrations", "/api/tables/big/data?size=100", "/api/runs", "/api/alembic/migrations/heads",
    "/api/tables", "/api/database/connection", "/api/alembic/migrations/current", "/api/tables/big/count",
}
local turn = 0

request = function()
    turn = turn % #targets + 1
    return wrk.format("GET", targets[turn])
end

done = function(summary, latency)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("{\"requests\": %d, \"failed\": %d, \"p95_us\": %d, \"elapsed_us\": %d}\n",
        summary.requests, failed, latency:percentile(95), summary.duration))
end
