#include "rehearsal/scratch_copy.hpp"

#include "catalog/ddl.hpp"
#include "catalog/reading.hpp"
#include "migrate/rows.hpp"
#include "postgres/transaction.hpp"
#include "rehearsal/copied_rows.hpp"
#include "rehearsal/trial.hpp"

#include <alembicore/error.hpp>

#include <algorithm>

namespace alembicore::rehearsal {

namespace {

constexpr char const* one_moment =
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL search_path = ''; "
    "SET LOCAL jit = off; SET LOCAL datestyle = 'ISO'; SET LOCAL intervalstyle = 'postgres'";
constexpr char const* filling = "BEGIN; SET LOCAL search_path = ''; SET LOCAL datestyle = 'ISO'; "
                                "SET LOCAL intervalstyle = 'postgres'";

// Schemas are made without looking into functions; a revision gets them looked at.
constexpr char const* checked_bodies = "RESET check_function_bodies";

void execute_all(postgres::connection& in, std::vector<std::string> const& statements, std::stop_token const& stop) {
    for (auto const& each : statements) {
        try {
            in.execute(each, stop);
        } catch (error& refused) {
            refused.info().message = "the schema cannot be made anew in a scratch database: " + refused.info().message;
            throw;
        }
    }
}

/// A new database has it.
void drop_public_unless_wanted(postgres::connection& in, catalog::snapshot const& schema) {
    if (std::ranges::find(schema.schemas, "public", &catalog::namespace_::name) == schema.schemas.end())
        in.execute("DROP SCHEMA IF EXISTS public");
}

} // namespace

postgres::scratch_database
make_scratch(postgres::connection& like, std::optional<database_url> const& server, std::stop_token const& stop) {
    if (server)
        return {*server, postgres::form_of(like), stop};
    return postgres::scratch_database{like, stop};
}

void build_schema(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop) {
    postgres::transaction building{in, filling};
    drop_public_unless_wanted(in, schema);
    execute_all(in, catalog::ddl(schema), stop);
    building.commit();
    in.execute(checked_bodies);
}

scratch_copy::scratch_copy(database& of, migrate::version_table const& table, options const& how)
    : held_{make_scratch(of.connection(), how.scratch_server, how.stop)}, made_{database::connect(held_.url())} {
    version_rows_ = migrate::read_rows(of.connection(), table);
    postgres::transaction const moment{of.connection(), one_moment};
    original_ = catalog::read_moment(of.connection(), {}, how.stop);
    fill(of.connection(), table, how);
}

void scratch_copy::fill(postgres::connection& from, migrate::version_table const& table, options const& how) {
    auto& to = made_.connection();
    postgres::transaction building{to, filling};
    drop_public_unless_wanted(to, original_);
    auto const sections = catalog::sectioned_ddl(original_);
    execute_all(to, sections.before_rows, how.stop);
    for (auto const& each : original_.tables) {
        bool const whole = is_version_table(each.name, table) || how.rows == rows_kept::all;
        if (whole || how.rows == rows_kept::sample)
            copy_rows(from, to, each, whole ? std::nullopt : std::optional{how.sample_size}, how.stop);
    }
    if (how.rows == rows_kept::sample)
        delete_orphans(to, original_, how.stop);
    execute_all(to, sections.after_rows, how.stop);
    if (how.rows != rows_kept::none)
        copy_sequence_values(from, to, original_, how.stop);
    building.commit();
    to.execute(checked_bodies);
    // As autovacuum would have done with the rows of the original.
    if (how.rows != rows_kept::none)
        to.execute("ANALYZE", how.stop);
}

} // namespace alembicore::rehearsal
