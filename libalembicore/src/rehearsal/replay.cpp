#include "rehearsal/replay.hpp"

#include "migrate/version_table.hpp"
#include "rehearsal/trial.hpp"

#include <alembicore/catalog.hpp>
#include <alembicore/migrator.hpp>

namespace alembicore::rehearsal {

namespace {

constexpr std::string_view journal_schema = "alembicore";

/// Alembic wants the schema of its version table to be there.
void make_version_schema(project const& of, database& in) {
    auto const table = migrate::version_table_of(of.settings());
    if (table.name.schema)
        in.connection().execute("CREATE SCHEMA IF NOT EXISTS " + postgres::quote_name(table.name.schema->text));
}

} // namespace

void replay(project const& of, database& in, std::vector<std::string> const& to, std::stop_token const& stop) try {
    make_version_schema(of, in);
    migrator running{of, in};
    run_options how;
    how.stop = stop;
    for (auto const& each : to)
        running.upgrade(each, how);

} catch (error& failure) {

    if (failure.code() != errc::cancelled)
        failure.info().message = "the history cannot be replayed in an empty database: " + failure.info().message;
    throw;
}

catalog::snapshot
own_schema(project const& of, database& in, std::stop_token const& stop, catalog::filter const& wanted) {
    auto read = catalog::read(in, wanted, stop);
    auto const version_table = migrate::version_table_of(of.settings());
    auto const is_of_journal = [](auto const& each) { return each.name.schema == journal_schema; };
    std::erase_if(read.tables, [&](auto const& each) {
        return is_version_table(each.name, version_table) || is_of_journal(each);
    });
    std::erase_if(read.sequences, is_of_journal);
    std::erase_if(read.views, is_of_journal);
    std::erase_if(read.routines, is_of_journal);
    std::erase_if(read.schemas, [](auto const& each) { return each.name == journal_schema; });
    return read;
}

std::string default_schema(database& of) {
    return of.connection().execute("SELECT coalesce(current_schema(), '')").first_column().at(0);
}

} // namespace alembicore::rehearsal
