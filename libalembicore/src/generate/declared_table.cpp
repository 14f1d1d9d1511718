#include "generate/declared_table.hpp"

#include "authoring/schema_terms.hpp"
#include "authoring/sql_argument.hpp"
#include "generate/index_text.hpp"
#include "generate/type_text.hpp"
#include "python/text.hpp"
#include "sql/identifier.hpp"
#include "sqlalchemy/types.hpp"

#include <algorithm>

namespace alembicore::generate {

namespace {

using authoring::escaped_sql;
using authoring::sql_of;
using python::quote_text;

std::string sql_text(schema::expression const& value) {
    return "sa.text(" + quote_text(escaped_sql(sql_of(value))) + ')';
}

std::vector<std::string> texts_of(std::vector<schema::identifier> const& names) {
    std::vector<std::string> texts;
    for (auto const& each : names)
        texts.push_back(each.text);
    return texts;
}

std::string list_of(std::vector<schema::identifier> const& names) {
    std::string text;
    for (auto const& each : names)
        text += (text.empty() ? "" : ", ") + quote_text(each.text);
    return '[' + text + ']';
}

bool is_number(schema::type_family family) {
    using enum schema::type_family;
    return family == integer || family == small_integer || family == big_integer || family == numeric ||
           family == floating;
}

/// A string stands for a literal, except for a number.
server_default default_of(schema::expression const& value, schema::type_family family) {
    if (value.kind != schema::expression_kind::string)
        return {.python = sql_text(value), .sql = sql_of(value)};
    return {.python = quote_text(value.text), .sql = is_number(family) ? value.text : sql::quote_literal(value.text)};
}

std::optional<server_default> default_of(schema::column const& column, schema::type_family family) {
    if (column.computed) {
        auto const sql = sql_of(column.computed->value);
        return server_default{
            .kind = default_kind::computed,
            .python = "sa.Computed(" + quote_text(escaped_sql(sql)) + ", persisted=True)",
            .sql = sql};
    }
    if (column.identity)
        return server_default{
            .kind = default_kind::identity,
            .python = authoring::on_one_line(authoring::identity_term(*column.identity)),
            .identity = column.identity};
    if (column.default_value)
        return default_of(*column.default_value, family);
    return std::nullopt;
}

std::string autoincrement_of(sqlalchemy::column_options const& options) {
    switch (options.autoincrement) {
    case sqlalchemy::autoincrement_flag::always:
        return "True";
    case sqlalchemy::autoincrement_flag::never:
        return "False";
    case sqlalchemy::autoincrement_flag::ignore_foreign_key:
        return "'ignore_fk'";
    case sqlalchemy::autoincrement_flag::automatic:
        return {};
    }
    return {};
}

std::string unquoted_name(std::optional<schema::identifier> const& name) {
    return name ? name->text : std::string{};
}

class describer {
public:
    describer(sqlalchemy::table_value const& from, type_source const& types, sqlalchemy_generation like)
        : from_{from}, declared_{*from.declaration()}, types_{types}, like_{like} {}

    [[nodiscard]] table describe() {
        require_known();
        auto const& defined = declared_.definition;
        made_.name = defined.name.name.text;
        if (defined.name.schema)
            made_.schema = unquoted_name(defined.name.schema);
        made_.comment = defined.comment;
        for (auto const& each : defined.columns)
            made_.columns.push_back(describe(each));
        for (auto const& each : defined.constraints)
            std::visit([&](auto const& chosen) { add(chosen); }, each);
        for (auto const& column : defined.columns)
            for (auto const& check : column.checks)
                add(check);
        for (auto const& each : defined.indexes)
            add(each);
        add_options();
        return std::move(made_);
    }

private:
    [[nodiscard]] error unknown(std::string const& what, error_info const* why) const {
        auto refused = python::not_evaluable(
            what + " of the table " + from_.name().name.text + " is not known" +
                (why == nullptr ? "" : ": " + why->message),
            "let the project's own Python compare: --engine python"
        );
        refused.info().place = why != nullptr && why->place ? why->place : std::optional{declared_.place};
        return refused;
    }

    void require_known() const {
        if (declared_.unread)
            throw unknown("the argument " + *declared_.unread, nullptr);
        for (auto const& each : declared_.columns) {
            if (each.unknown_type)
                throw unknown("the type of the column " + each.name.text, &*each.unknown_type);
            if (each.unknown_default)
                throw unknown("the default of the column " + each.name.text, &*each.unknown_default);
            if (each.fetched)
                throw unknown("the default of the column " + each.name.text, nullptr);
        }
    }

    [[nodiscard]] column describe(schema::column const& defined) const {
        auto const options = std::ranges::find_if(declared_.columns, [&](auto const& each) {
            return each.name.text == defined.name.text;
        });
        auto const known = type_of(defined);
        column made{.name = defined.name.text, .type = declared_type(known.class_name, known.type, like_)};
        made.nullable = defined.nullable;
        made.default_value = default_of(defined, known.type.family);
        made.autoincrement = autoincrement_of(*options);
        made.numbered = defined.serial;
        made.comment = defined.comment;
        return made;
    }

    [[nodiscard]] known_type type_of(schema::column const& defined) const {
        auto own = own_type(from_, defined.name.text);
        if (own && !own->class_name.empty())
            return *std::move(own);
        for (auto const& constraint : declared_.definition.constraints)
            if (auto const* key = std::get_if<schema::foreign_key>(&constraint))
                for (std::size_t at = 0; at < key->columns.size() && at < key->referred_columns.size(); ++at)
                    if (key->columns[at].text == defined.name.text)
                        if (auto known = types_(key->referred, key->referred_columns[at].text))
                            return *std::move(known);
        if (own)
            return *std::move(own);
        throw unknown("the type of the column " + defined.name.text, nullptr);
    }

    void add(schema::primary_key const& key) {
        made_.key = primary_key{.name = key.name, .columns = texts_of(key.columns)};
        for (auto& each : made_.columns)
            each.primary_key = std::ranges::count(made_.key->columns, each.name) != 0;
    }

    void add(schema::unique_constraint const& unique) {
        unique_key key{.name = unique.name, .columns = texts_of(unique.columns)};
        if (unique.checked.deferrable.value_or(false))
            key.options.emplace_back("deferrable=True");
        if (unique.checked.initially)
            key.options.push_back("initially=" + quote_text(*unique.checked.initially));
        if (!unique.include.empty())
            key.options.push_back("postgresql_include=" + list_of(unique.include));
        key.nulls_not_distinct = unique.nulls_not_distinct.value_or(false);
        if (unique.nulls_not_distinct)
            key.options.push_back(
                std::string{"postgresql_nulls_not_distinct="} + (key.nulls_not_distinct ? "True" : "False")
            );
        made_.unique.push_back(std::move(key));
    }

    void add(schema::foreign_key const& key) {
        foreign_key one{.name = key.name, .columns = texts_of(key.columns)};
        if (key.referred.schema)
            one.referred_schema = unquoted_name(key.referred.schema);
        one.referred_table = key.referred.name.text;
        one.referred_columns = texts_of(key.referred_columns);
        one.on_update = key.on_update.value_or("");
        one.on_delete = key.on_delete.value_or("");
        one.initially = key.checked.initially.value_or("");
        one.match = key.match.value_or("");
        one.deferrable = key.checked.deferrable.value_or(false);
        one.use_alter = key.apart;
        made_.foreign_keys.push_back(std::move(one));
    }

    void add(schema::check_constraint const& given) {
        check one{.name = given.name, .sql = sql_of(given.condition)};
        one.of_type = std::ranges::any_of(declared_.definition.columns, [&](auto const& column) {
            auto const* known = from_.find(column.name.text);
            return known != nullptr && known->type && known->type->traits().check &&
                   one.sql.starts_with(sql::quote(column.name) + " IN (");
        });
        made_.checks.push_back(std::move(one));
    }

    void add(schema::exclude_constraint const& exclusion) {
        made_.exclusions.push_back(authoring::on_one_line(authoring::constraint_term(exclusion)));
    }

    void add(schema::index const& given) {
        index one{.name = given.name, .unique = given.unique};
        std::string classes;
        for (auto const& each : given.elements) {
            bool const is_column = each.value.kind == schema::expression_kind::column;
            auto const& value =
                each.value.kind == schema::expression_kind::label ? each.value.operands.front() : each.value;
            auto sql = sql_of(value);
            one.compared.push_back(compared_expression(sql, made_.name));
            if (is_column && !each.operator_class.empty())
                classes += (classes.empty() ? "" : ", ") + quote_text(each.value.text) + ": " +
                           quote_text(each.operator_class);
            else if (!each.operator_class.empty())
                sql += ' ' + each.operator_class;
            one.elements.push_back(
                is_column ? quote_text(each.value.text) : "sa.literal_column(" + quote_text(escaped_sql(sql)) + ')'
            );
            if (is_column)
                one.columns.push_back(each.value.text);
            one.shown.push_back(std::move(sql));
        }
        add_options(one, given, classes);
        made_.indexes.push_back(std::move(one));
    }

    static void add_options(index& to, schema::index const& given, std::string const& classes) {
        auto const add = [&](std::string const& name, std::string const& text) {
            to.options.push_back("postgresql_" + name + '=' + text);
        };
        if (!classes.empty())
            add("ops", '{' + classes + '}');
        if (!given.with.empty()) {
            std::string storage;
            for (auto const& [name, value] : given.with)
                storage += (storage.empty() ? "" : ", ") + quote_text(name) + ": " + quote_text(value);
            add("with", '{' + storage + '}');
        }
        if (!given.method.empty())
            add("using", quote_text(given.method));
        if (given.where)
            add("where", sql_text(*given.where));
        if (!given.include.empty())
            add("include", list_of(given.include));
        if (given.tablespace)
            add("tablespace", quote_text(given.tablespace->text));
        if (given.concurrently)
            add("concurrently", "True");
        to.nulls_not_distinct = given.nulls_not_distinct.value_or(false);
        if (given.nulls_not_distinct)
            add("nulls_not_distinct", to.nulls_not_distinct ? "True" : "False");
    }

    void add_options() {
        auto const& options = declared_.definition.options;
        auto const add = [&](std::string const& name, std::string const& text) {
            made_.options.push_back("postgresql_" + name + '=' + text);
        };
        if (!options.inherits.empty()) {
            auto const names = list_of(options.inherits);
            add("inherits", '(' + names.substr(1, names.size() - 2) + (options.inherits.size() == 1 ? ",)" : ")"));
        }
        if (!options.on_commit.empty())
            add("on_commit", quote_text(options.on_commit));
        if (!options.partition_by.empty())
            add("partition_by", quote_text(options.partition_by));
        if (options.tablespace)
            add("tablespace", quote_text(options.tablespace->text));
        if (!options.access_method.empty())
            add("using", quote_text(options.access_method));
        if (options.with_oids)
            add("with_oids", *options.with_oids ? "True" : "False");
        if (declared_.definition.prefixes.empty())
            return;
        std::string words;
        for (auto const& each : declared_.definition.prefixes)
            words += (words.empty() ? "" : ", ") + quote_text(each);
        made_.options.push_back("prefixes=[" + words + ']');
    }

    sqlalchemy::table_value const& from_;
    sqlalchemy::table_declaration const& declared_;
    type_source const& types_;
    sqlalchemy_generation like_;
    table made_;
};

} // namespace

std::optional<known_type> own_type(sqlalchemy::table_value const& of, std::string const& column) {
    auto const& columns = of.declaration()->definition.columns;
    auto const defined =
        std::ranges::find_if(columns, [&](schema::column const& each) { return each.name.text == column; });
    if (defined == columns.end() || defined->type.family == schema::type_family::unknown)
        return std::nullopt;
    auto const* known = of.find(column);
    return known_type{known != nullptr && known->type ? known->type->type_name() : std::string{}, defined->type};
}

table declare_table(sqlalchemy::table_value const& from, type_source const& types, sqlalchemy_generation like) {
    return describer{from, types, like}.describe();
}

} // namespace alembicore::generate
