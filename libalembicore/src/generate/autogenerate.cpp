#include <alembicore/autogenerate.hpp>

#include "base/file.hpp"
#include "catalog/reading.hpp"
#include "generate/ask_alembic.hpp"
#include "generate/catalog_side.hpp"
#include "generate/configuration.hpp"
#include "generate/declared_side.hpp"
#include "generate/default_comparison.hpp"
#include "generate/doubted_tables.hpp"
#include "generate/short_expressions.hpp"
#include "project/engine.hpp"
#include "project/writing.hpp"

#include <alembicore/migrator.hpp>

#include <boost/algorithm/string/join.hpp>

#include <algorithm>

namespace alembicore::generate {

namespace {

std::string described(std::vector<std::string> const& revisions) {
    return revisions.empty() ? "base" : boost::algorithm::join(revisions, ", ");
}

/// As Alembic asks for it, before anything is compared.
void require_up_to_date(project const& of, database& with) {
    auto rows = migrator{of, with}.current();
    auto heads = of.graph().real_heads();
    std::ranges::sort(rows);
    std::ranges::sort(heads);
    if (rows == heads)
        return;
    error_info told;
    told.code = errc::version_mismatch;
    told.message = "Target database is not up to date.";
    told.reason = "it is at " + described(rows) + ", the project at " + described(heads);
    told.remedy = "run 'alembicore upgrade heads' first";
    throw error{std::move(told)};
}

bool is_version_table(table const& each, settings const& of) {
    return each.name == of.version_table && each.schema.value_or("") == of.version_table_schema;
}

std::vector<table> without_version_table(std::vector<table> tables, settings const& of) {
    std::erase_if(tables, [&](table const& each) { return is_version_table(each, of); });
    return tables;
}

/// What belongs to alembicore itself is in no model.
std::vector<table> reflected_tables(
    database& with, project const& of, configuration const& said, std::string const& schema, std::stop_token const& stop
) {
    catalog::filter wanted;
    if (!said.all_schemas)
        wanted.schemas.push_back(schema);
    auto seen = catalog::read(with, wanted, stop);
    take_short_expressions(seen, with.connection(), stop);
    auto tables = reflect(seen, {.default_schema = schema, .like = of.settings().sqlalchemy_generation});
    std::erase_if(tables, [&](table const& each) {
        if (each.schema == "alembicore")
            return true;
        if (!said.names)
            return false;
        bool const in_schema = said.names("schema", each.schema, each);
        return !in_schema || !said.names("table", each.name, each);
    });
    return without_version_table(std::move(tables), of.settings());
}

autogenerate::candidate compare_read(project const& of, database& with, autogenerate::options const& how) {
    model::declarations declared{of};
    auto const said = configure(declared);
    auto const schema = catalog::default_schema(with.connection());
    auto const in_models =
        without_version_table(declare(declared, said.metadata, of.settings().sqlalchemy_generation), of.settings());
    auto const in_database = reflected_tables(with, of, said, schema, how.stop);
    rules by{.default_schema = schema, .types = said.types, .objects = said.objects, .names = said.names};
    if (said.defaults)
        by.defaults = default_comparison{with.connection(), how.stop};
    auto compared = compare(in_database, in_models, by);
    require_no_doubt(compared.changes, of);
    auto const back = reversed(compared.changes);
    return {
        .detected = std::move(compared.detected),
        .notes = std::move(compared.notes),
        .empty = compared.changes.empty(),
        .imports = render_imports(compared.changes, back),
        .upgrades = render_body(compared.changes, said.style),
        .downgrades = render_body(back, said.style),
    };
}

autogenerate::candidate
compare_by_python(project const& of, database& with, autogenerate::options const& how, engine_chosen const& why) {
    if (how.events)
        how.events(why);
    return ask_alembic(of, with, how, why);
}

script::revision_request request_of(autogenerate::options const& how, autogenerate::candidate const& made) {
    auto request = project_writing::request_of(how.revision);
    request.body = {.imports = made.imports, .upgrades = made.upgrades, .downgrades = made.downgrades};
    request.env_py = script::env_py::compared;
    if (request.id.empty())
        request.id = made.revision;
    return request;
}

} // namespace

} // namespace alembicore::generate

namespace alembicore::autogenerate {

namespace inner = alembicore::generate;

candidate compare(project const& of, database& with, options const& how) {
    auto const wanted = how.engine.value_or(of.settings().engine);
    if (wanted == engine::python)
        return inner::compare_by_python(
            of, with, how, {.engine = engine::python, .reason = "asked for", .revision = {}, .construct = {}}
        );
    try {
        inner::require_up_to_date(of, with);
        auto made = inner::compare_read(of, with, how);
        made.engine_reason = wanted == engine::native ? "asked for" : "everything is known without running the project";
        return made;
    } catch (error const& refused) {
        if (wanted == engine::native || !project_engine::python_may_help(refused.code()))
            throw;
        return inner::compare_by_python(of, with, how, project_engine::python_because(refused.info()));
    }
}

std::optional<candidate> compare_if_known(project const& of, database& with, std::stop_token const& stop) try {
    return compare(of, with, {.engine = engine::native, .stop = stop});

} catch (error const& refused) {

    bool const expected = project_engine::python_may_help(refused.code()) || refused.code() == errc::bad_usage ||
                          refused.code() == errc::version_mismatch || refused.code() == errc::not_available;
    if (!expected)
        throw;
    return std::nullopt;
}

report make(project const& of, database& with, options const& how) {
    report made{.candidate = compare(of, with, how)};
    if (made.candidate.discarded)
        return made;
    auto const planned = project_writing::plan(of, inner::request_of(how, made.candidate));
    made.revision = planned.id;
    made.path = planned.file;
    made.text = planned.content;
    if (how.effect == effect::none)
        return made;
    made.hooks = project_writing::write(of, planned).hooks;
    made.text = base::read_text_file(planned.file);
    made.written = true;
    return made;
}

} // namespace alembicore::autogenerate
