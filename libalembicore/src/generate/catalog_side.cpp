#include "generate/catalog_side.hpp"

#include "authoring/catalog_type.hpp"
#include "authoring/sql_argument.hpp"
#include "catalog/definition.hpp"
#include "generate/index_text.hpp"
#include "generate/type_text.hpp"
#include "python/text.hpp"

#include <algorithm>

namespace alembicore::generate {

namespace {

using catalog::constraint_kind;
using python::quote_text;

std::string sql_text(std::string const& sql) {
    return "sa.text(" + quote_text(authoring::escaped_sql(sql)) + ')';
}

/// Reflected names are what they are: no naming convention touches them.
schema::object_name final_name(std::string const& text) {
    return {.name = {.text = text, .quote = {}}, .origin = schema::name_origin::generated};
}

/// `CHECK ((price > 0)) NOT VALID` → `(price > 0)`
std::string condition_in(std::string const& definition) {
    auto const open = definition.find('(');
    auto const close = definition.rfind(')');
    return open == std::string::npos || close <= open ? definition : definition.substr(open + 1, close - open - 1);
}

/// `fillfactor='70'` of `… WITH (fillfactor='70') WHERE …`.
std::string storage_in(std::string const& definition) {
    constexpr std::string_view word = " WITH (";
    auto const begin = definition.find(word);
    auto const end = definition.find(')', begin == std::string::npos ? 0 : begin);
    if (begin == std::string::npos || end == std::string::npos)
        return {};
    return definition.substr(begin + word.size(), end - begin - word.size());
}

/// `{'fillfactor': '70'}`
std::string storage_dictionary(std::string const& parameters) {
    std::string text;
    for (std::size_t at = 0; at < parameters.size();) {
        auto const end = std::min(parameters.find(", ", at), parameters.size());
        auto const one = parameters.substr(at, end - at);
        auto const equals = std::min(one.find('='), one.size());
        auto value = equals < one.size() ? one.substr(equals + 1) : std::string{};
        std::erase(value, '\'');
        text += (text.empty() ? "" : ", ") + quote_text(one.substr(0, equals)) + ": " + quote_text(value);
        at = end + 2;
    }
    return '{' + text + '}';
}

class reflector {
public:
    reflector(catalog::snapshot const& of, reflection const& how)
        : of_{of}, how_{how}, names_{how.default_schema}, enumerations_{of, names_} {}

    [[nodiscard]] table reflect(catalog::table const& from) const {
        table made{.schema = schema_of(from.name.schema), .name = from.name.object, .comment = from.comment};
        for (auto const& each : from.columns)
            made.columns.push_back(column_of(from, each));
        for (auto const& each : from.constraints)
            add_constraint(made, each);
        for (auto const& each : from.indexes)
            if (each.constraint.empty())
                made.indexes.push_back(index_of(from, each));
        mark_key(made);
        return made;
    }

private:
    [[nodiscard]] std::optional<std::string> schema_of(std::string const& name) const {
        return name == how_.default_schema ? std::nullopt : std::optional{name};
    }

    /// A type in the default schema goes by its own name, and so does a collation, as those of the server do.
    [[nodiscard]] catalog::column visible(catalog::column from) const {
        auto const prefix = catalog::quoted(how_.default_schema) + '.';
        if (enumerations_.find(from.type.substr(0, from.type.find("[]"))) == nullptr && from.type.starts_with(prefix))
            from.type.erase(0, prefix.size());
        if (from.collation.starts_with(prefix))
            from.collation.replace(0, prefix.size(), "pg_catalog.");
        return from;
    }

    [[nodiscard]] static schema::column_type as_dialect_names_it(schema::column_type type) {
        for (std::string_view const word : {"citext", "hstore"})
            if (type.keyword == word)
                std::ranges::transform(type.keyword, type.keyword.begin(), [](char c) {
                    return static_cast<char>(c - 'a' + 'A');
                });
        return type;
    }

    [[nodiscard]] column column_of(catalog::table const& table, catalog::column const& from) const {
        column made{.name = from.name, .nullable = from.nullable, .comment = from.comment};
        made.type = reflected_type(as_dialect_names_it(authoring::type_of(visible(from), enumerations_)), how_.like);
        bool const is_counted = from.default_value && from.default_value->find("nextval('") != std::string::npos &&
                                (from.type == "integer" || from.type == "bigint" || from.type == "smallint");
        made.numbered = is_counted || !from.identity.empty();
        made.autoincrement = made.numbered ? "True" : "False";
        if (from.generated)
            made.default_value = server_default{
                .kind = default_kind::computed,
                .python = "sa.Computed(" + quote_text(authoring::escaped_sql(*from.generated)) + ", persisted=True)",
                .sql = *from.generated};
        else if (!from.identity.empty())
            made.default_value = identity_of(table, from);
        else if (from.default_value && !is_serial(table, from))
            made.default_value = server_default{.python = sql_text(*from.default_value), .sql = *from.default_value};
        return made;
    }

    /// What Alembic takes for SERIAL: the sequence is the column's own.
    [[nodiscard]] bool is_serial(catalog::table const& table, catalog::column const& from) const {
        if ((from.type != "integer" && from.type != "bigint") || !from.default_value->starts_with("nextval('"))
            return false;
        return std::ranges::any_of(of_.sequences, [&](catalog::sequence const& each) {
            return each.owning_table == table.name && each.owning_column == from.name && !each.of_identity &&
                   from.default_value->find(catalog::quoted(each.name)) != std::string::npos;
        });
    }

    /// As SQLAlchemy reflects it, with everything.
    [[nodiscard]] server_default identity_of(catalog::table const& table, catalog::column const& from) const {
        schema::identity made{.always = from.identity == "always"};
        std::string python = std::string{"sa.Identity(always="} + (made.always ? "True" : "False");
        for (auto const& each : of_.sequences) {
            if (!each.of_identity || each.owning_table != table.name || each.owning_column != from.name)
                continue;
            made.series = {
                .increment = std::to_string(each.increment),
                .start = std::to_string(each.start),
                .minvalue = std::to_string(each.minimum),
                .maxvalue = std::to_string(each.maximum),
                .cache = std::to_string(each.cache),
                .cycle = each.cycle};
            python += ", start=" + *made.series.start + ", increment=" + *made.series.increment +
                      ", minvalue=" + *made.series.minvalue + ", maxvalue=" + *made.series.maxvalue +
                      ", cycle=" + (each.cycle ? "True" : "False") + ", cache=" + *made.series.cache;
        }
        return {.kind = default_kind::identity, .python = python + ')', .identity = std::move(made)};
    }

    void add_constraint(table& to, catalog::constraint const& each) const {
        switch (each.kind) {
        case constraint_kind::primary_key:
            to.key = primary_key{.name = final_name(each.name), .columns = each.columns};
            break;
        case constraint_kind::unique:
            to.unique.push_back(unique_of(each));
            break;
        case constraint_kind::check:
            to.checks.push_back({.name = final_name(each.name), .sql = condition_in(each.definition)});
            break;
        case constraint_kind::foreign_key:
            to.foreign_keys.push_back(foreign_key_of(each));
            break;
        case constraint_kind::exclusion: // SQLAlchemy does not reflect them.
            break;
        }
    }

    [[nodiscard]] static unique_key unique_of(catalog::constraint const& each) {
        unique_key made{.name = final_name(each.name), .columns = each.columns};
        if (each.deferrable)
            made.options.emplace_back("deferrable=True");
        if (each.initially_deferred)
            made.options.emplace_back("initially='DEFERRED'");
        made.nulls_not_distinct = each.definition.find("NULLS NOT DISTINCT") != std::string::npos;
        if (made.nulls_not_distinct)
            made.options.emplace_back("postgresql_nulls_not_distinct=True");
        return made;
    }

    [[nodiscard]] foreign_key foreign_key_of(catalog::constraint const& each) const {
        auto const& to = *each.reference;
        auto const action = [](std::string const& said) { return said == "NO ACTION" ? std::string{} : said; };
        return {
            .name = final_name(each.name),
            .columns = each.columns,
            .referred_schema = schema_of(to.table.schema),
            .referred_table = to.table.object,
            .referred_columns = to.columns,
            .on_update = action(to.on_update),
            .on_delete = action(to.on_delete),
            .initially = each.initially_deferred ? "DEFERRED" : "",
            .match = to.match == "SIMPLE" ? "" : to.match,
            .deferrable = each.deferrable,
        };
    }

    [[nodiscard]] index index_of(catalog::table const& table, catalog::index const& from) const {
        index made{.name = final_name(from.name), .unique = from.unique};
        std::string classes;
        for (auto const& each : from.elements) {
            add_element(made, table, each);
            if (!each.operator_class.empty())
                classes += (classes.empty() ? "" : ", ") + quote_text(name_in(table, each).value_or(each.value)) +
                           ": " + quote_text(visible_name(each.operator_class));
        }
        add_options(made, from, classes);
        return made;
    }

    [[nodiscard]] std::string visible_name(std::string const& qualified) const {
        auto const prefix = catalog::quoted(how_.default_schema) + '.';
        return qualified.starts_with(prefix) ? qualified.substr(prefix.size()) : qualified;
    }

    /// Of an element that is a column.
    static std::optional<std::string> name_in(catalog::table const& table, catalog::index_element const& element) {
        for (auto const& each : table.columns)
            if (catalog::quoted(each.name) == element.value)
                return each.name;
        return std::nullopt;
    }

    static void add_element(index& to, catalog::table const& table, catalog::index_element const& each) {
        auto const name = name_in(table, each);
        std::string sorting;
        if (each.descending)
            sorting = each.nulls_first ? " DESC" : " DESC NULLS LAST";
        else if (each.nulls_first)
            sorting = " NULLS FIRST";
        auto const sql = each.value + sorting;
        if (name)
            to.columns.push_back(*name);
        to.elements.push_back(
            name && sorting.empty() ? quote_text(*name)
                                    : "sa.literal_column(" + quote_text(authoring::escaped_sql(sql)) + ')'
        );
        to.compared.push_back(compared_expression(sql, table.name.object));
        to.shown.push_back(sql);
    }

    static void add_options(index& to, catalog::index const& from, std::string const& classes) {
        if (!classes.empty())
            to.options.push_back("postgresql_ops={" + classes + '}');
        if (auto const storage = storage_in(from.definition); !storage.empty())
            to.options.push_back("postgresql_with=" + storage_dictionary(storage));
        if (from.method != "btree")
            to.options.push_back("postgresql_using=" + quote_text(from.method));
        if (from.predicate)
            to.options.push_back("postgresql_where=" + sql_text(*from.predicate));
        if (!from.include.empty()) {
            std::string names;
            for (auto const& each : from.include)
                names += (names.empty() ? "" : ", ") + quote_text(each);
            to.options.push_back("postgresql_include=[" + names + ']');
        }
        to.nulls_not_distinct = from.nulls_not_distinct;
        if (from.nulls_not_distinct)
            to.options.emplace_back("postgresql_nulls_not_distinct=True");
    }

    static void mark_key(table& in) {
        if (in.key)
            for (auto& each : in.columns)
                each.primary_key = std::ranges::count(in.key->columns, each.name) != 0;
    }

    catalog::snapshot const& of_;
    reflection const& how_;
    authoring::revision_names names_;
    authoring::known_enumerations enumerations_;
};

} // namespace

std::vector<table> reflect(catalog::snapshot const& of, reflection const& how) {
    reflector const work{of, how};
    std::vector<table> all;
    for (auto const& each : of.tables)
        if (each.kind != catalog::table_kind::foreign)
            all.push_back(work.reflect(each));
    return all;
}

} // namespace alembicore::generate
