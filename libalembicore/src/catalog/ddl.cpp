// A schema as the statements that make it, in an order in which each finds what it needs.
#include "catalog/ddl.hpp"
#include "catalog/definition.hpp"
#include "sql/identifier.hpp"

#include <algorithm>
#include <iterator>
#include <set>

namespace alembicore::catalog {

namespace {

class construction {
public:
    explicit construction(snapshot const& whole) : whole_(whole) {}

    ddl_sections run() {
        add_before_rows();
        auto before = std::move(made_);
        made_.clear();
        add_after_rows();
        return {std::move(before), std::move(made_)};
    }

private:
    void add_before_rows() {
        add("SET check_function_bodies = off");
        add_namespaces();
        add_types();
        add_sequences();
        add_routines([this](routine const& each) { return !is_aggregate(each) && !needs_relations(each); });
        add_routines([this](routine const& each) { return is_aggregate(each) && !needs_relations(each); });
        add_servers();
        add_tables();
        add_routines([this](routine const& each) { return !is_aggregate(each) && needs_relations(each); });
        add_routines([this](routine const& each) { return is_aggregate(each) && needs_relations(each); });
    }

    void add_after_rows() {
        add_keys();
        add_foreign_keys();
        add_views();
        add_rules();
        add_comments();
    }

    void add(std::string text) { made_.push_back(std::move(text)); }

    void add_namespaces() {
        for (auto const& each : whole_.schemas)
            if (each.name != "public")
                add("CREATE SCHEMA " + quoted(each.name));
        for (auto const& each : whole_.extensions)
            add("CREATE EXTENSION " + quoted(each.name) + " SCHEMA " + quoted(each.schema));
    }

    void add_types() {
        for (auto const& each : whole_.enumerations)
            add("CREATE TYPE " + quoted(each.name) + " AS ENUM " + labels_of(each));
        for (auto const& each : whole_.domains) {
            auto text = "CREATE DOMAIN " + quoted(each.name) + ' ' + definition_of(each);
            for (auto const& check : each.checks)
                text += " CONSTRAINT " + quoted(check.name) + ' ' + check.definition;
            add(std::move(text));
        }
        for (auto const& each : whole_.composites)
            add("CREATE TYPE " + quoted(each.name) + " AS " + attributes_of(each));
    }

    /// Those of identity columns come with the column.
    void add_sequences() {
        for (auto const& each : whole_.sequences)
            if (!each.of_identity)
                add("CREATE SEQUENCE " + quoted(each.name) + " AS " + each.type + ' ' + series_of(each));
    }

    /// It needs its functions.
    static bool is_aggregate(routine const& each) { return each.kind == routine_kind::aggregate; }

    /// Whether a table or view must be there first: its row type is in the signature, or the body is parsed at once.
    [[nodiscard]] bool needs_relations(routine const& each) const {
        if (each.definition.find("BEGIN ATOMIC") != std::string::npos)
            return true;
        auto const signature = each.arguments + ' ' + each.result;
        auto const named = [&](auto const& relation) {
            return signature.find(quoted(relation.name)) != std::string::npos;
        };
        return std::ranges::any_of(whole_.tables, named) || std::ranges::any_of(whole_.views, named);
    }

    template <typename Condition>
    void add_routines(Condition const& chosen) {
        for (auto const& each : whole_.routines) {
            if (!chosen(each))
                continue;
            add(each.definition);
        }
    }

    void add_servers() {
        std::set<std::string> wrappers;
        for (auto const& each : whole_.servers) {
            if (!each.wrapper_definition.empty() && wrappers.insert(each.wrapper).second)
                add(each.wrapper_definition);
            add(each.definition);
        }
    }

    /// Parents first.
    void add_tables() {
        std::set<catalog::name> made;
        auto const add_with_parents = [&](auto const& self, table const& each) -> void {
            if (!made.insert(each.name).second)
                return;
            for (auto const& parent : each.parents)
                if (auto const found = std::ranges::find(whole_.tables, parent, &table::name);
                    found != whole_.tables.end())
                    self(self, *found);
            add_table(each);
        };
        for (auto const& each : whole_.tables)
            add_with_parents(add_with_parents, each);
        for (auto const& each : whole_.sequences)
            if (each.owning_table && !each.of_identity)
                add("ALTER SEQUENCE " + quoted(each.name) + " OWNED BY " + quoted(*each.owning_table) + '.' +
                    quoted(each.owning_column));
    }

    void add_table(table const& each) {
        bool const foreign = each.kind == table_kind::foreign;
        bool const partition = !each.partition_bound.empty();
        std::vector<std::string> body;
        for (auto const& column : each.columns)
            if (partition || !column.inherited)
                body.push_back(quoted(column.name) + ' ' + definition_of(column) + identity_of(each.name, column));
        for (auto const& constraint : each.constraints)
            if (constraint.kind == constraint_kind::check && constraint.validated &&
                (partition || !constraint.inherited))
                body.push_back("CONSTRAINT " + quoted(constraint.name) + ' ' + constraint.definition);
        auto const name = quoted(each.name);
        std::string const kind = foreign ? "FOREIGN " : each.unlogged ? "UNLOGGED " : "";
        add("CREATE " + kind + "TABLE " + name + " (" + joined(body) + ')' + clauses_of(each) +
            (foreign ? foreign_clauses_of(each) : ""));
        if (partition)
            add("ALTER TABLE ONLY " + quoted(each.parents) + " ATTACH PARTITION " + name + ' ' + each.partition_bound);
        for (auto const& column : each.columns)
            add_storage(name, column);
    }

    void add_storage(std::string const& table, column const& each) {
        auto const change = "ALTER TABLE ONLY " + table + " ALTER COLUMN " + quoted(each.name) + " SET ";
        if (!each.storage.empty())
            add(change + "STORAGE " + each.storage);
        if (each.statistics)
            add(change + "STATISTICS " + std::to_string(*each.statistics));
    }

    /// With the sequence's own name and numbers.
    [[nodiscard]] std::string identity_of(catalog::name const& table, column const& each) const {
        if (each.identity.empty())
            return {};
        std::string text = each.identity == "always" ? " GENERATED ALWAYS" : " GENERATED BY DEFAULT";
        text += " AS IDENTITY";
        auto const source = std::ranges::find_if(whole_.sequences, [&](sequence const& one) {
            return one.of_identity && one.owning_table == table && one.owning_column == each.name;
        });
        return source == whole_.sequences.end()
                   ? text
                   : text + " (SEQUENCE NAME " + quoted(source->name) + ' ' + series_of(*source) + ')';
    }

    /// Indexes and what they enforce; then the indexes of partitions become parts of their parents'.
    void add_keys() {
        for (auto const& each : whole_.tables) {
            for (auto const& constraint : each.constraints)
                if (constraint.kind != constraint_kind::foreign_key && constraint.kind != constraint_kind::check)
                    add_constraint(each, constraint);
                else if (constraint.kind == constraint_kind::check && !constraint.validated)
                    add_constraint(each, constraint);
            for (auto const& index : each.indexes)
                if (index.constraint.empty())
                    add(index.definition);
        }
        for (auto const& each : whole_.tables)
            for (auto const& index : each.indexes)
                if (index.parent)
                    add("ALTER INDEX " + quoted(*index.parent) + " ATTACH PARTITION " + quoted(each.name.schema) + '.' +
                        quoted(index.name));
    }

    /// Those of partitions come with their parent's.
    void add_foreign_keys() {
        for (auto const& each : whole_.tables)
            for (auto const& constraint : each.constraints)
                if (constraint.kind == constraint_kind::foreign_key && !constraint.inherited)
                    add("ALTER TABLE " + quoted(each.name) + " ADD CONSTRAINT " + quoted(constraint.name) + ' ' +
                        constraint.definition);
    }

    void add_constraint(table const& of, constraint const& each) {
        add("ALTER TABLE ONLY " + quoted(of.name) + " ADD CONSTRAINT " + quoted(each.name) + ' ' + each.definition);
    }

    /// A view after those it reads.
    void add_views() {
        std::set<catalog::name> made;
        auto const add_with_sources = [&](auto const& self, view const& each) -> void {
            if (!made.insert(each.name).second)
                return;
            for (auto const& source : each.reads)
                if (auto const found = std::ranges::find(whole_.views, source, &view::name);
                    found != whole_.views.end())
                    self(self, *found);
            add((each.materialized ? "CREATE MATERIALIZED VIEW " : "CREATE VIEW ") + quoted(each.name) +
                definition_of(each));
            for (auto const& index : each.indexes)
                add(index.definition);
        };
        for (auto const& each : whole_.views)
            add_with_sources(add_with_sources, each);
    }

    void add_triggers(std::string const& relation, std::vector<trigger> const& triggers) {
        for (auto const& each : triggers) {
            add(each.definition);
            if (each.enabled == "origin")
                continue;
            auto const how = each.enabled == "disabled" ? std::string{"DISABLE"} : "ENABLE " + each.enabled;
            add("ALTER TABLE " + relation + ' ' + how + " TRIGGER " + quoted(each.name));
        }
    }

    void add_rules() {
        for (auto const& each : whole_.tables) {
            auto const name = quoted(each.name);
            add_triggers(name, each.triggers);
            for (auto const& policy : each.policies)
                add("CREATE POLICY " + quoted(policy.name) + " ON " + name + ' ' + definition_of(policy));
            if (each.row_security)
                add("ALTER TABLE " + name + " ENABLE ROW LEVEL SECURITY");
            if (each.row_security_forced)
                add("ALTER TABLE " + name + " FORCE ROW LEVEL SECURITY");
        }
        for (auto const& each : whole_.views)
            add_triggers(quoted(each.name), each.triggers);
    }

    void add_comment(std::string const& on, std::optional<std::string> const& comment) {
        if (comment)
            add("COMMENT ON " + on + " IS " + sql::quote_literal(*comment));
    }

    void add_comments() {
        for (auto const& each : whole_.schemas)
            if (each.name != "public")
                add_comment("SCHEMA " + quoted(each.name), each.comment);
        for (auto const& each : whole_.enumerations)
            add_comment("TYPE " + quoted(each.name), each.comment);
        for (auto const& each : whole_.domains)
            add_comment("DOMAIN " + quoted(each.name), each.comment);
        for (auto const& each : whole_.composites)
            add_comment("TYPE " + quoted(each.name), each.comment);
        for (auto const& each : whole_.sequences)
            add_comment("SEQUENCE " + quoted(each.name), each.comment);
        for (auto const& each : whole_.tables)
            add_table_comments(each);
        for (auto const& each : whole_.views)
            add_view_comments(each);
        for (auto const& each : whole_.routines)
            add_comment("ROUTINE " + quoted(each.name) + '(' + each.arguments + ')', each.comment);
    }

    void add_table_comments(table const& each) {
        auto const name = quoted(each.name);
        add_comment((each.kind == table_kind::foreign ? "FOREIGN TABLE " : "TABLE ") + name, each.comment);
        add_part_comments(each.name, each.columns, each.indexes, each.triggers);
        for (auto const& constraint : each.constraints)
            add_comment("CONSTRAINT " + quoted(constraint.name) + " ON " + name, constraint.comment);
    }

    void add_view_comments(view const& each) {
        add_comment((each.materialized ? "MATERIALIZED VIEW " : "VIEW ") + quoted(each.name), each.comment);
        add_part_comments(each.name, each.columns, each.indexes, each.triggers);
    }

    void add_part_comments(
        catalog::name const& relation,
        std::vector<column> const& columns,
        std::vector<index> const& indexes,
        std::vector<trigger> const& triggers
    ) {
        auto const name = quoted(relation);
        for (auto const& each : columns)
            add_comment("COLUMN " + name + '.' + quoted(each.name), each.comment);
        for (auto const& each : indexes)
            if (each.constraint.empty())
                add_comment("INDEX " + quoted(relation.schema) + '.' + quoted(each.name), each.comment);
        for (auto const& each : triggers)
            add_comment("TRIGGER " + quoted(each.name) + " ON " + name, each.comment);
    }

    snapshot const& whole_;
    std::vector<std::string> made_;
};

} // namespace

ddl_sections sectioned_ddl(snapshot const& of) {
    return construction{of}.run();
}

std::vector<std::string> ddl(snapshot const& of) {
    auto [made, after] = sectioned_ddl(of);
    std::ranges::move(after, std::back_inserter(made));
    return std::move(made);
}

} // namespace alembicore::catalog
