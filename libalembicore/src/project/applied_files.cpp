#include <alembicore/applied_files.hpp>

#include "base/file.hpp"
#include "journal/entry.hpp"
#include "project/squashed.hpp"

#include <alembicore/edited_files.hpp>
#include <alembicore/journal.hpp>

#include <chrono>
#include <system_error>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

/// The coarsest clock of a file system that is in use.
constexpr std::chrono::seconds tick{2};

} // namespace

std::vector<edited_revision> edited_revisions(project const& of, database& in) {
    return edited_revisions(of, journal::applied(in));
}

std::vector<edited_revision>
edited_revisions(project const& of, std::map<std::string, journal::applied_revision> const& present) {
    return edited_files{}.find(of, present);
}

std::string const& edited_files::hash_of(std::string const& file) {
    std::error_code unknown;
    auto const size = fs::file_size(file, unknown);
    auto const changed = fs::last_write_time(file, unknown);
    bool const is_settled = !unknown && changed < fs::file_time_type::clock::now() - tick;
    auto& known = known_[file];
    if (is_settled && known.size == size && known.changed == changed)
        return known.sha256;
    known.changed = {};
    known.sha256 = journal::sha256(base::read_file(file));
    known.size = size;
    if (is_settled)
        known.changed = changed;
    ++files_read_;
    return known.sha256;
}

std::vector<edited_revision>
edited_files::find(project const& of, std::map<std::string, journal::applied_revision> const& applied) {
    // Whether it was applied from the file of which a squash has kept the id.
    auto const was_squashed = [&](std::string const& id, std::string const& hash) {
        auto const kept = project_files::find_squashed(of.settings(), id);
        return kept && hash_of(kept->file.string()) == hash;
    };
    std::vector<edited_revision> edited;
    for (auto const& [id, present] : applied) {
        auto const* const known = of.graph().find(id);
        if (known == nullptr || known->path.empty() || present.file_sha256.empty())
            continue;
        auto const& now = hash_of(known->path);
        if (now != present.file_sha256 && !was_squashed(id, present.file_sha256))
            edited.push_back({
                .revision = id,
                .file = known->path,
                .applied_at = present.at,
                .applied_sha256 = present.file_sha256,
                .sha256 = now,
            });
    }
    return edited;
}

} // namespace alembicore
