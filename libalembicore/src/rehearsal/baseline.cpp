// A baseline from end to end: read, written, proven, kept.
#include <alembicore/baseline.hpp>

#include "authoring/directive.hpp"
#include "authoring/making.hpp"
#include "backup/schema_text.hpp"
#include "base/file.hpp"
#include "migrate/rows.hpp"
#include "project/decided.hpp"
#include "project/implementation.hpp"
#include "project/writing.hpp"
#include "rehearsal/replay.hpp"
#include "rehearsal/scratch_copy.hpp"
#include "rehearsal/written_revision.hpp"

#include <alembicore/error.hpp>
#include <alembicore/migrator.hpp>

#include <algorithm>
#include <system_error>

namespace alembicore::rehearsal {

namespace {

namespace fs = std::filesystem;
using operation_list = std::vector<operation::any_operation>;
using sqlalchemy::revision_function;

void require_no_history(project const& of, database& from) {
    if (!of.graph().revisions().empty())
        throw error{
            errc::bad_usage,
            "the project has revisions already, and a baseline is the first one",
            "start another project with 'alembicore init', or bring the database to this history with 'stamp'"};
    auto const rows = migrator{of, from}.current();
    if (!rows.empty())
        throw error{
            errc::version_mismatch,
            "the database is at " + migrate::describe_rows(rows) + ": it has been migrated with Alembic before",
            "go on with the project it was migrated with; if that is lost, empty the version table with "
            "'alembicore stamp base --purge' and try again"};
}

operation_list reversed(std::vector<authoring::making> const& makings) {
    operation_list all;
    for (auto each = makings.rbegin(); each != makings.rend(); ++each)
        all.insert(all.end(), each->unmake.begin(), each->unmake.end());
    return all;
}

operation_list in_order(std::vector<authoring::making> const& makings) {
    operation_list all;
    for (auto const& each : makings)
        all.insert(all.end(), each.make.begin(), each.make.end());
    return all;
}

authoring::revision_body body_for(catalog::snapshot const& wanted, database& from) {
    authoring::revision_names const names{default_schema(from)};
    auto const makings = authoring::makings_of(wanted, names);
    return authoring::written(in_order(makings), reversed(makings));
}

/// A new database has a schema that the other one may have lost.
void drop_public_unless_wanted(database& in, catalog::snapshot const& wanted) {
    if (std::ranges::find(wanted.schemas, "public", &catalog::namespace_::name) == wanted.schemas.end())
        in.connection().execute("DROP SCHEMA IF EXISTS public");
}

void prove(
    project const& of,
    database& from,
    catalog::snapshot const& wanted,
    baseline::options const& how,
    baseline::report& made
) {
    trial_folder const folder;
    auto const file = folder.write(made.path.filename().string(), made.text);
    auto const held = make_scratch(from.connection(), how.scratch_server, how.stop);
    auto in = database::connect(held.url());
    if (how.schemas.empty())
        drop_public_unless_wanted(in, wanted);
    auto const before = own_schema(of, in, how.stop);
    made.statements = run_written(of, file, revision_function::upgrade, in.connection(), how.stop);
    made.differences = catalog::difference(wanted, own_schema(of, in, how.stop, {.schemas = how.schemas, .names = {}}));
    run_written(of, file, revision_function::downgrade, in.connection(), how.stop);
    made.left_over = catalog::difference(before, own_schema(of, in, how.stop));
}

/// As long as they are not kept, files go away again.
class provisional_files {
public:
    provisional_files() = default;
    provisional_files(provisional_files const&) = delete;
    provisional_files& operator=(provisional_files const&) = delete;

    ~provisional_files() {
        std::error_code ignored;
        for (auto const& each : files_)
            fs::remove(each, ignored);
    }

    void add(fs::path file) { files_.push_back(std::move(file)); }

    void keep() noexcept { files_.clear(); }

private:
    std::vector<fs::path> files_;
};

fs::path dump_file_for(baseline::options const& how, fs::path const& revision) {
    return how.dump_file.empty() ? fs::path{revision}.replace_extension(".sql") : how.dump_file;
}

void keep(
    project const& of,
    database& from,
    baseline::options const& how,
    script::planned_revision const& planned,
    baseline::report& made
) {
    auto const dumped =
        how.dump ? backup::schema_text(from, {.programs = how.programs, .schemas = how.schemas, .stop = how.stop})
                 : std::string{};
    provisional_files files;
    if (how.dump) {
        base::write_new_file(made.dump, dumped);
        files.add(made.dump);
    }
    made.hooks = project_writing::write(of, planned).hooks;
    files.add(planned.file);
    auto const opened = project::open(of.internals().settings, of.internals().request);
    run_options stamping;
    stamping.stop = how.stop;
    migrator{opened, from}.stamp({planned.id}, migrator::stamp_mode::keep, stamping);
    files.keep();
    made.written = true;
}

} // namespace

} // namespace alembicore::rehearsal

namespace alembicore::baseline {

report make(project const& of, database& from, options const& how) {
    using namespace alembicore::rehearsal;
    require_decided_run(of.settings());
    require_no_history(of, from);
    auto const wanted = own_schema(of, from, how.stop, {.schemas = how.schemas, .names = {}});
    auto const body = body_for(wanted, from);
    script::revision_request request;
    request.message = how.message;
    request.id = how.id;
    request.version_path = how.version_path;
    request.parents = {"base"};
    request.body = {.imports = body.imports, .upgrades = body.upgrade, .downgrades = body.downgrade};
    auto const planned = project_writing::plan(of, request);
    report made;
    made.revision = planned.id;
    made.path = planned.file;
    made.text = planned.content;
    made.fingerprint = catalog::fingerprint(wanted);
    if (how.dump)
        made.dump = dump_file_for(how, planned.file);
    prove(of, from, wanted, how, made);
    if (made.differences.empty() && made.left_over.empty() && how.effect == effect::written)
        keep(of, from, how, planned, made);
    return made;
}

} // namespace alembicore::baseline
