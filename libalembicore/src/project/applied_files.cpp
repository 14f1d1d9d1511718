#include <alembicore/applied_files.hpp>

#include "base/file.hpp"
#include "journal/entry.hpp"
#include "project/squashed.hpp"

#include <alembicore/journal.hpp>

namespace alembicore {

namespace {

/// Whether it was applied from the file of which a squash has kept the id.
bool was_squashed(project const& of, std::string const& id, std::string const& applied) {
    auto const found = project_files::find_squashed(of.settings(), id);
    return found && journal::sha256(base::read_file(found->file)) == applied;
}

} // namespace

std::vector<edited_revision> edited_revisions(project const& of, database& in) {
    return edited_revisions(of, journal::applied(in));
}

std::vector<edited_revision>
edited_revisions(project const& of, std::map<std::string, journal::applied_revision> const& present) {
    std::vector<edited_revision> edited;
    for (auto const& [id, applied] : present) {
        auto const* const known = of.graph().find(id);
        if (known == nullptr || known->path.empty() || applied.file_sha256.empty())
            continue;
        auto now = journal::sha256(base::read_file(known->path));
        if (now != applied.file_sha256 && !was_squashed(of, id, applied.file_sha256))
            edited.push_back({
                .revision = id,
                .file = known->path,
                .applied_at = applied.at,
                .applied_sha256 = applied.file_sha256,
                .sha256 = std::move(now),
            });
    }
    return edited;
}

} // namespace alembicore
