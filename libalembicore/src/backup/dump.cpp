#include "backup/dump.hpp"

#include "backup/client_address.hpp"
#include "backup/client_run.hpp"
#include "catalog/definition.hpp"
#include "postgres/connection.hpp"

#include <string_view>
#include <system_error>

namespace alembicore::backup {

namespace fs = std::filesystem;

namespace {

std::vector<std::string> arguments_of(dump_request const& request, std::string const& connection) {
    auto const wait = std::chrono::duration_cast<std::chrono::milliseconds>(request.lock_wait);
    std::vector<std::string> arguments{
        request.programs.dump(),
        "--dbname=" + connection,
        "--no-password",
        "--verbose",
        "--file=" + request.target.string(),
        "--snapshot=" + request.snapshot,
        "--lock-wait-timeout=" + std::to_string(wait.count()),
    };
    if (request.format == backup_format::directory) {
        arguments.emplace_back("--format=directory");
        arguments.push_back("--jobs=" + std::to_string(request.jobs));
    } else
        arguments.emplace_back("--format=custom");
    if (!request.rows)
        arguments.emplace_back("--schema-only");
    for (auto const& each : request.without)
        arguments.push_back("--exclude-table-data=" + catalog::always_quoted(each));
    return arguments;
}

/// The table that it begins with, of `pg_dump: dumping contents of table "public.users"`.
std::string table_begun(std::string_view line) {
    constexpr std::string_view mark = "dumping contents of table \"";
    auto const found = line.find(mark);
    if (found == std::string_view::npos)
        return {};
    auto const name = line.substr(found + mark.size());
    return std::string{name.substr(0, name.rfind('"'))};
}

} // namespace

void dump(dump_request const& request) {
    auto const address = address_for(request.server, request.database);
    backup_progress now{.activity = "dumping", .subject = {}, .count = request.tables};
    auto const tell = [&] {
        now.bytes = size_on_disk(request.target);
        if (request.progress)
            request.progress(now);
    };
    std::size_t begun = 0;
    run_client({
        .arguments = arguments_of(request, address.connection),
        .environment = address.environment,
        .stop = request.stop,
        .output = {},
        .told =
            [&](std::string const& line) {
                auto table = table_begun(line);
                if (table.empty())
                    return;
                if (begun == 0)
                    request.locked();
                now.done = begun++;
                now.subject = std::move(table);
                tell();
            },
        .tick = tell,
    });
    now.done = request.tables;
    now.subject.clear();
    tell();
}

std::uint64_t size_on_disk(fs::path const& path) {
    std::error_code failure;
    if (fs::is_regular_file(path, failure)) {
        auto const size = fs::file_size(path, failure);
        return failure ? 0 : size;
    }
    std::uint64_t sum = 0;
    for (auto const& entry : fs::directory_iterator{path, failure}) {
        auto const size = entry.file_size(failure);
        sum += failure ? 0 : size;
    }
    return sum;
}

} // namespace alembicore::backup
