// A squash from end to end: decided, written, proven, kept.
#include <alembicore/squash.hpp>

#include "authoring/difference.hpp"
#include "authoring/directive.hpp"
#include "authoring/making.hpp"
#include "history/chain.hpp"
#include "project/decided.hpp"
#include "project/squashed.hpp"
#include "project/writing.hpp"
#include "rehearsal/more_than_schema.hpp"
#include "rehearsal/replay.hpp"
#include "rehearsal/row_digests.hpp"
#include "rehearsal/scratch_copy.hpp"
#include "rehearsal/written_revision.hpp"

#include <alembicore/error.hpp>
#include <alembicore/migrator.hpp>

#include <algorithm>
#include <system_error>

namespace alembicore::rehearsal {

namespace {

namespace fs = std::filesystem;
using sqlalchemy::revision_function;
using squash::more_than_schema;

/// What the old history makes.
struct old_outcome {
    catalog::snapshot before;
    catalog::snapshot after;
    std::map<std::string, std::string> rows;
};

void require_outside(project const& of, database& like, history::chain const& chain) {
    for (auto const& row : migrator{of, like}.current())
        if (row != chain.revisions.back() && std::ranges::find(chain.revisions, row) != chain.revisions.end())
            throw error{
                errc::bad_usage,
                "the database is at " + row + ", which would be gone",
                "upgrade it to " + chain.revisions.back() + " first"};
}

error does_more(beside_schema const& first) {
    error_info info;
    info.code = errc::not_available;
    info.message = "revision " + first.revision + " does more than a schema shows: " + first.sql.substr(0, 200);
    info.reason = "a revision that makes the same schema would not do that";
    info.remedy = "--data keep does it after the schema is made, --data leave-out leaves it out";
    info.place = first.place;
    info.revision = first.revision;
    return error{std::move(info)};
}

std::vector<std::string> beside_schema_of(project const& of, history::chain const& chain, more_than_schema treatment) {
    auto const found = find_beside_schema(of, chain.revisions);
    if (!found.empty() && treatment == more_than_schema::refused)
        throw does_more(found.front());
    std::vector<std::string> texts;
    for (auto const& each : found)
        texts.push_back(each.sql);
    return texts;
}

std::vector<std::string> start_of(history::chain const& chain) {
    return chain.before ? std::vector{*chain.before} : std::vector<std::string>{};
}

old_outcome run_old(
    project const& of, database& like, history::chain const& chain, squash::options const& how, std::string& schema
) {
    auto const held = make_scratch(like.connection(), how.scratch_server, how.stop);
    auto in = database::connect(held.url());
    old_outcome made;
    replay(of, in, start_of(chain), how.stop);
    made.before = own_schema(of, in, how.stop);
    replay(of, in, {chain.revisions.back()}, how.stop);
    made.after = own_schema(of, in, how.stop);
    made.rows = row_digests(in.connection(), made.after, how.stop);
    schema = default_schema(in);
    return made;
}

authoring::revision_body
body_for(old_outcome const& old, std::string const& schema, std::vector<std::string> const& kept) {
    authoring::revision_names const names{schema};
    auto upgrade = authoring::operations_between(old.before, old.after, names).operations;
    for (auto const& each : kept)
        upgrade.push_back(authoring::statement(each));
    return authoring::written(upgrade, authoring::operations_between(old.after, old.before, names).operations);
}

/// Those that come before the new one.
revision_graph earlier_revisions(project const& of, history::chain const& chain) {
    auto const kept = of.graph().applied(start_of(chain));
    std::vector<revision> earlier;
    for (auto const& each : of.graph().revisions())
        if (std::ranges::find(kept, each.id) != kept.end())
            earlier.push_back(each);
    return revision_graph{std::move(earlier)};
}

/// The folder of a file, where it is one of those that revisions are written to.
fs::path version_path_of(project const& of, std::string const& file) {
    auto const folder = fs::path{file}.parent_path();
    for (auto const& each : of.settings().version_locations) {
        std::error_code different;
        if (fs::equivalent(each, folder, different))
            return each;
    }
    return {};
}

script::planned_revision plan_file(
    project const& of, history::chain const& chain, squash::options const& how, authoring::revision_body const& body
) {
    auto const& last = *of.graph().find(chain.revisions.back());
    script::revision_request request;
    request.message =
        how.message.empty() ? "squash of " + chain.revisions.front() + " to " + chain.revisions.back() : how.message;
    request.id = last.id;
    request.parents = {chain.before.value_or("base")};
    request.parents_must_be = script::parents_are::any_revisions;
    request.branch_labels = chain.labels;
    request.version_path = version_path_of(of, last.path);
    request.body = {.imports = body.imports, .upgrades = body.upgrade, .downgrades = body.downgrade};
    return project_writing::plan(of, earlier_revisions(of, chain), request);
}

void prove(
    project const& of,
    database& like,
    history::chain const& chain,
    old_outcome const& old,
    squash::options const& how,
    squash::report& made
) {
    trial_folder const folder;
    auto const file = folder.write(made.path.filename().string(), made.text);
    auto const held = make_scratch(like.connection(), how.scratch_server, how.stop);
    auto in = database::connect(held.url());
    replay(of, in, start_of(chain), how.stop);
    run_written(of, file, revision_function::upgrade, in.connection(), how.stop);
    auto const after = own_schema(of, in, how.stop);
    made.differences = catalog::difference(old.after, after);
    if (made.differences.empty() && how.more_than_schema != more_than_schema::left_out)
        made.other_rows = differing(old.rows, row_digests(in.connection(), after, how.stop));
    run_written(of, file, revision_function::downgrade, in.connection(), how.stop);
    made.left_over = catalog::difference(old.before, own_schema(of, in, how.stop));
}

bool is_within(fs::path const& folder, fs::path const& of) {
    auto const relative = fs::weakly_canonical(folder).lexically_relative(fs::weakly_canonical(of));
    return !relative.empty() && *relative.begin() != "..";
}

/// A folder that Alembic looks into would have every revision twice.
void require_apart(project const& of, fs::path const& folder) {
    if (fs::exists(folder))
        throw error{errc::file_exists, folder.string() + " exists already", "move it away"};
    for (auto const& each : of.settings().version_locations)
        if (of.settings().recursive_version_locations && is_within(folder, each))
            throw error{
                errc::not_available,
                "the old files would go to " + folder.string() + ", where revisions are looked for",
                "turn recursive_version_locations off, or move the versions folder below env.py's"};
}

/// Files that have been moved go back, unless all went well.
class moved_files {
public:
    moved_files() = default;
    moved_files(moved_files const&) = delete;
    moved_files& operator=(moved_files const&) = delete;

    ~moved_files() {
        std::error_code ignored;
        for (auto const& [from, to] : moved_)
            fs::rename(to, from, ignored);
    }

    void move(fs::path const& from, fs::path const& to) {
        std::error_code failure;
        fs::rename(from, to, failure);
        if (failure)
            throw error{
                errc::file_unwritable,
                "cannot move " + from.string() + " to " + to.string() + ": " + failure.message(),
                "check the permissions of both folders"};
        moved_.emplace_back(from, to);
    }

    void keep() noexcept { moved_.clear(); }

private:
    std::vector<std::pair<fs::path, fs::path>> moved_;
};

void keep(
    project const& of, history::chain const& chain, script::planned_revision const& planned, squash::report& made
) {
    std::error_code failure;
    fs::create_directories(made.folder, failure);
    if (failure)
        throw error{
            errc::file_unwritable,
            "cannot make " + made.folder.string() + ": " + failure.message(),
            "check the permissions of its folder"};
    moved_files moved;
    for (auto const& each : chain.revisions) {
        fs::path const file = of.graph().find(each)->path;
        moved.move(file, made.folder / file.filename());
    }
    project_writing::write(of, planned);
    moved.keep();
    made.written = true;
}

} // namespace

} // namespace alembicore::rehearsal

namespace alembicore::squash {

report make(project const& of, database& like, std::string_view range, options const& how) {
    using namespace alembicore::rehearsal;
    require_decided_run(of.settings());
    auto const chain = history::find_chain(of.graph(), range);
    require_outside(of, like, chain);
    report made;
    made.revision = chain.revisions.back();
    made.down_revision = chain.before;
    made.replaced = chain.revisions;
    made.folder = project_files::squashed_folder(of.settings(), made.revision);
    require_apart(of, made.folder);
    made.more = beside_schema_of(of, chain, how.more_than_schema);
    std::string schema;
    auto const old = run_old(of, like, chain, how, schema);
    made.fingerprint = catalog::fingerprint(old.after);
    bool const keeps = how.more_than_schema == more_than_schema::kept;
    auto const planned =
        plan_file(of, chain, how, body_for(old, schema, keeps ? made.more : std::vector<std::string>{}));
    made.path = planned.file;
    made.text = planned.content;
    prove(of, like, chain, old, how, made);
    bool const proven = made.differences.empty() && made.left_over.empty() && made.other_rows.empty();
    if (proven && how.effect == effect::written)
        keep(of, chain, planned, made);
    return made;
}

} // namespace alembicore::squash
