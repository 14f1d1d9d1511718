// Making a backup.
#include "backup/checksum.hpp"
#include "backup/dump.hpp"
#include "backup/folder.hpp"
#include "backup/manifest.hpp"
#include "backup/moment.hpp"
#include "base/file.hpp"

#include <alembicore/backup.hpp>
#include <alembicore/error.hpp>
#include <alembicore/version.hpp>

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <future>
#include <iterator>
#include <thread>

namespace alembicore {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::uint64_t large_database = std::uint64_t{1} << 30U;
constexpr unsigned most_jobs = 4;

// Counting goes on besides the dump; what is not counted soon after that is estimated.
constexpr std::chrono::milliseconds least_grace{500};
constexpr int share_of_grace = 50;

void check_policy(backup_request const& request) {
    bool const known = request.policy == backup_policy::full || request.policy == backup_policy::affected ||
                       request.policy == backup_policy::schema;
    if (!known)
        throw error{
            errc::bad_usage,
            "a backup of policy '" + std::string{name_of(request.policy)} + "' cannot be made as it is",
            "give full, affected or schema; choose_backup decides for auto"};
}

backup_format format_for(backup_request const& request, std::uint64_t size) {
    if (request.format)
        return *request.format;
    bool const rows = request.policy == backup_policy::full;
    return rows && size >= large_database ? backup_format::directory : backup_format::custom;
}

unsigned jobs_for(backup_request const& request, backup_format format) {
    if (format == backup_format::custom)
        return 1;
    return request.jobs != 0 ? request.jobs : std::clamp(std::thread::hardware_concurrency(), 1U, most_jobs);
}

/// Which tables' rows are kept, and which are left out.
struct division {
    std::set<catalog::name> kept;
    std::vector<catalog::name> left;
};

division divide(backup_policy policy, std::vector<catalog::name> const& all, std::vector<catalog::name> const& wanted) {
    division made;
    std::set<catalog::name> const chosen{wanted.begin(), wanted.end()};
    for (auto const& each : all) {
        if (policy == backup_policy::full || (policy == backup_policy::affected && chosen.contains(each)))
            made.kept.insert(each);
        else
            made.left.push_back(each);
    }
    return made;
}

/// Rows that are kept may point to rows that are not: those foreign keys cannot be made when the backup is loaded. A
/// partitioned table was chosen with all of its partitions, and what these inherit goes with it.
void leave_out_keys(catalog::snapshot& schema, std::set<catalog::name> const& chosen, backup_manifest& manifest) {
    for (auto& table : schema.tables)
        std::erase_if(table.constraints, [&](catalog::constraint const& key) {
            if (key.kind != catalog::constraint_kind::foreign_key || chosen.contains(key.reference->table))
                return false;
            bool const own = table.kind == catalog::table_kind::ordinary && !key.inherited;
            if (own && !chosen.contains(table.name))
                return false;
            manifest.left_out.push_back({table.name, key.name});
            return true;
        });
}

/// Reads in another thread what the manifest says, while pg_dump works in this one.
class reading_beside {
public:
    reading_beside(backup::moment const& of, backup::contents_wishes wishes) {
        wishes.stop = over_.get_token();
        wishes.counted_enough = enough_.get_token();
        read_ = std::async(std::launch::async, [this, &of, wishes] {
            return backup::read_contents(of, wishes, counting_);
        });
    }

    reading_beside(reading_beside const&) = delete;
    reading_beside& operator=(reading_beside const&) = delete;

    ~reading_beside() {
        stop();
        if (read_.valid())
            read_.wait();
    }

    void begin_counting() { counting_.open(); }

    void stop() {
        over_.request_stop();
        enough_.request_stop();
    }

    [[nodiscard]] backup::contents finish(std::chrono::microseconds grace) {
        counting_.open();
        if (read_.wait_for(grace) == std::future_status::timeout)
            enough_.request_stop();
        return read_.get();
    }

private:
    std::stop_source over_;
    std::stop_source enough_;
    backup::gate counting_;
    std::future<backup::contents> read_;
};

void write_manifest(std::filesystem::path const& folder, backup_manifest const& manifest) {
    base::write_new_file(folder / backup::manifest_name, boost::json::serialize(backup::to_json(manifest)) + "\n");
}

std::chrono::microseconds since(clock::time_point start) {
    return std::chrono::duration_cast<std::chrono::microseconds>(clock::now() - start);
}

/// What is known before anything is written.
backup_manifest begin_manifest(
    database const& of, backup_request const& request, backup::moment const& seen, std::string const& client
) {
    backup_manifest manifest;
    manifest.created = backup::time_stamp();
    manifest.id = backup::make_id(manifest.created, seen.database());
    manifest.database = seen.database();
    manifest.server = of.masked_url();
    manifest.server_version = of.server_version();
    manifest.client_version = client;
    manifest.engine_version = version();
    manifest.policy = request.policy;
    manifest.reason = request.reason;
    manifest.database_size = seen.size();
    manifest.format = format_for(request, seen.size());
    manifest.jobs = jobs_for(request, manifest.format);
    manifest.occasion = request.occasion;
    return manifest;
}

void add_contents(backup_manifest& manifest, backup::contents read, std::vector<catalog::name> const& wanted) {
    manifest.fingerprint = catalog::fingerprint(read.schema);
    manifest.restored_fingerprint = manifest.fingerprint;
    for (auto const& each : read.schema.schemas)
        manifest.schemas.push_back(each.name);
    manifest.tables = std::move(read.tables);
    manifest.revisions = std::move(read.revisions);
    manifest.encoding = std::move(read.encoding);
    if (manifest.policy != backup_policy::affected)
        return;
    leave_out_keys(read.schema, {wanted.begin(), wanted.end()}, manifest);
    if (!manifest.left_out.empty())
        manifest.restored_fingerprint = catalog::fingerprint(read.schema);
}

void add_files(backup_manifest& manifest, std::filesystem::path const& folder, backup_request const& request) {
    backup_progress now{.activity = "checking", .subject = {}};
    auto const tell = [&](std::uint64_t bytes) {
        now.bytes = bytes;
        if (request.progress)
            request.progress(now);
    };
    manifest.files = backup::files_below(folder, request.stop, tell);
    manifest.sha256 = backup::combined(manifest.files);
    for (auto const& each : manifest.files)
        manifest.size += each.size;
}

std::vector<catalog::name> version_table(postgres::connection& on, backup_request const& request) {
    if (!request.version_table)
        return {};
    return backup::find_tables(on, {*request.version_table}, request.stop);
}

} // namespace

backup_manifest create_backup(database& of, backup_request const& request) {
    auto const started = clock::now();
    check_policy(request);
    auto const programs = backup::find_client_programs(request.programs, of.server_version(), "the server");
    auto const directory = request.directory.empty() ? default_backup_directory() : request.directory;
    backup::remove_abandoned(directory);
    auto& connection = of.connection();
    auto const wanted = backup::find_tables(connection, request.tables, request.stop);
    auto const versions = version_table(connection, request);

    backup::moment const seen{connection, request.stop};
    auto manifest = begin_manifest(of, request, seen, programs.version);
    auto const parts = divide(request.policy, seen.tables_with_rows(request.stop), wanted);
    backup::partial_folder folder{directory, manifest.id};
    reading_beside reading{
        seen,
        {.version_table = versions.empty() ? std::nullopt : std::optional{versions.front()},
         .with_data = parts.kept,
         .stop = {},
         .counted_enough = {}}};
    std::stop_callback const stop_reading{request.stop, [&] { reading.stop(); }};
    bool const custom = manifest.format == backup_format::custom;
    backup::dump({
        .programs = programs,
        .server = connection.url(),
        .database = seen.database(),
        .snapshot = seen.snapshot(),
        .target = folder.path() / (custom ? backup::archive_file : backup::archive_folder),
        .format = manifest.format,
        .jobs = manifest.jobs,
        .rows = request.policy == backup_policy::full || !parts.kept.empty(),
        .without = request.policy == backup_policy::affected ? parts.left : std::vector<catalog::name>{},
        .lock_wait = request.lock_wait,
        .tables = parts.kept.size(),
        .locked = [&] { reading.begin_counting(); },
        .progress = request.progress,
        .stop = request.stop,
    });
    add_files(manifest, folder.path(), request);
    auto const grace = std::max<std::chrono::microseconds>(least_grace, since(started) / share_of_grace);
    add_contents(manifest, reading.finish(grace), wanted);
    manifest.elapsed = since(started);
    write_manifest(folder.path(), manifest);
    manifest.folder = folder.commit();
    return manifest;
}

} // namespace alembicore
