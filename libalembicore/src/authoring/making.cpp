#include "authoring/making.hpp"

#include "catalog/definition.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <iterator>

namespace alembicore::authoring {

namespace {

using namespace alembicore::catalog;

constexpr char const* unchecked_bodies = "SET LOCAL check_function_bodies = off";
constexpr char const* checked_bodies = "RESET check_function_bodies";

std::string kind_of(routine const& each) {
    if (each.kind == routine_kind::aggregate)
        return "AGGREGATE ";
    return each.kind == routine_kind::procedure ? "PROCEDURE " : "FUNCTION ";
}

/// An aggregate of no arguments has a star.
std::string signature_of(routine const& each) {
    bool const star = each.kind == routine_kind::aggregate && each.arguments.empty();
    return quoted(each.name) + '(' + (star ? "*" : each.arguments) + ')';
}

class collection {
public:
    collection(snapshot const& whole, revision_names const& names, standing_tables const& standing)
        : whole_{whole}, names_{names}, tables_{whole, names, standing}, standing_{standing} {}

    std::vector<making> run() {
        auto tables = tables_.tables();
        add_namespaces();
        add_types();
        add_sequences();
        add_unchecked();
        add_routines([this](routine const& each) { return !needs_relations(each); });
        add_servers();
        std::ranges::move(tables, std::back_inserter(made_));
        add_routines([this](routine const& each) { return needs_relations(each); });
        std::ranges::move(tables_.keys(), std::back_inserter(made_));
        add_views();
        add_rules();
        return std::move(made_);
    }

private:
    making& add(std::string key, std::string make, std::string unmake) {
        auto& added = made_.emplace_back();
        added.key = std::move(key);
        added.make.push_back(statement(std::move(make)));
        if (!unmake.empty())
            added.unmake.push_back(statement(std::move(unmake)));
        return added;
    }

    void add_namespaces() {
        for (auto const& each : whole_.schemas) {
            if (each.name == "public")
                continue;
            auto& added = made_.emplace_back();
            schema::identifier const name{.text = each.name, .quote = {}};
            added.key = "schema " + quoted(each.name);
            added.make.emplace_back(operation::create_schema{.schema = name});
            added.unmake.emplace_back(operation::drop_schema{.schema = name});
            add_comment(added, "SCHEMA " + quoted(each.name), each.comment);
        }
        for (auto const& each : whole_.extensions)
            add("extension " + quoted(each.name),
                "CREATE EXTENSION " + quoted(each.name) + " SCHEMA " + quoted(each.schema),
                "DROP EXTENSION " + quoted(each.name));
    }

    void add_types() {
        for (auto const& each : whole_.enumerations) {
            auto& added = made_.emplace_back();
            schema::column_type type{.family = schema::type_family::enumeration};
            type.enumeration = std::make_shared<schema::enumeration const>(enumeration_of(each, names_));
            added.key = "type " + quoted(each.name);
            added.make.emplace_back(operation::create_type{.type = type});
            added.unmake.emplace_back(operation::drop_type{.type = type});
            add_comment(added, "TYPE " + quoted(each.name), each.comment);
        }
        for (auto const& each : whole_.domains)
            add_domain(each);
        for (auto const& each : whole_.composites) {
            auto const name = quoted(each.name);
            auto& added =
                add("type " + name, "CREATE TYPE " + name + " AS " + attributes_of(each), "DROP TYPE " + name);
            add_comment(added, "TYPE " + name, each.comment);
        }
    }

    void add_domain(domain const& each) {
        auto const name = quoted(each.name);
        auto text = "CREATE DOMAIN " + name + ' ' + definition_of(each);
        for (auto const& check : each.checks)
            text += " CONSTRAINT " + quoted(check.name) + ' ' + check.definition;
        auto& added = add("domain " + name, std::move(text), "DROP DOMAIN " + name);
        for (auto const& check : each.checks)
            added.more_keys.push_back("constraint " + name + '.' + quoted(check.name));
        add_comment(added, "DOMAIN " + name, each.comment);
    }

    /// One that a new table owns goes with it.
    void add_sequences() {
        for (auto const& each : whole_.sequences) {
            if (tables_.is_implied(each))
                continue;
            auto const name = quoted(each.name);
            bool const goes_along = each.owning_table && !standing_.contains(*each.owning_table);
            auto& added =
                add("sequence " + name,
                    "CREATE SEQUENCE " + name + " AS " + each.type + ' ' + catalog::series_of(each),
                    goes_along          ? std::string{}
                    : each.owning_table ? "DROP SEQUENCE IF EXISTS " + name
                                        : "DROP SEQUENCE " + name);
            add_comment(added, "SEQUENCE " + name, each.comment);
        }
    }

    /// Whether a table or view must be there first: its row type is in the signature, or the body is parsed at once.
    [[nodiscard]] bool needs_relations(routine const& each) const {
        if (each.definition.find("BEGIN ATOMIC") != std::string::npos)
            return true;
        auto const signature = each.arguments + ' ' + each.result;
        auto const is_named = [&](auto const& relation) {
            return signature.find(quoted(relation.name)) != std::string::npos;
        };
        return std::ranges::any_of(whole_.tables, is_named) || std::ranges::any_of(whole_.views, is_named);
    }

    /// Functions in SQL are looked into when they are made, and may name what comes later.
    void add_unchecked() {
        if (std::ranges::find(whole_.routines, "sql", &routine::language) == whole_.routines.end())
            return;
        auto& added = made_.emplace_back();
        added.make.push_back(statement(unchecked_bodies));
    }

    /// Aggregates after their functions.
    template <typename Condition>
    void add_routines(Condition const& chosen) {
        for (bool const aggregates : {false, true})
            for (auto const& each : whole_.routines)
                if (chosen(each) && (each.kind == routine_kind::aggregate) == aggregates)
                    add_routine(each);
    }

    void add_routine(routine const& each) {
        auto text = each.definition;
        while (text.ends_with('\n'))
            text.pop_back();
        auto& added =
            add("routine " + quoted(each.name) + '(' + each.arguments + ')',
                std::move(text),
                "DROP " + kind_of(each) + signature_of(each));
        add_comment(added, kind_of(each) + signature_of(each), each.comment);
    }

    void add_servers() {
        std::set<std::string> wrappers;
        for (auto const& each : whole_.servers) {
            if (!each.wrapper_definition.empty() && wrappers.insert(each.wrapper).second)
                add("foreign data wrapper " + quoted(each.wrapper),
                    each.wrapper_definition,
                    "DROP FOREIGN DATA WRAPPER " + quoted(each.wrapper));
            add("server " + quoted(each.name), each.definition, "DROP SERVER " + quoted(each.name));
        }
    }

    /// A view after those it reads.
    void add_views() {
        std::set<catalog::name> done;
        auto const add_with_sources = [&](auto const& self, view const& each) -> void {
            if (!done.insert(each.name).second)
                return;
            for (auto const& source : each.reads)
                if (auto const found = std::ranges::find(whole_.views, source, &view::name);
                    found != whole_.views.end())
                    self(self, *found);
            add_view(each);
        };
        for (auto const& each : whole_.views)
            add_with_sources(add_with_sources, each);
    }

    void add_view(view const& each) {
        auto const name = quoted(each.name);
        std::string const kind = each.materialized ? "MATERIALIZED VIEW " : "VIEW ";
        auto& added =
            add((each.materialized ? "materialized view " : "view ") + name,
                "CREATE " + kind + name + definition_of(each),
                "DROP " + kind + name);
        for (auto const& index : each.indexes) {
            added.make.push_back(statement(index.definition));
            added.more_keys.push_back("index " + name + '.' + quoted(index.name));
        }
        for (auto const& trigger : each.triggers) {
            add_trigger(added, name, trigger);
            added.more_keys.push_back("trigger " + name + '.' + quoted(trigger.name));
        }
        add_comment(added, kind + name, each.comment);
        for (auto const& column : each.columns) {
            add_comment(added, "COLUMN " + name + '.' + quoted(column.name), column.comment);
            if (column.comment)
                added.more_keys.push_back("comment on column " + name + '.' + quoted(column.name));
        }
        for (auto const& index : each.indexes)
            add_comment(added, "INDEX " + quoted(each.name.schema) + '.' + quoted(index.name), index.comment);
    }

    static void add_trigger(making& to, std::string const& relation, trigger const& each) {
        to.make.push_back(statement(each.definition));
        if (each.enabled != "origin")
            to.make.push_back(statement(
                "ALTER TABLE " + relation + ' ' +
                (each.enabled == "disabled" ? std::string{"DISABLE"} : "ENABLE " + each.enabled) + " TRIGGER " +
                quoted(each.name)
            ));
        add_comment(to, "TRIGGER " + quoted(each.name) + " ON " + relation, each.comment);
    }

    /// Triggers go with their table. Policies may name other tables, and so have to go before those.
    void add_rules() {
        for (auto const& each : whole_.tables) {
            auto const name = quoted(each.name);
            for (auto const& trigger : each.triggers) {
                auto& added = made_.emplace_back();
                added.key = "trigger " + name + '.' + quoted(trigger.name);
                add_trigger(added, name, trigger);
                if (standing_.contains(each.name))
                    added.unmake.push_back(statement("DROP TRIGGER " + quoted(trigger.name) + " ON " + name));
            }
            for (auto const& policy : each.policies)
                add("policy " + name + '.' + quoted(policy.name),
                    "CREATE POLICY " + quoted(policy.name) + " ON " + name + ' ' + definition_of(policy),
                    "DROP POLICY " + quoted(policy.name) + " ON " + name);
            if (!standing_.contains(each.name))
                add_row_security(each);
        }
        if (std::ranges::find(whole_.routines, "sql", &routine::language) != whole_.routines.end())
            made_.emplace_back().make.push_back(statement(checked_bodies));
    }

    /// Of a table that stands it is a change.
    void add_row_security(table const& of) {
        auto& added = made_.emplace_back();
        added.key = "table " + quoted(of.name);
        if (of.row_security)
            added.make.push_back(statement("ALTER TABLE " + quoted(of.name) + " ENABLE ROW LEVEL SECURITY"));
        if (of.row_security_forced)
            added.make.push_back(statement("ALTER TABLE " + quoted(of.name) + " FORCE ROW LEVEL SECURITY"));
    }

    snapshot const& whole_;
    revision_names const& names_;
    table_makings tables_;
    standing_tables const& standing_;
    std::vector<making> made_;
};

} // namespace

operation::any_operation statement(std::string sql) {
    return operation::execute{.statement = schema::sql_text(std::move(sql))};
}

void add_comment(making& to, std::string const& on, std::optional<std::string> const& comment) {
    auto const text = "COMMENT ON " + on + " IS ";
    if (comment)
        to.make.push_back(statement(text + sql::quote_literal(*comment)));
    to.remark.push_back(statement(text + (comment ? sql::quote_literal(*comment) : "NULL")));
}

std::vector<making> makings_of(snapshot const& whole, revision_names const& names, standing_tables const& standing) {
    return collection{whole, names, standing}.run();
}

} // namespace alembicore::authoring
