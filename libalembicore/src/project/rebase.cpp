#include <alembicore/rebase.hpp>

#include "base/file.hpp"
#include "script/reparent.hpp"

#include <algorithm>
#include <fstream>
#include <system_error>

namespace alembicore {

namespace {

namespace fs = std::filesystem;

std::string require_one(revision_graph const& graph, std::string_view named) {
    auto found = graph.resolve_one(named);
    if (!found)
        throw error{errc::bad_target, "base is no revision", "name a revision"};
    return *std::move(found);
}

/// All that come after a revision, whether by down_revision or by depends_on, and itself.
bool comes_after(revision_graph const& graph, std::string const& later, std::string const& earlier) {
    auto const all = graph.applied({later});
    return std::ranges::find(all, earlier) != all.end();
}

/// UTF-8 with plain line breaks, so that the rest stays byte for byte.
std::string plain_text_of(fs::path const& file) {
    auto text = base::read_file(file);
    if (text.find('\r') != std::string::npos || base::find_invalid_utf8(text) != std::string::npos ||
        text.starts_with("\xEF\xBB\xBF"))
        throw error{
            errc::not_available,
            file.string() + " is not UTF-8 with plain line breaks",
            "change down_revision by hand"};
    return text;
}

error unwritable(fs::path const& file, std::string const& why) {
    return error{errc::file_unwritable, "cannot write " + file.string() + ": " + why, "check its folder's permissions"};
}

} // namespace

rebased_revision plan_rebase(project const& of, std::string_view revision, std::string_view onto) {
    auto const& graph = of.graph();
    rebased_revision made;
    made.id = require_one(graph, revision);
    made.to = require_one(graph, onto);
    auto const& moved = *graph.find(made.id);
    made.from = moved.down_revisions;
    made.path = moved.path;
    if (made.from == std::vector{made.to})
        throw error{errc::bad_target, made.id + " comes after " + made.to + " already", "there is nothing to do"};
    if (comes_after(graph, made.to, made.id))
        throw error{
            errc::cycle,
            made.to + " comes after " + made.id + ", which cannot come after it as well",
            "rebase the first revision of the branch"};
    made.text = script::with_parent(made.path.string(), plain_text_of(made.path), made.to);
    return made;
}

void write_rebase(rebased_revision const& decided) {
    auto const beside = fs::path{decided.path}.concat(".alembicore");
    {
        std::ofstream file{beside, std::ios::binary | std::ios::trunc};
        file << decided.text;
        file.close();
        if (!file)
            throw unwritable(beside, "its folder or disk takes nothing");
    }
    std::error_code failure;
    fs::permissions(beside, fs::status(decided.path).permissions(), failure);
    fs::rename(beside, decided.path, failure);
    if (failure)
        throw unwritable(decided.path, failure.message());
}

} // namespace alembicore
