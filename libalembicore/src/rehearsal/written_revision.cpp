#include "rehearsal/written_revision.hpp"

#include "base/file.hpp"
#include "project/body.hpp"
#include "project/implementation.hpp"

#include <alembicore/error.hpp>

#include <system_error>

#include <cstdlib>

namespace alembicore::rehearsal {

namespace {

namespace fs = std::filesystem;

void perform(sql::statement const& wanted, postgres::connection& in, std::stop_token const& stop) {
    switch (wanted.kind) {
    case sql::statement_kind::leave_transaction:
        in.execute("COMMIT");
        return;
    case sql::statement_kind::enter_transaction:
        in.execute("BEGIN");
        return;
    case sql::statement_kind::sql:
        break;
    }
    in.execute(wanted.text, stop);
}

} // namespace

trial_folder::trial_folder() {
    auto pattern = (fs::temp_directory_path() / "alembicore-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr)
        throw error{
            errc::file_unwritable, "cannot make a folder in " + fs::temp_directory_path().string(), "set TMPDIR"};
    path_ = pattern;
}

trial_folder::~trial_folder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
}

fs::path trial_folder::write(std::string const& name, std::string const& text) const {
    auto file = path_ / name;
    base::write_new_file(file, text);
    return file;
}

std::size_t run_written(
    project const& of,
    fs::path const& file,
    sqlalchemy::revision_function called,
    postgres::connection& in,
    std::stop_token const& stop
) try {
    project_body::evaluator evaluator{of.settings(), of.internals().request, sqlalchemy::statement_target::server};
    sql::compiler compiler{sql::audience::server()};
    auto const statements = project_body::compile(evaluator.evaluate(file, called), compiler);
    in.execute("BEGIN");
    for (auto const& each : statements)
        perform(each, in, stop);
    in.execute("COMMIT");
    return statements.size();

} catch (error& failure) {

    if (failure.code() != errc::cancelled)
        failure.info().message =
            "the revision that was made for it fails in a scratch database: " + failure.info().message;
    throw;
}

} // namespace alembicore::rehearsal
