#include "sqlalchemy/reflected_table.hpp"

#include "sqlalchemy/inspector.hpp"
#include "sqlalchemy/live.hpp"
#include "sqlalchemy/modules.hpp"

#include <algorithm>
#include <regex>

namespace alembicore::sqlalchemy {

namespace {

using python::evaluation;
using python::value;

value const& member(value const& of, std::string_view name) {
    return *of.mapping()->find(name);
}

value const* find_member(value const& of, std::string_view name) {
    auto const* found = of.mapping()->find(name);
    return found == nullptr || found->is_none() ? nullptr : found;
}

/// Makes what a revision would write with `sa.<name>(…)`.
value make(evaluation& run, std::string_view name, python::arguments const& given) {
    return run.call(*revision_modules().find("sqlalchemy")->find(name), given);
}

value text_of_sql(evaluation& run, value const& sql) {
    return make(run, "text", {.positional = {sql}, .keyword = {}});
}

class table_reader {
public:
    table_reader(evaluation& run, schema::qualified_name const& name) : run_{run}, name_{name} {}

    [[nodiscard]] table_pointer read() {
        python::arguments given;
        given.positional = {name_.name.text, make(run_, "MetaData", {})};
        add_columns(given.positional);
        add_key(given.positional);
        add_foreign_keys(given.positional);
        add_named(given.positional, "get_unique_constraints", [&](value const& found) {
            return make(run_, "UniqueConstraint", named(found, *member(found, "column_names").items()));
        });
        add_named(given.positional, "get_check_constraints", [&](value const& found) {
            return make(run_, "CheckConstraint", named(found, {member(found, "sqltext")}));
        });
        add_named(given.positional, "get_indexes", [&](value const& found) { return index_of(found); });
        if (name_.schema)
            given.keyword.emplace_back("schema", value{name_.schema->text});
        return make(run_, "Table", given).as<table_value>();
    }

private:
    value asked(std::string_view question) {
        python::arguments given;
        given.positional = {name_.name.text};
        if (name_.schema)
            given.positional.emplace_back(name_.schema->text);
        return run_.call(*run_.attribute(inspector_, question), given);
    }

    /// Columns, expressions or a condition, with the name and the dialect's options of what was found.
    static python::arguments named(value const& found, std::vector<value> positional) {
        python::arguments given{.positional = std::move(positional), .keyword = {}};
        given.keyword.emplace_back("name", member(found, "name"));
        if (auto const* options = find_member(found, "dialect_options"))
            options->mapping()->for_each([&](value const& key, value const& item) {
                given.keyword.emplace_back(given.keep_name(*key.text()), item);
            });
        return given;
    }

    template <typename Read>
    void add_named(std::vector<value>& items, std::string_view question, Read&& read) {
        for (auto const& found : *asked(question).items())
            if (find_member(found, "duplicates_constraint") == nullptr)
                items.push_back(read(found));
    }

    /// Alembic leaves out the default of an INTEGER or BIGINT column that owns the sequence it takes its numbers from.
    bool is_serial(value const& found, std::string const& fallback) {
        static std::regex const numbered{R"(nextval\('(.+?)'::regclass\).*)"};
        auto const type = member(found, "type").as<type_value>();
        auto const family = type->definition().family;
        bool const counted = family == schema::type_family::integer || family == schema::type_family::big_integer;
        std::smatch parts;
        if (!counted || !std::regex_match(fallback, parts, numbered))
            return false;
        auto const said =
            ask(run_,
                "the owner of the sequence " + parts[1].str(),
                "SELECT a.attname FROM pg_class AS c JOIN pg_depend d ON d.objid=c.oid AND "
                "d.classid='pg_class'::regclass AND d.refclassid='pg_class'::regclass JOIN pg_attribute a ON "
                "a.attrelid=d.refobjid AND a.attnum=d.refobjsubid WHERE c.relkind='S' AND c.oid=cast($1 as regclass)",
                {parts[1].str()});
        return !said.rows.empty() && said.rows.front().front() == member(found, "name").text();
    }

    value column_of(value const& found) {
        auto const name = std::string{member(found, "name").text().value_or("")};
        if (find_member(found, "identity") != nullptr || find_member(found, "computed") != nullptr)
            throw python::not_evaluable(
                "batch_alter_table(recreate='always') of a table whose column '" + name +
                    "' is an identity or computed",
                "leave recreate out: PostgreSQL alters tables in place"
            );
        python::arguments given{.positional = {value{name}, member(found, "type")}, .keyword = {}};
        given.keyword.emplace_back("nullable", member(found, "nullable"));
        if (auto const* fallback = find_member(found, "default"); fallback && !is_serial(found, run_.str(*fallback)))
            given.keyword.emplace_back("server_default", text_of_sql(run_, *fallback));
        if (auto const* counts = find_member(found, "autoincrement"))
            given.keyword.emplace_back("autoincrement", *counts);
        if (auto const* comment = find_member(found, "comment"))
            given.keyword.emplace_back("comment", *comment);
        return make(run_, "Column", given);
    }

    void add_columns(std::vector<value>& items) {
        for (auto const& found : *asked("get_columns").items())
            items.push_back(column_of(found));
    }

    void add_key(std::vector<value>& items) {
        auto const key = asked("get_pk_constraint");
        if (!member(key, "constrained_columns").items()->empty())
            items.push_back(make(run_, "PrimaryKeyConstraint", named(key, *member(key, "constrained_columns").items()))
            );
    }

    void add_foreign_keys(std::vector<value>& items) {
        add_named(items, "get_foreign_keys", [&](value const& found) {
            auto const* schema = find_member(found, "referred_schema");
            auto const table =
                (schema == nullptr ? "" : run_.str(*schema) + ".") + run_.str(member(found, "referred_table"));
            std::vector<value> referred;
            for (auto const& column : *member(found, "referred_columns").items())
                referred.emplace_back(table + '.' + run_.str(column));
            auto given = named(found, {member(found, "constrained_columns"), value::list(std::move(referred))});
            member(found, "options").mapping()->for_each([&](value const& key, value const& item) {
                given.keyword.emplace_back(given.keep_name(*key.text()), item);
            });
            return make(run_, "ForeignKeyConstraint", given);
        });
    }

    value index_of(value const& found) {
        if (find_member(found, "column_sorting") != nullptr)
            throw python::not_evaluable(
                "batch_alter_table(recreate='always') of a table with an index that is sorted",
                "leave recreate out: PostgreSQL alters tables in place"
            );
        std::vector<value> elements{member(found, "name")};
        auto const& columns = *member(found, "column_names").items();
        auto const* expressions = find_member(found, "expressions");
        for (std::size_t at = 0; at < columns.size(); ++at)
            elements.push_back(columns[at].is_none() ? text_of_sql(run_, expressions->items()->at(at)) : columns[at]);
        auto given = named(found, std::move(elements));
        std::erase_if(given.keyword, [](auto const& each) { return each.first == "name"; });
        given.keyword.emplace_back("unique", member(found, "unique"));
        return make(run_, "Index", given);
    }

    evaluation& run_;
    schema::qualified_name const& name_;
    value inspector_ = make_inspector();
};

} // namespace

table_pointer reflect_for_batch(evaluation& run, schema::qualified_name const& name) {
    return table_reader{run, name}.read();
}

} // namespace alembicore::sqlalchemy
