#include <alembicore/applied_files.hpp>

#include "base/file.hpp"
#include "journal/entry.hpp"

#include <alembicore/journal.hpp>

namespace alembicore {

std::vector<edited_revision> edited_revisions(project const& of, database& in) {
    std::vector<edited_revision> edited;
    for (auto const& [id, applied] : journal::applied(in)) {
        auto const* const known = of.graph().find(id);
        if (known == nullptr || known->path.empty() || applied.file_sha256.empty())
            continue;
        auto now = journal::sha256(base::read_file(known->path));
        if (now != applied.file_sha256)
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
