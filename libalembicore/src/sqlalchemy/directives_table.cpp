// create_table, drop_table, rename_table, table comments, batch_alter_table.
#include "sqlalchemy/directives.hpp"
#include "sqlalchemy/names.hpp"
#include "sqlalchemy/tables.hpp"

namespace alembicore::sqlalchemy {

namespace {

schema::table_options read_options(directive_call const& call) {
    auto const& given = call.given;
    check_dialect_keywords(
        given, {"ignore_search_path", "tablespace", "partition_by", "with_oids", "on_commit", "inherits", "using"}
    );
    schema::table_options options;
    auto const text = [&](std::string_view name) {
        auto const& value = keyword(given, name);
        return call.run.truth(value) ? call.run.str(value) : std::string{};
    };
    options.partition_by = text("postgresql_partition_by");
    options.access_method = text("postgresql_using");
    options.on_commit = text("postgresql_on_commit");
    options.with_oids = keyword(given, "postgresql_with_oids").boolean();
    if (auto const tablespace = identifier_of(keyword(given, "postgresql_tablespace")))
        options.tablespace = tablespace;
    if (auto const& inherits = keyword(given, "postgresql_inherits"); identifier_of(inherits))
        options.inherits = {*identifier_of(inherits)};
    else if (!inherits.is_none())
        options.inherits = column_names(call.run, inherits);
    return options;
}

/// The table, quoted as `quote` and `quote_schema` say.
schema::qualified_name quoted_table(directive_call const& call) {
    auto name = call.table();
    if (auto const quote = call.given["quote"].boolean())
        name.name.quote = quote;
    if (auto const quote = call.given["quote_schema"].boolean(); quote && name.schema)
        name.schema->quote = quote;
    return name;
}

python::value create_table(directive_call const& call) {
    operation::create_table made;
    made.table = assemble_table(call.run, quoted_table(call), call.given.rest(), call.convention());
    made.table.options = read_options(call);
    made.table.comment = call.given.optional_text("comment");
    if (auto const& prefixes = call.given["prefixes"]; !prefixes.is_none())
        for (auto const& prefix : call.run.collect(prefixes))
            made.table.prefixes.push_back(call.run.str(prefix));
    made.if_not_exists = call.presence("if_not_exists");
    auto const table = std::make_shared<table_value>(made.table.name, data_columns(made.table, call.given.rest()));
    call.record(std::move(made));
    return table;
}

python::value drop_table(directive_call const& call) {
    read_options(call);
    call.record(operation::drop_table{.table = quoted_table(call), .if_exists = call.presence("if_exists")});
    return {};
}

python::value rename_table(directive_call const& call) {
    call.record(operation::rename_table{
        .table = call.table("old_table_name"), .new_name = required_identifier(call.given, "new_table_name")});
    return {};
}

python::value create_comment(directive_call const& call) {
    call.record(operation::set_table_comment{.table = call.table(), .comment = call.given.optional_text("comment")});
    return {};
}

python::value drop_comment(directive_call const& call) {
    call.record(operation::set_table_comment{.table = call.table()});
    return {};
}

} // namespace

std::vector<directive> const& table_directives() {
    static std::vector<directive> const rows{
        {"create_table(table_name, *columns, if_not_exists=None, schema=None, comment=None, prefixes=None, info=None, "
         "keep_existing=False, extend_existing=False, quote=None, quote_schema=None, listeners=None, "
         "implicit_returning=None, **kw)",
         "",
         create_table},
        {"drop_table(table_name, schema=None, *, if_exists=None, comment=None, prefixes=None, info=None, "
         "keep_existing=False, extend_existing=False, quote=None, quote_schema=None, listeners=None, "
         "implicit_returning=None, **kw)",
         "",
         drop_table},
        {"rename_table(old_table_name, new_table_name, schema=None)", "", rename_table},
        {"create_table_comment(table_name, comment, existing_comment=None, schema=None)",
         "create_table_comment(comment, *, existing_comment=None)",
         create_comment},
        {"drop_table_comment(table_name, existing_comment=None, schema=None)",
         "drop_table_comment(*, existing_comment=None)",
         drop_comment},
        {"batch_alter_table(table_name, schema=None, recreate='auto', partial_reordering=None, copy_from=None, "
         "table_args=(), table_kwargs=None, reflect_args=(), reflect_kwargs=None, naming_convention=None)",
         "",
         make_batch},
    };
    return rows;
}

} // namespace alembicore::sqlalchemy
